import type { Logger } from '#kernel/logging';

/** The one order in which a server drains: what takes work first, what the work needs last. */
const drainOrder = ['listeners', 'streams', 'jobs', 'children', 'database'] as const;
export type DrainPhase = (typeof drainOrder)[number];

/** Collects what must be stopped, and stops it in one order. */
export interface Lifecycle {
  /** Registers a stop. Within one phase all run together. */
  onStop(phase: DrainPhase, name: string, stop: () => Promise<void> | void): void;
  /** Drains once; later calls wait for the first. A stop that fails or takes too long is logged and passed over. */
  stop(): Promise<void>;
}

/** A lifecycle whose every phase gets at most `phaseTimeoutMs` milliseconds. */
export function createLifecycle({ logger, phaseTimeoutMs = 10_000 }: { readonly logger: Logger; readonly phaseTimeoutMs?: number }): Lifecycle {
  const stops = new Map<DrainPhase, { readonly name: string; readonly stop: () => Promise<void> | void }[]>();
  let stopping: Promise<void> | undefined;

  const drain = async (): Promise<void> => {
    for (const phase of drainOrder) {
      await Promise.all((stops.get(phase) ?? []).map(({ name, stop }) => settle(name, stop)));
    }
  };
  const settle = async (name: string, stop: () => Promise<void> | void): Promise<void> => {
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(() => {
        logger.warn({ component: name }, 'did not stop in time');
        resolve();
      }, phaseTimeoutMs);
    });
    try {
      await Promise.race([Promise.resolve(stop()), late]);
    } catch (error) {
      logger.error({ component: name, error }, 'failed to stop');
    } finally {
      clearTimeout(timer);
    }
  };

  return {
    onStop(phase, name, stop) {
      stops.set(phase, [...(stops.get(phase) ?? []), { name, stop }]);
    },
    stop: () => (stopping ??= drain()),
  };
}
