import { GraphQLError, OperationTypeNode } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Tracing } from '#kernel/tracing';
import { afterwards, isPromise } from '../subgraph-links/index.ts';
import type { OperationLimits } from './document/limits.ts';
import { hasDefer } from './document/deferred-document.ts';
import { createOperationCache } from './document/operation-cache.ts';
import type { EngineMetrics } from './engine-metrics.ts';
import type { Preparation } from './graph-engine.ts';
import type { Checked, CheckedDocument, DocumentRequest, Planning } from './planning/planning.ts';
import { codeOf, refusal } from './refusal.ts';
import type { RunnableOperation } from './runnable-operation.ts';

/** What an engine knows of a client's document. */
export type KnownDocument = Exclude<Preparation, { kind: 'ready' }> | (Extract<Preparation, { kind: 'ready' }> & { readonly prepared: RunnableOperation });

/** The documents that clients sent. */
export interface KnownDocuments {
  /** Checks and plans a document, unless it is known. Identical ones that are under way are one. */
  prepare(request: DocumentRequest, traceparent?: string | null): KnownDocument | Promise<KnownDocument>;
  isPrepared(request: DocumentRequest): boolean;
  /** Those that can be run and were asked for most often. */
  popular(count: number): readonly DocumentRequest[];
}

interface KnownDocumentsOptions {
  readonly planning: Planning;
  readonly compile: (checked: CheckedDocument, request: DocumentRequest) => RunnableOperation | Promise<RunnableOperation>;
  readonly limits: OperationLimits;
  readonly metrics: EngineMetrics;
  /** Null when nobody traces. */
  readonly tracing: Tracing | null;
  readonly logger: Logger;
  readonly cacheSize: number;
}

interface Kept {
  readonly request: DocumentRequest;
  /** Most documents are one of a kind: what is made of one is not kept before it is asked for again. Until then, this reads it. */
  known: KnownDocument | (() => Checked);
  /** When to look again, in milliseconds of the monotonic clock. */
  readonly until: number;
}

/** Characters of all texts that are kept; documents of normal size never get there. */
const keptText = 16_000_000;

/** How long a document is refused without another look, after the thread that planned it had to be ended: the machine may have been busy. */
const refusedForMs = 60_000;

/** What logs show of the name of an operation. */
const longestName = 80;

/** No document yet. */
export function createKnownDocuments({ planning, compile, limits, metrics, tracing, logger, cacheSize }: KnownDocumentsOptions): KnownDocuments {
  const cache = createOperationCache<Kept>({ entries: cacheSize, keyLength: keptText });
  const underWay = new Map<string, Promise<KnownDocument>>();

  const ready = (checked: CheckedDocument, request: DocumentRequest): KnownDocument | Promise<KnownDocument> => {
    const { document, selected } = checked;
    return afterwards(compile(checked, request), (prepared) => ({ kind: 'ready', operation: selected.operation.operation, isDeferred: hasDefer(selected), document, name: selected.operation.name?.value.slice(0, longestName) ?? null, describePlan: prepared.describePlan, prepared, kept: prepared.kept }));
  };

  const settle = (checked: Checked, request: DocumentRequest): KnownDocument | Promise<KnownDocument> => ('selected' in checked ? ready(checked, request) : refused(checked));

  const keep = (request: DocumentRequest, known: Kept['known'], until = Infinity): void => cache.set(cacheKey(request), { request, known, until });

  const fail = (request: DocumentRequest, fault: unknown): KnownDocument => {
    const known = refused([faultOf(fault)]);
    if (DomainError.isInstance(fault) && fault.code === 'UNAVAILABLE') return known;
    logger.warn({ err: fault instanceof Error ? fault.cause ?? fault : fault }, 'an operation cannot be planned');
    keep(request, known, performance.now() + refusedForMs);
    return known;
  };

  const attempt = (request: DocumentRequest, look: () => KnownDocument | Promise<KnownDocument>): KnownDocument | Promise<KnownDocument> => {
    try {
      const known = look();
      return isPromise(known) ? known.catch((fault: unknown) => fail(request, fault)) : known;
    } catch (fault) {
      return fail(request, fault);
    }
  };

  const prepareNew = (request: DocumentRequest): KnownDocument | Promise<KnownDocument> => attempt(request, () => afterwards(planning.check(request), (checked) =>
    afterwards(settle(checked, request), (known) => {
      keep(request, textsOf(checked) ?? known);
      return known;
    })));

  const readAgain = (kept: Kept, again: () => Checked): KnownDocument | Promise<KnownDocument> => attempt(kept.request, () => afterwards(settle(again(), kept.request), (known) => {
    kept.known = known;
    return known;
  }));

  const once = (key: string, request: DocumentRequest, traceparent: string | null): KnownDocument | Promise<KnownDocument> => {
    const other = underWay.get(key);
    if (other !== undefined) return other;
    const span = tracing?.start('plan', { parent: traceparent, kind: 'internal' });
    const known = afterwards(prepareNew(request), (ended) => {
      const [error] = ended.kind === 'refused' ? ended.errors : [];
      span?.end(error === undefined ? {} : { failure: codeOf(error) });
      return ended;
    });
    if (isPromise(known)) underWay.set(key, known.finally(() => underWay.delete(key)));
    return known;
  };

  return {
    prepare(request, traceparent = null) {
      if (request.query.length > limits.characters) return refused([refusal('QUERY_TOO_COMPLEX', `The document has more than ${limits.characters} characters`)]);
      const key = cacheKey(request);
      const kept = cache.get(key);
      const isKnown = kept !== undefined && (kept.until === Infinity || performance.now() < kept.until);
      metrics.prepared(isKnown ? 'hit' : 'miss');
      if (!isKnown) return once(key, request, traceparent);
      return typeof kept.known === 'function' ? readAgain(kept, kept.known) : kept.known;
    },
    isPrepared: (request) => cache.has(cacheKey(request)),
    popular: (count) => cache.popular().filter(({ known }) => typeof known === 'function' || known.kind === 'ready').slice(0, count).map(({ request }) => request),
  };
}

/** Null for what is kept as it is: readers of a subscription share what was made of it. */
const textsOf = (checked: Checked): (() => Checked) | null => ('selected' in checked && checked.selected.operation.operation !== OperationTypeNode.SUBSCRIPTION ? checked.again : null);

const refused = (errors: readonly GraphQLError[]): KnownDocument => ({ kind: 'refused', errors });

function faultOf(fault: unknown): GraphQLError {
  if (!DomainError.isInstance(fault)) return refusal('INTERNAL', 'Internal error');
  const { code, message, details } = fault;
  return new GraphQLError(message, { extensions: { code, ...(Object.keys(details).length > 0 && { details }) } });
}

/** The length keeps a name from running into the text. */
const cacheKey = ({ query, operationName }: DocumentRequest): string =>
  (operationName === null || operationName === undefined || operationName === '' ? `:${query}` : `${operationName.length}:${operationName}${query}`);
