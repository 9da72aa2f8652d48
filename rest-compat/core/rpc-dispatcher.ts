import { DomainError, type ErrorCode } from '#kernel/errors';
import type { GraphPort } from '#kernel/graph-port';
import { tooMany } from './admission.ts';
import type { AnswerHeaders } from './answer.ts';
import { batchWidth, declaredRpcErrors, maxBatch, maxBatchAnswer, parametersOf, type RpcApi } from './rpc-api.ts';
import { toErrorResponse, toRpcError, transportStatus, type RpcError } from './rpc-error.ts';
import type { RpcCall, RpcMethod, RpcReply } from './rpc-method.ts';
import { rpcMetricsOf, type RpcMetrics } from './rpc-metrics.ts';
import { allMethods } from './rpc-own-methods.ts';
import { readRequest, toResponse, type RpcId, type RpcRequest } from './rpc-request.ts';
import type { EndpointTools } from './route.ts';

/** Where requests come from. */
export interface RpcVisit {
  /** In the log. */
  readonly requestId: string;
  readonly transport: 'http' | 'websocket';
  /** Begins a call. @throws DomainError when the caller may not (as a rejection where the answer is a promise) */
  readonly open: (request: RpcRequest) => Promise<RpcCall> | RpcCall;
}

/** The answer to a request object or to a batch of them. */
export interface RpcAnswer {
  /** Null when nothing was asked that has an answer. */
  readonly json: string | null;
  /** Why all calls that have an answer failed, where that has an HTTP status; null otherwise. */
  readonly refusal: DomainError | null;
  readonly headers: AnswerHeaders;
  /** The methods that were called, null for those that there are not, with why they failed. */
  readonly calls: readonly { readonly method: string | null; readonly refusal: ErrorCode | null }[];
}

/** Answers JSON-RPC requests by a table of methods, whatever carried them. */
export interface RpcDispatcher {
  readonly metrics: RpcMetrics;
  /** Answers what a JSON text said; never rejects for a refusal. */
  answer(payload: unknown, visit: RpcVisit): Promise<RpcAnswer>;
  /** What a caller is told of anything that a method has thrown. */
  errorOf(method: string, thrown: unknown, requestId: string): RpcError;
}

interface BoundMethod extends RpcMethod {
  readonly names: readonly string[];
  readonly declared: ReadonlySet<ErrorCode>;
  readonly handle: ReturnType<RpcMethod['bind']>;
}

interface Outcome {
  readonly method: string | null;
  readonly refusal: DomainError | null;
  readonly headers: AnswerHeaders | null;
  /** Null for a notification. */
  readonly json: string | null;
}

/** @throws Error when a document of a method does not fit the graph */
export function createRpcDispatcher(api: RpcApi, graph: GraphPort, { limits, metrics, present }: EndpointTools): RpcDispatcher {
  const table = new Map(allMethods(api).map((method) => [method.name, bindMethod(method, graph)]));
  const recorded = rpcMetricsOf(metrics);

  const perform = async (method: BoundMethod | undefined, { params }: RpcRequest, call: RpcCall): Promise<RpcReply> => {
    if (method === undefined) throw new DomainError('METHOD_NOT_FOUND', 'Method not found', { details: { reason: 'is unknown' } });
    const { context } = call;
    const { principal, clientAddress } = context;
    if (method.limit !== undefined) {
      const rate = await limits.consume(method.limit, { subject: principal?.subject ?? null, address: clientAddress ?? '', open: () => context });
      if (rate.retryAfterSeconds !== null) throw tooMany(rate);
    }
    if (method.scope !== undefined && principal?.scopes.has(method.scope) !== true) throw new DomainError('FORBIDDEN', 'Only who has the scope may do this', { details: { scope: method.scope } });
    return method.handle(byName(method, params), call);
  };

  const answerOne = async (value: unknown, { requestId, transport, open }: RpcVisit): Promise<Outcome> => {
    const startedAt = performance.now();
    const request = readRequest(value);
    const method = request === null ? undefined : table.get(request.method);
    const name = method?.name ?? null;
    const finish = (outcome: Omit<Outcome, 'method'>): Outcome => {
      recorded.called({ method: name, transport, refusal: outcome.refusal?.code ?? null, durationMs: performance.now() - startedAt });
      return { method: name, ...outcome };
    };
    if (request === null) return finish(invalid('is no request object of JSON-RPC 2.0'));
    try {
      const { result, headers } = await perform(method, request, await open(request));
      return finish({ refusal: null, headers, json: request.id === undefined ? null : toResponse(request.id, result) });
    } catch (thrown) {
      const refusal = present({ requestId, endpoint: method === undefined ? null : { id: method.name, declared: method.declared } }, thrown);
      return finish({ refusal, headers: null, json: request.id === undefined ? null : toErrorResponse(request.id, toRpcError(refusal, method?.fieldName)) });
    }
  };

  const answerBatch = async (values: readonly unknown[], visit: RpcVisit): Promise<readonly Outcome[]> => {
    let size = 0;
    return inParallel(values, batchWidth, async (value) => {
      const outcome = await answerOne(value, visit);
      size += outcome.json?.length ?? 0;
      return size > maxBatchAnswer ? withoutAnswer(outcome, readRequest(value)?.id) : outcome;
    });
  };

  return {
    metrics: recorded,
    async answer(payload, visit) {
      if (!Array.isArray(payload)) return toAnswer([await answerOne(payload, visit)], false);
      const [reason] = payload.length === 0 ? ['is an empty batch'] : payload.length > maxBatch ? [`is a batch of more than ${maxBatch} calls`] : [];
      if (reason !== undefined) return toAnswer([{ method: null, ...invalid(reason) }], false);
      return toAnswer(await answerBatch(payload, visit), true);
    },
    errorOf(name, thrown, requestId) {
      const method = table.get(name);
      return toRpcError(present({ requestId, endpoint: method === undefined ? null : { id: name, declared: method.declared } }, thrown), method?.fieldName);
    },
  };
}

const bindMethod = (method: RpcMethod, graph: GraphPort): BoundMethod => ({
  ...method,
  names: parametersOf(method).map(({ name }) => name),
  declared: declaredRpcErrors(method),
  handle: method.bind(graph),
});

/** Parameters by name; those that come by position have the order of the method. */
function byName({ names }: BoundMethod, params: unknown): unknown {
  if (!Array.isArray(params)) return params ?? {};
  if (params.length > names.length) throw new DomainError('BAD_USER_INPUT', 'Too many parameters', { details: { field: 'params', reason: `must have at most ${names.length} items` } });
  return Object.fromEntries(params.map((value: unknown, position) => [names[position], value]));
}

/** The specification asks for the id null where a request could not be read. */
function invalid(reason: string): Omit<Outcome, 'method'> {
  const refusal = new DomainError('INVALID_REQUEST', 'Invalid Request', { details: { reason } });
  return { refusal, headers: null, json: toErrorResponse(null, toRpcError(refusal)) };
}

/** What was done is done, but there is no room to say so at length. */
function withoutAnswer(outcome: Outcome, id: RpcId | undefined): Outcome {
  if (outcome.json === null || outcome.refusal !== null) return outcome;
  const refusal = new DomainError('LIMIT_REACHED', 'The answers of this batch are too large together; the call was done', { details: { limit: maxBatchAnswer } });
  return { ...outcome, refusal, json: toErrorResponse(id ?? null, toRpcError(refusal)) };
}

function toAnswer(outcomes: readonly Outcome[], isBatch: boolean): RpcAnswer {
  const answered = outcomes.flatMap(({ json, refusal }) => (json === null ? [] : [{ json, refusal }]));
  const texts = answered.map(({ json }) => json);
  const headers = Object.fromEntries(outcomes.flatMap((outcome) => Object.entries(outcome.headers ?? {})));
  return {
    json: texts.length === 0 ? null : isBatch ? `[${texts.join(',')}]` : texts.join(''),
    refusal: commonRefusal(answered.map(({ refusal }) => refusal)),
    headers,
    calls: outcomes.map(({ method, refusal }) => ({ method, refusal: refusal?.code ?? null })),
  };
}

/** Of refusals that all are the same and have an HTTP status: the one to come back last for. */
function commonRefusal(refusals: readonly (DomainError | null)[]): DomainError | null {
  const [first = null] = refusals;
  if (first === null || transportStatus[first.code] === undefined || refusals.some((refusal) => refusal?.code !== first.code)) return null;
  return refusals.reduce((latest, refusal) => (secondsOf(refusal) > secondsOf(latest) ? refusal : latest), first);
}

const secondsOf = (refusal: DomainError | null): number => Number(refusal?.details['retryAfterSeconds'] ?? 0);

/** The results in the order of the items; at most `width` run at a time. */
async function inParallel<Item, Result>(items: readonly Item[], width: number, run: (item: Item) => Promise<Result>): Promise<readonly Result[]> {
  const results: Result[] = [];
  const entries = items.entries(); // shared: each runner takes the next
  const runner = async (): Promise<void> => {
    for (const [index, item] of entries) results[index] = await run(item);
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, runner));
  return results;
}
