/** What was invalidated, and when. A moment is the number of invalidations so far. */
export interface Invalidations {
  now(): number;
  note(tags: readonly string[]): void;
  /** True when one of these tags was invalidated after a moment, or may have been. */
  happened(tags: readonly string[], since: number): boolean;
}

/** Tags that are remembered one by one; of older ones only that there were some. */
const remembered = 10_000;

/** Nothing yet. */
export function createInvalidations(): Invalidations {
  const momentOf = new Map<string, number>();
  let moment = 0;
  let forgottenUntil = 0;
  return {
    now: () => moment,
    note(tags) {
      moment += 1;
      for (const tag of tags) {
        momentOf.delete(tag);
        momentOf.set(tag, moment);
      }
      for (const [tag, at] of momentOf) {
        if (momentOf.size <= remembered) break;
        momentOf.delete(tag);
        forgottenUntil = at;
      }
    },
    happened: (tags, since) => since < forgottenUntil || tags.some((tag) => (momentOf.get(tag) ?? 0) > since),
  };
}
