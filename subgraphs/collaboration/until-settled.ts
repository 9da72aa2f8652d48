import { DomainError } from '#kernel/errors';

const mostAttempts = 200;

/**
 * Repeats a statement that changes an inbox only as it has read it, until it has. Each time that it is not settled somebody else was, so that it ends soon.
 * Null when there is no inbox. @throws DomainError UNAVAILABLE when it does not end
 */
export async function untilSettled<TRow extends { readonly settled: boolean }>(statement: () => Promise<readonly TRow[]>): Promise<readonly [TRow, ...TRow[]] | null> {
  for (let attempt = 0; attempt < mostAttempts; attempt += 1) {
    const [first, ...others] = await statement();
    if (first === undefined) return null;
    if (first.settled) return [first, ...others];
  }
  throw new DomainError('UNAVAILABLE', 'The inbox is too busy; try again');
}
