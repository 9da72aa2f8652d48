import { DomainError } from '#kernel/errors';
import type { MicroRuntime } from './micro.ts';
import { microLimits } from './limits.ts';

interface Bounds {
  readonly min?: number;
  readonly default: number;
  readonly max: number;
}

const refuse = (field: string, reason: string): DomainError => new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });

function whole(field: string, value: number | null | undefined, { min = 1, default: usual, max }: Bounds): number {
  if (value === null || value === undefined) return usual;
  if (Number.isInteger(value) && value >= min && value <= max) return value;
  throw refuse(field, `must be a whole number from ${min} to ${max}`);
}

/** @throws DomainError BAD_USER_INPUT */
export const toMemoryBytes = (runtime: MicroRuntime, value: number | null | undefined): number => whole('memoryBytes', value, microLimits.memoryBytes[runtime]);

/** @throws DomainError BAD_USER_INPUT */
export const toIdleMs = (seconds: number | null | undefined): number => 1_000 * whole('idleSeconds', seconds, microLimits.idleSeconds);

/** @throws DomainError BAD_USER_INPUT */
export const toTimeoutMs = (value: number | null | undefined): number => whole('timeoutMs', value, microLimits.timeoutMs);

/** @throws DomainError BAD_USER_INPUT */
export function toCode(code: string): string {
  if (Buffer.byteLength(code) > microLimits.codeBytes) throw refuse('code', `must have at most ${microLimits.codeBytes} bytes`);
  return code;
}
