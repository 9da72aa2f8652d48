import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { dataOrThrow } from '#kernel/graph-port';
import type { RpcMethod, RpcMethodHead, RpcNotification, RpcParams } from './rpc-method.ts';
import { bindSource, resultsOf } from './stream.ts';
import { validate } from './validation.ts';

/** How things stand when a subscription begins. */
interface StateOperation<Input, Reply, Data, Variables> {
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (params: Input) => NoInfer<Variables>;
  readonly reply: (data: NoInfer<Data>, params: Input) => Reply;
}

/** What is told from then on. */
interface FeedOperation<Input, Data, Variables> {
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (params: Input) => NoInfer<Variables>;
  /** The notifications, none or several, that one result of the subscription becomes. */
  readonly notifications: (data: NoInfer<Data>, params: Input) => readonly RpcNotification[];
}

interface RpcFeedDefinition<Params extends RpcParams, Reply extends object, State, StateVariables, Data, Variables> extends Omit<RpcMethodHead, 'result' | 'socketOnly'> {
  readonly params: Params;
  /** What is answered beside the name of the subscription. */
  readonly result: z.ZodObject<z.core.$ZodShape> & z.ZodType<unknown, Reply>;
  readonly state: StateOperation<z.output<Params>, NoInfer<Reply>, State, StateVariables>;
  readonly feed: FeedOperation<z.output<Params>, Data, Variables>;
}

/**
 * Declares a method that begins to tell something: it answers how things stand, or refuses, and whatever follows comes as notifications, each with the name of the
 * subscription. The feed is opened first, so that nothing between the two is missed.
 */
export function rpcFeed<Params extends RpcParams, Reply extends object, State, StateVariables, Data, Variables>(definition: RpcFeedDefinition<Params, Reply, State, StateVariables, Data, Variables>): RpcMethod {
  const { state, feed } = definition;
  return {
    ...definition,
    socketOnly: true,
    result: definition.result.extend({ subscription: z.string() }),
    errors: [...definition.errors, 'LIMIT_REACHED'],
    bind(graph) {
      const prepared = graph.prepare(state.operation);
      const open = bindSource(feed.operation, graph);
      return async (given, { context, peer }) => {
        if (peer === null) throw overSocketOnly();
        const input = validate(definition.params, given, 'params');
        const source = await open(feed.variables(input), context);
        const standing = state.reply(dataOrThrow(await prepared.execute(state.variables(input), context)), input);
        const subscription = peer.follow(toNotifications(resultsOf(source), (data) => feed.notifications(data, input)));
        return { result: { subscription, ...standing }, headers: null };
      };
    },
  };
}

/** The refusal of a method that has nowhere to tell. */
export const overSocketOnly = (): DomainError => new DomainError('METHOD_NOT_FOUND', 'Method not found', { details: { reason: 'is there over a WebSocket only' } });

/** What each result becomes, one after the other. */
export async function* toNotifications<Data>(results: AsyncIterable<Data>, notifications: (data: Data) => readonly RpcNotification[]): AsyncGenerator<RpcNotification> {
  for await (const data of results) yield* notifications(data);
}
