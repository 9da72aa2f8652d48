import { isDeepStrictEqual } from 'node:util';
import { print } from 'graphql';
import type { SubgraphStream } from '../../subgraph-links/index.ts';
import type { StreamSource } from '../operation-variant.ts';
import type { Begun, RunnableOperation } from '../runnable-operation.ts';

/** A subscription that is open on its subgraph. */
export interface OpenSubscription {
  readonly operation: RunnableOperation;
  readonly begun: Begun;
  readonly source: StreamSource;
  readonly events: SubgraphStream;
}

/** True when two forms of a subscription ask the same of the same subgraph. */
export function asksTheSame({ source, begun }: OpenSubscription, { source: other, begun: otherBegun }: OpenSubscription): boolean {
  if (source.link !== other.link) return false;
  if (source.document !== other.document && print(source.document) !== print(other.document)) return false;
  return isDeepStrictEqual(source.pick(begun.run.variables), other.pick(otherBegun.run.variables));
}

/** A subscription as it was, but its answers without what its new form may not have. */
export function shownLike(before: OpenSubscription, now: OpenSubscription): OpenSubscription {
  if (isDeepStrictEqual(deniedIn(before), deniedIn(now))) return before;
  const { run, variant } = now.begun;
  return { ...before, begun: { run: { ...before.begun.run, errors: run.errors }, variant: { ...before.begun.variant, object: variant.object, denied: variant.denied } } };
}

const deniedIn = ({ begun: { variant } }: OpenSubscription): unknown => variant.denied.map(({ path }) => path);
