import type { Clock } from '#kernel/clock';
import { microLimits } from './limits.ts';

/** How long a session lives: an hour at most, and less when nobody uses it. */
export interface Lifespan {
  readonly createdAt: Date;
  readonly usedAt: Date;
  /** When it ends unless it is used. */
  readonly expiresAt: Date;
  /** An execution was asked for: until all are over it is in use. */
  begin(): void;
  end(): void;
  close(): void;
}

export interface LifespanOptions {
  readonly idleMs: number;
  readonly clock: Clock;
  readonly onOver: (reason: 'idle' | 'lifetime') => void;
}

/** Begins now. */
export function createLifespan({ idleMs, clock, onOver }: LifespanOptions): Lifespan {
  const createdAt = clock.now();
  const lifeTimer = setTimeout(onOver, microLimits.lifetimeMs, 'lifetime').unref();
  let usedAt = createdAt;
  let uses = 0;
  let isClosed = false;
  const startIdling = (): NodeJS.Timeout => setTimeout(onOver, idleMs, 'idle').unref();
  let idleTimer = startIdling();

  return {
    createdAt: new Date(createdAt),
    get usedAt() {
      return new Date(usedAt);
    },
    get expiresAt() {
      return new Date(Math.min(createdAt + microLimits.lifetimeMs, usedAt + idleMs));
    },
    begin() {
      uses += 1;
      usedAt = clock.now();
      clearTimeout(idleTimer);
    },
    end() {
      uses -= 1;
      usedAt = clock.now();
      if (uses === 0 && !isClosed) idleTimer = startIdling();
    },
    close() {
      isClosed = true;
      clearTimeout(idleTimer);
      clearTimeout(lifeTimer);
    },
  };
}
