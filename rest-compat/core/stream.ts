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

/** The results of a subscription. */
export interface Results<Data> {
  /** Null when there is none. */
  readonly first: Data | null;
  /** All others. @throws DomainError on the way */
  readonly rest: AsyncIterable<Data>;
  /** Ends the subscription; whoever reads the results has to, whatever happens. */
  readonly release: () => void;
}

/** A subscription that has begun; nobody has read it yet. */
export interface OpenSource<Data> {
  /** What it gives first. */
  readonly begun: Promise<IteratorResult<GraphOutcome<Data>>>;
  readonly source: AsyncIterableIterator<GraphOutcome<Data>>;
  /** Ends the subscription; whoever opened it has to, whatever happens. */
  readonly release: () => void;
}

/**
 * Prepares a subscription that begins as soon as it is opened, before anybody reads; what it is refused with comes where it is read.
 * The source is also released as soon as the caller leaves.
 */
export function bindSource<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, graph: GraphPort) {
  const prepared = graph.prepare(operation);
  return async (variables: Variables, context: RequestContext): Promise<OpenSource<Data>> => {
    const source = await prepared.subscribe(variables, { ...context, deadline: null });
    const { signal } = context.cancellation;
    const release = (): void => {
      signal.removeEventListener('abort', release);
      // How the source takes its dismissal concerns nobody any more.
      source.return?.().catch(() => undefined);
    };
    signal.addEventListener('abort', release, { once: true });
    if (signal.aborted) release();
    const begun = source.next();
    begun.catch(() => undefined); // whoever reads it hears of it
    return { begun, source, release };
  };
}

/** Prepares a subscription. Opening waits for its first result, so that a refusal comes before anything is told. */
export function bindResults<Data, Variables>(operation: TypedDocumentNode<Data, Variables>, graph: GraphPort) {
  const open = bindSource(operation, graph);
  return async (variables: Variables, context: RequestContext): Promise<Results<Data>> => {
    const { begun, source, release } = await open(variables, context);
    try {
      const first = await begun;
      return { first: first.done === true ? null : dataOrThrow(first.value), rest: restOf(source), release };
    } catch (refusal) {
      release();
      throw refusal;
    }
  };
}

/** All that a subscription gives; it is released when the reader has done. @throws DomainError on the way */
export async function* resultsOf<Data>({ begun, source, release }: OpenSource<Data>): AsyncGenerator<Data> {
  try {
    const first = await begun;
    if (first.done === true) return;
    yield dataOrThrow(first.value);
    yield* restOf(source);
  } finally {
    release();
  }
}

async function* restOf<Data>(source: AsyncIterableIterator<GraphOutcome<Data>>): AsyncGenerator<Data> {
  for await (const outcome of source) yield dataOrThrow(outcome);
}

/** Prepares a stream of server-sent events. */
export function bindStream<Input, Event, Data, Variables>(definition: StreamDefinition<Input, Event, Data, Variables>, graph: GraphPort) {
  const open = bindResults(definition.operation, graph);
  return async (input: Input, context: RequestContext): Promise<Answer> => {
    const results = await open(definition.variables(input, context.principal), context);
    const toFrames = (result: Data): string => definition.events(result, input).map((event) => toFrame(JSON.stringify(event))).join('');
    return { kind: 'events', headers: results.first === null ? {} : (definition.headers?.(results.first) ?? {}), frames: frames(results, toFrames, definition.last) };
  };
}

async function* frames<Data>({ first, rest, release }: Results<Data>, toFrames: (result: Data) => string, last: string | undefined): AsyncGenerator<string> {
  try {
    if (first !== null) yield toFrames(first);
    for await (const result of rest) yield toFrames(result);
    if (last !== undefined) yield toFrame(last);
  } finally {
    release();
  }
}

/** One server-sent event, as the HTML standard frames it. */
export const toFrame = (data: string): string => `data: ${data}\n\n`;
