import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import type { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { dataOrThrow, type GraphOutcome, type GraphPort } from '#kernel/graph-port';
import type { Principal } from '#kernel/principal';
import type { Answer, AnswerHeaders } from './answer.ts';

/** A bridge from a subscription to server-sent events. */
export interface StreamDefinition<Input, Event, Data, Variables> {
  readonly operation: TypedDocumentNode<Data, Variables>;
  readonly variables: (input: Input, principal: Principal | null) => Variables;
  /** Documents one event. */
  readonly event: z.ZodType<unknown, Event>;
  /** The events, none or several, that one result of the subscription becomes. */
  readonly events: (data: Data, input: Input) => readonly NoInfer<Event>[];
  /** Closes a stream that ended well, such as `[DONE]`. */
  readonly last?: string;
  /** Headers, from the first result. */
  readonly headers?: (first: Data) => AnswerHeaders;
}

type Source<Data> = AsyncIterableIterator<GraphOutcome<Data>>;

/**
 * Prepares the subscription. Opening waits for its first result, so that a refusal is still an ordinary answer with its own status.
 * The source is released when the stream ends, and as soon as the caller leaves.
 */
export function bindStream<Input, Event, Data, Variables>(definition: StreamDefinition<Input, Event, Data, Variables>, graph: GraphPort) {
  const prepared = graph.prepare(definition.operation);
  return async (input: Input, context: RequestContext): Promise<Answer> => {
    const source = await prepared.subscribe(definition.variables(input, context.principal), { ...context, deadline: null });
    // How the source takes its dismissal concerns nobody any more.
    const release = () => void source.return?.().catch(() => undefined);
    context.cancellation.signal.addEventListener('abort', release, { once: true });
    if (context.cancellation.signal.aborted) release();
    try {
      const first = await source.next();
      const data = first.done === true ? null : dataOrThrow(first.value);
      const toFrames = (result: Data): string => definition.events(result, input).map((event) => toFrame(JSON.stringify(event))).join('');
      return {
        kind: 'events',
        headers: data === null ? {} : (definition.headers?.(data) ?? {}),
        frames: frames({ source, first: data, toFrames, last: definition.last }),
      };
    } catch (refusal) {
      release();
      throw refusal;
    }
  };
}

interface FrameSource<Data> {
  readonly source: Source<Data>;
  readonly first: Data | null;
  readonly toFrames: (result: Data) => string;
  readonly last: string | undefined;
}

async function* frames<Data>({ source, first, toFrames, last }: FrameSource<Data>): AsyncGenerator<string> {
  try {
    if (first !== null) yield toFrames(first);
    for await (const outcome of source) yield toFrames(dataOrThrow(outcome));
    if (last !== undefined) yield toFrame(last);
  } finally {
    await source.return?.();
  }
}

/** One server-sent event, as the HTML standard frames it. */
export const toFrame = (data: string): string => `data: ${data}\n\n`;
