import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { dataOrThrow } from '#kernel/graph-port';
import type { AnswerHeaders } from './answer.ts';
import { toNotifications } from './rpc-feed.ts';
import type { RpcCall, RpcNotification, RpcPeer, Telling } from './rpc-method.ts';
import { bindSource, resultsOf } from './stream.ts';

type TellingCall = RpcCall & { readonly peer: RpcPeer };

interface StreamedDefinition<Input, Reply, Data, Variables, Kept> {
  readonly when: (input: Input) => boolean;
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (input: Input) => NoInfer<Variables>;
  readonly notifications: (data: NoInfer<Data>, call: Pick<RpcCall, 'id'>) => readonly RpcNotification[];
  /** What is kept of all results so far. */
  readonly keep: (kept: Kept | undefined, data: NoInfer<Data>) => Kept;
  /** The whole answer. */
  readonly reply: (kept: NoInfer<Kept>) => { readonly result: Reply; readonly headers: AnswerHeaders | null };
}

/** An answer that is told piece by piece and then given whole. */
export const streamed = <Input, Reply, Data, Variables, Kept>(definition: StreamedDefinition<Input, Reply, Data, Variables, Kept>): Telling<Input, Reply> => ({
  when: definition.when,
  bind(graph) {
    const open = bindSource(definition.operation, graph);
    return async (input, call) => {
      let kept: Kept | undefined;
      for await (const data of resultsOf(await open(definition.variables(input), call.context))) {
        kept = definition.keep(kept, data);
        await tellAll(call, definition.notifications(data, call));
      }
      if (kept === undefined || call.context.cancellation.isAborted) throw cancelled();
      return definition.reply(kept);
    };
  },
});

interface FollowedDefinition<Input, Reply, Begun, BeginVariables, Data, Variables, Undo> {
  /** Begins the work without waiting for it. */
  readonly begin: { readonly operation: TypedDocumentNode<Begun, BeginVariables>; readonly variables: (input: Input) => NoInfer<BeginVariables> };
  /** What the work says of itself. */
  readonly feed: {
    readonly operation: TypedDocumentNode<Data, Variables>;
    readonly variables: (begun: NoInfer<Begun>) => NoInfer<Variables>;
    readonly notifications: (data: NoInfer<Data>, call: Pick<RpcCall, 'id'>) => readonly RpcNotification[];
  };
  /** Ends the work when nobody waits for it any more. */
  readonly undo: { readonly operation: TypedDocumentNode<unknown, Undo>; readonly variables: (begun: NoInfer<Begun>) => NoInfer<Undo> };
  /** Whether the answer waits for the end of the work; otherwise what it says is told under a subscription after the answer. */
  readonly waits: (input: Input) => boolean;
  /** The answer, from the last that the work said of itself. */
  readonly end: (last: NoInfer<Data>) => Reply;
  readonly beginning: (begun: NoInfer<Begun>, subscription: string) => Reply;
}

/** Work that is begun, and tells of itself until it has ended. */
export const followed = <Input, Reply, Begun, BeginVariables, Data, Variables, Undo>(
  definition: FollowedDefinition<Input, Reply, Begun, BeginVariables, Data, Variables, Undo>,
): Telling<Input, Reply> => ({
  when: () => true,
  bind(graph) {
    const { begin, feed, undo, waits, end, beginning } = definition;
    const prepared = { begin: graph.prepare(begin.operation), undo: graph.prepare(undo.operation) };
    const open = bindSource(feed.operation, graph);

    const waitForEnd = async (results: AsyncIterable<Data>, call: TellingCall): Promise<Reply> => {
      let last: Data | undefined;
      for await (const data of results) {
        last = data;
        await tellAll(call, feed.notifications(data, call));
      }
      if (last === undefined || call.context.cancellation.isAborted) throw cancelled();
      return end(last);
    };
    return async (input, call) => {
      const { context, peer } = call;
      const begun = dataOrThrow(await prepared.begin.execute(begin.variables(input), context));
      try {
        const results = resultsOf(await open(feed.variables(begun), context));
        if (waits(input)) return { result: await waitForEnd(results, call), headers: null };
        const subscription = peer.follow(toNotifications(results, (data) => feed.notifications(data, call)));
        return { result: beginning(begun, subscription), headers: null };
      } catch (refusal) {
        // The caller's own context may be cancelled by now.
        await prepared.undo.execute(undo.variables(begun), createRequestContext({ principal: context.principal, requestId: context.requestId }));
        throw refusal;
      }
    };
  },
});

/** Waits for a caller who is slow to take what it is told: the source waits too. */
async function tellAll({ peer }: TellingCall, notifications: readonly RpcNotification[]): Promise<void> {
  for (const notification of notifications) await peer.notify(notification);
}

const cancelled = (): DomainError => new DomainError('CANCELLED', 'The call was cancelled');
