import type { Logger } from '#kernel/logging';
import type { Cost, InferenceRepository } from './repository.ts';

/** Tokens held for one running request. */
export interface Reservation {
  readonly id: string;
  readonly subject: string;
  readonly model: string;
  readonly promptTokens: number;
  /** The most tokens that all its answers may have together. */
  readonly completionTokens: number;
  /** The balance when the tokens were held. */
  readonly balance: number;
}

/** Keeps the reservations of this process alive until they are settled, and frees those of dead processes. */
export interface ReservationKeeper {
  hold(reservation: Reservation): void;
  /** The balance after it. When the database is away the settlement is tried again with every heartbeat. */
  settle(reservation: Reservation, cost: Cost): Promise<number>;
  start(): Promise<void>;
  stop(): void;
}

export interface ReservationKeeperOptions {
  readonly repository: Pick<InferenceRepository, 'settle' | 'extend' | 'releaseExpired'>;
  readonly heartbeatMs: number;
  readonly logger: Logger;
}

/** A keeper for one process. */
export function createReservationKeeper({ repository, heartbeatMs, logger }: ReservationKeeperOptions): ReservationKeeper {
  const held = new Set<string>();
  const unsettled = new Map<string, { readonly reservation: Reservation; readonly cost: Cost }>();
  let timer: NodeJS.Timeout | undefined;

  const settle = async (reservation: Reservation, cost: Cost): Promise<number> => {
    const { id } = reservation;
    held.delete(id);
    unsettled.set(id, { reservation, cost });
    const balance = await repository.settle(reservation, cost);
    unsettled.delete(id);
    return balance;
  };
  const beat = async (): Promise<void> => {
    try {
      if (held.size > 0) await repository.extend([...held]);
      for (const { reservation, cost } of unsettled.values()) await settle(reservation, cost);
      const released = await repository.releaseExpired();
      if (released > 0) logger.warn({ released }, 'gave back tokens that a dead process held');
    } catch (error) {
      logger.error({ err: error }, 'token accounts could not be kept up; trying again');
    }
  };

  return {
    settle,
    hold: ({ id }) => void held.add(id),
    async start() {
      await beat();
      timer = setInterval(() => void beat(), heartbeatMs);
      timer.unref();
    },
    stop: () => clearInterval(timer),
  };
}
