import type { RpcApi } from './rpc-api.ts';
import { createRpcConversation } from './rpc-conversation.ts';
import { createRpcDispatcher } from './rpc-dispatcher.ts';
import { rpcErrors } from './rpc-error.ts';
import type { SocketRoute } from './socket.ts';

/** Milliseconds between two looks at whether the credential of a connection is still good. */
const recheckMs = 15_000;

/** The WebSocket side of a JSON-RPC API: each message is a call, a notification or a batch, and the server sends notifications of its own. */
export const rpcSocket = (api: RpcApi, options: { readonly recheckMs: number } = { recheckMs }): SocketRoute => ({
  id: 'rpc.socket',
  path: api.socketPath,
  summary: 'Call methods, and be told what happens',
  limit: api.limit,
  maxMessageBytes: api.maxMessageBytes,
  needsCredential: true,
  errors: ['INVALID_REQUEST'],
  refusal: (error) => rpcErrors.body(error, {}),
  bind(graph, authenticator, tools) {
    const dispatcher = createRpcDispatcher(api, graph, tools);
    return (connection) => createRpcConversation({ connection, dispatcher, authenticator, deadlineMs: api.deadlineMs, recheckMs: options.recheckMs });
  },
});
