import type { IncomingMessage, ServerResponse } from 'node:http';
import { systemClock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { InternalIdentity } from '#kernel/internal-identity';
import { exchangeOf, parseJson, readBody, sendJson, toRefusal, type Exchange, type RequestHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import { createExecutionScope, readCaller, refused, type SubgraphResult } from '../subgraph-links/index.ts';
import { readOperation, type OperationRequest } from './operation-request.ts';
import type { ServedOperation } from './served-operations.ts';

export interface FetchHandlerOptions {
  /** Of the subgraph. */
  readonly name: string;
  readonly operations: (request: OperationRequest) => ServedOperation;
  readonly identity: InternalIdentity;
  readonly limits: { readonly bodyBytes: number };
  readonly logger: Logger;
}

/** Queries and mutations of other processes: one POST each. Who asks is known before the body is read. */
export function createFetchHandler({ name, operations, identity, limits, logger }: FetchHandlerOptions): RequestHandler {
  const answer = async (request: IncomingMessage, exchange: Exchange): Promise<SubgraphResult> => {
    const context = readCaller(request.headers, { audience: name, identity, requestId: exchange.id, cancellation: exchange, now: systemClock.now() });
    exchange.subject = context.principal?.subject ?? null;
    if (request.method !== 'POST') throw new DomainError('METHOD_NOT_ALLOWED', 'An operation needs a POST');
    const asked = readOperation(parseJson(await readBody(request, { limitBytes: limits.bodyBytes })));
    const operation = operations(asked);
    if (operation.kind === 'refused') return operation;
    if (operation.kind === 'subscription') throw new DomainError('INVALID_REQUEST', 'A subscription needs a WebSocket');
    const late = context.deadline === null ? undefined : setTimeout(() => exchange.abort(tooLate()), context.deadline - systemClock.now());
    try {
      return await operation.run(asked.variables, createExecutionScope(context));
    } finally {
      clearTimeout(late);
    }
  };

  return async (request, response) => {
    const exchange = exchangeOf(request);
    try {
      send(response, 200, await answer(request, exchange));
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      if (refusal.code === 'INTERNAL') logger.error({ request_id: exchange.id, err: thrown }, 'a fetch failed');
      send(response, refusal.status, refused(refusal));
    }
  };
}

const tooLate = (): DomainError => new DomainError('DEADLINE_EXCEEDED', 'The answer was not ready in time');

const send = (response: ServerResponse, status: number, { data, errors }: SubgraphResult): void => sendJson(response, status, { data, errors });
