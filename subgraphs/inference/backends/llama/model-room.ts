import { DomainError } from '#kernel/errors';
import { availableMemory } from './available-memory.ts';
import type { LoadSettings } from '../backend.ts';
import type { ModelProcess } from './model-process.ts';

/** A model in memory. */
export interface Resident {
  readonly process: ModelProcess;
  readonly requested: LoadSettings;
  /** What it was estimated to take. */
  readonly bytes: number;
  keepAlive: NodeJS.Timeout | undefined;
}

/** The memory that models share. */
export interface ModelRoom {
  /** Makes room by putting out idle models, those used longest ago first. @throws DomainError UNAVAILABLE when that is not enough */
  make(bytes: number): Promise<void>;
  /** Bytes that could be had for one model, with idle ones and the model itself put out. */
  available(id: string): number;
}

export interface ModelRoomOptions {
  readonly residents: ReadonlyMap<string, Resident>;
  /** Bytes for all models; null: what the machine has. */
  readonly budget: number | null;
  readonly remove: (id: string, resident: Resident) => Promise<void>;
}

/** True while nobody needs it. */
export function isIdle({ process }: Resident): boolean {
  const { running, waiting } = process.state();
  return running + waiting === 0;
}

/** Shares a budget between models. */
export function createModelRoom({ residents, budget, remove }: ModelRoomOptions): ModelRoom {
  const usedAt = ({ process }: Resident): number => process.state().lastUsedAt.getTime();
  const idle = (): readonly (readonly [string, Resident])[] => [...residents].filter(([, resident]) => isIdle(resident)).sort(([, one], [, other]) => usedAt(one) - usedAt(other));
  const free = (): number => (budget === null ? availableMemory() : budget - [...residents.values()].reduce((sum, { bytes }) => sum + bytes, 0));

  return {
    async make(bytes) {
      for (const [id, resident] of idle()) {
        if (free() >= bytes) return;
        await remove(id, resident);
      }
      const availableBytes = Math.max(0, free());
      if (availableBytes >= bytes) return;
      throw new DomainError('UNAVAILABLE', `The model needs ${megabytes(bytes)} MB of memory, and ${megabytes(availableBytes)} MB are free`, { details: { neededBytes: bytes, availableBytes } });
    },
    available(id) {
      const others = idle().filter(([other]) => other !== id).reduce((sum, [, { bytes }]) => sum + bytes, 0);
      return Math.max(0, free() + others + (residents.get(id)?.bytes ?? 0));
    },
  };
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
