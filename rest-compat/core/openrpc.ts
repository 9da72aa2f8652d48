import { z } from 'zod';
import { errorCatalogue } from '#kernel/errors';
import { keepDefault } from './openapi.ts';
import { declaredRpcErrors, parametersOf, type RpcApi } from './rpc-api.ts';
import type { RpcMethod } from './rpc-method.ts';

/** The document of a JSON-RPC API by the OpenRPC specification 1.3.2 (spec.open-rpc.org): a pure function of its table of methods. */
export const toOpenRpc = ({ title, description, url, path, socketPath }: Pick<RpcApi, 'title' | 'description' | 'url' | 'path' | 'socketPath'>, methods: readonly RpcMethod[]): object => ({
  openrpc: '1.3.2',
  info: { title, description, version: '1.0.0' },
  servers: [
    { name: 'HTTP', url: url + path, description: 'Calls and batches, by POST.' },
    { name: 'WebSocket', url: url.replace('http', 'ws') + socketPath, description: 'Calls and batches as messages; the server also sends the notifications of `x-notifications`.' },
  ],
  methods: methods.map(toMethod),
});

function toMethod(method: RpcMethod): object {
  const { name, summary, result, socketOnly, scope, tells } = method;
  const [family = name] = name.split('.');
  return {
    name,
    summary,
    tags: [{ name: family }, ...(socketOnly === true ? [{ name: 'websocket', description: 'Over a WebSocket only.' }] : []), ...(scope === undefined ? [] : [{ name: `scope:${scope}` }])],
    paramStructure: 'either',
    params: parametersOf(method).map(({ schema, ...parameter }) => ({ ...parameter, schema: toSchema(schema) })),
    result: { name: 'result', schema: toSchema(result) },
    errors: [...declaredRpcErrors(method)].map((code) => ({ code: errorCatalogue[code].jsonRpc, message: errorCatalogue[code].meaning, data: { code } })),
    ...(tells && { 'x-notifications': Object.entries(tells).map(([notification, schema]) => ({ name: notification, params: toSchema(schema) })) }),
  };
}

/** As it travels: of results too, so that a client must bear fields that come later. */
const toSchema = (schema: z.core.$ZodType): object => z.toJSONSchema(schema, { io: 'input', target: 'draft-7', unrepresentable: 'any', override: keepDefault });
