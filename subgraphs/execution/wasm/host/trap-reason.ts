import { webAssembly } from '../web-assembly.ts';

/** What engines call a trap, and what it is called here; the first that fits. */
const reasons: readonly (readonly [pattern: RegExp, reason: string])[] = [
  [/unreachable/u, 'unreachable'],
  [/divide by zero|remainder by zero/u, 'division by zero'],
  [/divide result unrepresentable/u, 'integer overflow'],
  [/float unrepresentable/u, 'number out of range'],
  [/table index|table access|table or function|table initializer|element segment|invalid index into/u, 'table index out of bounds'],
  [/memory access|data segment/u, 'memory access out of bounds'],
  [/signature mismatch|null function/u, 'call of another type'],
  [/null/u, 'null reference'],
];

/** Why a call trapped; null when it was no fault of the module. */
export function trapReason(error: unknown): string | null {
  if (error instanceof webAssembly.Exception) return 'uncaught exception';
  // V8 says so both of the stack and of memories that it cannot get.
  if (error instanceof RangeError) return error.message.includes('stack') ? 'stack overflow' : 'out of memory';
  if (!(error instanceof webAssembly.RuntimeError)) return null;
  return reasons.find(([pattern]) => pattern.test(error.message))?.[1] ?? 'trap';
}
