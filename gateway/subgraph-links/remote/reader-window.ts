/** How far a source may be ahead of its reader. */
export interface ReaderWindow {
  /** Events that may come before any is taken. */
  readonly size: number;
  /** Notes an event that came; false when it came unasked. */
  admit(): boolean;
  /** Notes that the reader took one. */
  taken(): void;
}

/** A window of `size` events; `open` lets the source send as many more as were taken, told three quarters of a window at a time. */
export function createReaderWindow(size: number, open: (events: number) => void): ReaderWindow {
  const enough = Math.ceil(size * 0.75);
  let ahead = 0;
  let untold = 0;
  return {
    size,
    admit() {
      ahead += 1;
      return ahead <= size;
    },
    taken() {
      ahead -= 1;
      untold += 1;
      if (untold < enough) return;
      open(untold);
      untold = 0;
    },
  };
}
