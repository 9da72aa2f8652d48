import type { Logger } from '#kernel/logging';
import type { PresenceService } from './presence-service.ts';

export interface PresenceSweepDependencies {
  readonly presence: Pick<PresenceService, 'sweep'>;
  readonly logger: Logger;
}

const everyMs = 30_000;

/** Looks for AIs that have gone without a word; `stop` waits for a look that is under way. */
export function startPresenceSweep({ presence, logger }: PresenceSweepDependencies): { stop(): Promise<void> } {
  let looking: Promise<void> | null = null;
  const look = async (): Promise<void> => {
    try {
      await presence.sweep();
    } catch (fault) {
      logger.warn({ component: 'identity', err: fault }, 'AIs that have gone were not announced; trying again');
    }
    looking = null;
  };
  const timer = setInterval(() => void (looking ??= look()), everyMs).unref();
  return {
    async stop() {
      clearInterval(timer);
      await looking;
    },
  };
}
