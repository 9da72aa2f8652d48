import type { Clock } from '#kernel/clock';

/**
 * Keeps calls from a peer that does not answer (the circuit breaker of M. Nygard, Release It!): closed; open after failures in a row; then
 * one probe decides.
 */
export interface CircuitBreaker {
  /** Whether a call may be made now. Who was admitted tells how it went. */
  admits(): boolean;
  succeeded(): void;
  failed(): void;
  /** The call ended before it told anything of the peer. */
  released(): void;
}

export interface CircuitBreakerOptions {
  readonly failuresToOpen: number;
  /** Milliseconds that it stays open at first; doubled by each probe that fails, up to `maxOpenMs`. */
  readonly openMs: number;
  readonly maxOpenMs: number;
  readonly clock: Clock;
  /** Told when it opens and when it closes again. */
  readonly onChange: (isOpen: boolean) => void;
}

/** A closed circuit. */
export function createCircuitBreaker({ failuresToOpen, openMs, maxOpenMs, clock, onChange }: CircuitBreakerOptions): CircuitBreaker {
  let failures = 0;
  let isOpen = false;
  let isProbing = false;
  let waitMs = openMs;
  let opensAgainAt = 0;

  const open = (): void => {
    opensAgainAt = clock.now() + waitMs;
    waitMs = Math.min(maxOpenMs, waitMs * 2);
    if (!isOpen) onChange(true);
    isOpen = true;
  };
  return {
    admits() {
      if (!isOpen) return true;
      if (isProbing || clock.now() < opensAgainAt) return false;
      isProbing = true;
      return true;
    },
    succeeded() {
      if (isOpen) onChange(false);
      [failures, isOpen, isProbing, waitMs] = [0, false, false, openMs];
    },
    failed() {
      failures += 1;
      // Calls that were under way when it opened say nothing new.
      if (isProbing || (!isOpen && failures >= failuresToOpen)) open();
      isProbing = false;
    },
    released() {
      isProbing = false;
    },
  };
}
