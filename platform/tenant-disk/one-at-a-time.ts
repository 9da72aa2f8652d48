/** Work that runs once at a time, for all who want it. */
export interface OneAtATime<T> {
  /** What runs now may have passed what the caller means: who asks now gets the next one, with all others who do. */
  run(): Promise<T>;
  /** What runs now, if anything does, or else the next one. */
  join(): Promise<T>;
  readonly isRunning: boolean;
}

export function oneAtATime<T>(work: () => Promise<T>): OneAtATime<T> {
  let running: Promise<T> | null = null;
  let waiting: Promise<T> | null = null;

  function start(): Promise<T> {
    const mine = work().finally(() => {
      if (running === mine) running = null;
    });
    return (running = mine);
  }

  function run(): Promise<T> {
    if (running === null) return start();
    waiting ??= running.then(() => undefined, () => undefined).then(() => {
      waiting = null;
      return start();
    });
    return waiting;
  }

  return {
    run,
    join: () => running ?? run(),
    get isRunning() {
      return running !== null;
    },
  };
}
