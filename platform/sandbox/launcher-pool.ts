import type { Launcher } from './launcher.ts';

/** Launchers that wait, so that a user who starts one program after the other need not wait for first processes and cages. */
export interface LauncherPool {
  /** One of that host user that lives. @throws Error when none can be started */
  take(hostUser: number | null): Promise<Launcher>;
  /** Starts one more for that user, unless so many wait already. */
  addFor(hostUser: number | null): void;
  close(): Promise<void>;
}

export interface LauncherPoolOptions {
  /** How many may wait, for all users. */
  readonly size: number;
  /** Milliseconds after which one that nobody wanted goes. */
  readonly idleMs: number;
  readonly start: (hostUser: number | null) => Promise<Launcher>;
  /** Called when one cannot be started ahead; the next program tries again. */
  readonly onFault: (error: unknown) => void;
}

interface Waiting {
  readonly hostUser: number | null;
  readonly launcher: Promise<Launcher | null>;
  readonly timer: NodeJS.Timeout;
}

/** An empty pool. */
export function createLauncherPool({ size, idleMs, start, onFault }: LauncherPoolOptions): LauncherPool {
  const waiting = new Set<Waiting>();
  const leaving = new Set<Promise<void>>();
  let isClosed = false;

  function withdraw(one: Waiting): Promise<Launcher | null> {
    waiting.delete(one);
    clearTimeout(one.timer);
    return one.launcher;
  }
  function dismiss(one: Waiting): void {
    const left = withdraw(one).then(end).finally(() => leaving.delete(left));
    leaving.add(left);
  }

  return {
    async take(hostUser) {
      for (const one of waiting) {
        if (one.hostUser !== hostUser) continue;
        const launcher = await withdraw(one);
        if (launcher?.hasExited() === false) return launcher;
        await end(launcher);
      }
      return start(hostUser);
    },
    addFor(hostUser) {
      if (isClosed || waiting.size >= size) return;
      const launcher = start(hostUser).catch((error: unknown) => {
        waiting.delete(one);
        onFault(error);
        return null;
      });
      const one: Waiting = { hostUser, launcher, timer: setTimeout(() => dismiss(one), idleMs).unref() };
      waiting.add(one);
    },
    async close() {
      isClosed = true;
      for (const one of waiting) dismiss(one);
      await Promise.all(leaving);
    },
  };
}

async function end(launcher: Launcher | null): Promise<void> {
  launcher?.kill();
  await launcher?.exited;
  await launcher?.cage.release();
}
