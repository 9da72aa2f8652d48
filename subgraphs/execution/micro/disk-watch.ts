import type { DiskUsage } from '#platform/tenant-disk';

/** Looks after the workspace that the programs of one session write to. */
export interface DiskWatch {
  /** Programs are at work. */
  busy(): void;
  /** They have answered: what they wrote is counted soon. */
  idle(): void;
  close(): void;
}

export interface DiskWatchOptions {
  readonly rescan: () => Promise<DiskUsage>;
  readonly limits: { readonly maxBytes: number; readonly maxFiles: number };
  /** The quota is passed. */
  readonly onExceeded: () => void;
  readonly onFault: (error: unknown) => void;
}

const busyMs = 1_000;
const idleMs = 10_000;
/** Looking takes this share of the time at most. */
const share = 0.05;

/**
 * Measures again and again: every second while code is executed and right after it, every ten seconds otherwise because code may leave processes behind, and more
 * seldom where measuring takes long. Nobody waits for it.
 */
export function createDiskWatch({ rescan, limits, onExceeded, onFault }: DiskWatchOptions): DiskWatch {
  let timer: NodeJS.Timeout | undefined;
  let dueAt = Number.POSITIVE_INFINITY;
  let isBusy = false;
  let isClosed = false;
  let pauseMs = busyMs;
  let lookedAt = Number.NEGATIVE_INFINITY;

  /** Looks then, unless it does earlier. */
  const lookAt = (time: number): void => {
    if (isClosed || dueAt <= time) return;
    clearTimeout(timer);
    dueAt = time;
    timer = setTimeout(() => void look(), Math.max(0, time - performance.now())).unref();
  };
  async function look(): Promise<void> {
    const begin = performance.now();
    lookedAt = begin;
    dueAt = Number.POSITIVE_INFINITY;
    try {
      const { bytes, files } = await rescan();
      if (!isClosed && (bytes > limits.maxBytes || files > limits.maxFiles)) onExceeded();
    } catch (error) {
      onFault(error);
    }
    const now = performance.now();
    pauseMs = Math.max(busyMs, (now - begin) / share);
    lookAt(now + (isBusy ? pauseMs : Math.max(idleMs, pauseMs)));
  }

  return {
    busy() {
      isBusy = true;
      lookAt(performance.now() + pauseMs);
    },
    idle() {
      isBusy = false;
      lookAt(Math.max(performance.now(), lookedAt + pauseMs));
    },
    close() {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}
