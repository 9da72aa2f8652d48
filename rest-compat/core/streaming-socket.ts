import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { z } from 'zod';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { GraphPort } from '#kernel/graph-port';
import { parseJson } from '#kernel/listener';
import { refuseAnonymous, type SocketHead, type SocketRoute } from './socket.ts';
import { bindResults, type Results } from './stream.ts';
import { validate } from './validation.ts';

/** A kind of message and how it is answered, whatever its types. */
export interface MessageStream {
  /** Whether a message, unchecked, is of this kind. */
  readonly when: (message: unknown) => boolean;
  /** @throws Error when the document does not fit the graph */
  readonly bind: (graph: GraphPort) => (message: unknown, context: RequestContext) => Promise<AsyncIterable<object>>;
}

interface MessageStreamDefinition<Message extends z.ZodType, Data, Variables> extends Pick<MessageStream, 'when'> {
  readonly message: Message;
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (message: z.output<Message>) => NoInfer<Variables>;
  /** The answers, none or several, that one result of the subscription becomes. */
  readonly replies: (data: NoInfer<Data>) => readonly object[];
}

/** Declares a kind of message that is answered with the results of a subscription. It holds no logic: `variables` and `replies` map fields. */
export const messageStream = <Message extends z.ZodType, Data, Variables>(definition: MessageStreamDefinition<Message, Data, Variables>): MessageStream => ({
  when: definition.when,
  bind(graph) {
    const open = bindResults(definition.operation, graph);
    return async (message, context) => {
      const results = await open(definition.variables(validate(definition.message, message, 'message')), context);
      return repliesTo(results, definition.replies);
    };
  },
});

async function* repliesTo<Data>({ first, rest, release }: Results<Data>, replies: (data: Data) => readonly object[]): AsyncGenerator<object> {
  try {
    if (first !== null) yield* replies(first);
    for await (const data of rest) yield* replies(data);
  } finally {
    release();
  }
}

interface StreamingSocketDefinition extends Omit<SocketHead, 'needsCredential'> {
  /** The first kind that a message is of counts; the last is for all others. */
  readonly messages: readonly [...MessageStream[], MessageStream];
}

/** Declares an endpoint where each message is a subscription of the graph, one after the other, in the name of who opened the connection. */
export const streamingSocket = (definition: StreamingSocketDefinition): SocketRoute => ({
  ...definition,
  needsCredential: true,
  bind(graph, authenticator) {
    const kinds = definition.messages.map(({ when, bind }) => ({ when, open: bind(graph) }));
    return (connection) => ({
      async answer(bytes, requestId) {
        const message = parseJson(bytes);
        const principal = (await authenticator.authenticate(connection.credentials)) ?? refuseAnonymous();
        const context = createRequestContext({ principal, requestId, cancellation: connection.cancellation, clientAddress: connection.clientAddress });
        const kind = kinds.find(({ when }) => when(message)) ?? kinds.at(-1);
        if (kind === undefined) throw new TypeError('An endpoint without messages');
        return kind.open(message, context);
      },
      close: async () => undefined,
    });
  },
});
