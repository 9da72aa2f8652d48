import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import type { AnswerHeaders } from './answer.ts';
import type { RpcApi } from './rpc-api.ts';
import { createRpcDispatcher, type RpcAnswer } from './rpc-dispatcher.ts';
import { rpcErrorSchema, transportStatus } from './rpc-error.ts';
import type { Route } from './route.ts';

const id = z.union([z.string(), z.number(), z.null()]);
const requestSchema = z.object({ jsonrpc: z.literal('2.0'), method: z.string(), params: z.union([z.array(z.unknown()), z.looseObject({})]).optional(), id: id.optional() });
const responseSchema = z.union([z.object({ jsonrpc: z.literal('2.0'), result: z.unknown(), id }), rpcErrorSchema]);

/** The HTTP side of a JSON-RPC API: one endpoint for calls, notifications and batches. What a call is refused with is in the body; its HTTP status is 200 save for 401 and 429. */
export const rpcRoute = (api: RpcApi): Route => ({
  id: 'rpc',
  method: 'post',
  path: api.path,
  summary: 'Call a method, or several at once',
  auth: 'required',
  limit: api.limit,
  hot: true,
  request: { body: z.union([requestSchema, z.array(requestSchema)]) },
  success: { status: 200, schema: z.union([responseSchema, z.array(responseSchema)]) },
  event: null,
  errors: ['INSUFFICIENT_TOKENS'],
  bind(graph, tools) {
    const dispatcher = createRpcDispatcher(api, graph, tools);
    return async (request, { context, exchange }) => {
      const payload: unknown = 'body' in request ? request.body : undefined;
      if (payload === undefined) throw new DomainError('INVALID_JSON', 'The request body is empty');
      const answer = await dispatcher.answer(payload, { requestId: context.requestId, transport: 'http', open: (call) => ({ id: call.id, context, peer: null }) });
      exchange.logged = toLogged(answer);
      const status = answer.json === null ? 204 : ((answer.refusal && transportStatus[answer.refusal.code]) ?? 200);
      return { kind: 'text', status, headers: { ...answer.headers, ...refusalHeaders(answer.refusal) }, json: answer.json };
    };
  },
});

function refusalHeaders(refusal: DomainError | null): AnswerHeaders {
  if (refusal?.code === 'UNAUTHENTICATED') return { 'WWW-Authenticate': 'Bearer' };
  const seconds = refusal?.details['retryAfterSeconds'];
  return typeof seconds === 'number' ? { 'Retry-After': String(seconds) } : {};
}

/** What the access log says: the methods, each once, and the codes of what failed. */
function toLogged({ calls }: RpcAnswer): Readonly<Record<string, unknown>> {
  const refusals = [...new Set(calls.flatMap(({ refusal }) => refusal ?? []))];
  return { rpc_methods: [...new Set(calls.map(({ method }) => method ?? 'other'))], rpc_calls: calls.length, ...(refusals.length > 0 && { rpc_errors: refusals }) };
}
