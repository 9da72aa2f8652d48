/** A signal that also fires when nothing happens for too long. */
export interface Watchdog {
  readonly signal: AbortSignal;
  /** Something happened: the time begins anew, also after `stop`. */
  feed(): void;
  /** Watches no more; the signal still follows its origin. */
  stop(): void;
}

export interface WatchdogOptions {
  /** The origin: when it fires, the watchdog's signal does. */
  readonly signal: AbortSignal;
  readonly milliseconds: number;
  /** The reason when the time is up. */
  readonly reason: () => Error;
}

/** Watches from now on. */
export function watch({ signal, milliseconds, reason }: WatchdogOptions): Watchdog {
  const late = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const watchdog: Watchdog = {
    signal: AbortSignal.any([signal, late.signal]),
    feed() {
      clearTimeout(timer);
      timer = setTimeout(() => late.abort(reason()), milliseconds).unref();
    },
    stop: () => clearTimeout(timer),
  };
  watchdog.feed();
  return watchdog;
}
