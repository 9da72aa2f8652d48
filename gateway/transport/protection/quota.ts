import { DomainError } from '#kernel/errors';

/** How much of something each holder may have at a time. */
export interface Quota {
  /** Takes one, until the returned function is called, which may be called once. @throws DomainError RATE_LIMITED when the holder has as many as it may */
  take(holder: string): () => void;
}

export interface QuotaOptions {
  /** Null: any number. */
  readonly limit: number | null;
  /** What is refused beyond it, as a sentence with the limit in it. */
  readonly message: (limit: number) => string;
}

const nothing = (): void => undefined;

/** Counts what is held now; holders of nothing take no memory. */
export function createQuota({ limit, message }: QuotaOptions): Quota {
  if (limit === null) return { take: () => nothing };
  const held = new Map<string, number>();
  const giveBack = (holder: string): void => {
    const left = (held.get(holder) ?? 0) - 1;
    if (left > 0) held.set(holder, left);
    else held.delete(holder);
  };
  return {
    take(holder) {
      const count = held.get(holder) ?? 0;
      if (count >= limit) throw new DomainError('RATE_LIMITED', message(limit), { details: { limit, retryAfterSeconds: 1 } });
      held.set(holder, count + 1);
      return () => giveBack(holder);
    },
  };
}
