import { makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import { GraphQLError, type ExecutionArgs } from 'graphql';
import { systemClock } from '#kernel/clock';
import { cancellationOf } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { toRefusal } from '#kernel/listener';
import type { Subgraph } from '#kernel/subgraph';
import { createExecutionScope, readCaller, refused } from '../subgraph-links/index.ts';
import type { FetchHandlerOptions } from './fetch-handler.ts';
import { readOperation } from './operation-request.ts';
import { createServedStream, type ServedStream } from './served-stream.ts';
import { readExtensions, takeProgress, type StreamSession } from './stream-session.ts';

export interface StreamProtocolOptions extends Omit<FetchHandlerOptions, 'limits'> {
  readonly schema: Subgraph['schema'];
  readonly limits: { readonly streamsPerSocket: number };
  /** Adds to the number of open streams. */
  readonly count: (change: 1 | -1) => void;
}

/** The protocol graphql-transport-ws for other processes: subscriptions, each on behalf of whom it says, with a window that the payload of a ping opens. */
export function createStreamProtocol(options: StreamProtocolOptions): Server<StreamSession> {
  const { schema, limits, logger } = options;
  const running = new WeakMap<ExecutionArgs, ServedStream>();

  return makeServer<undefined, StreamSession>({
    onSubscribe({ extra: session }, id, payload) {
      try {
        if (session.streams.size >= limits.streamsPerSocket) throw new DomainError('LIMIT_REACHED', `One connection carries at most ${limits.streamsPerSocket} streams`);
        const opened = open(options, { session, id, payload });
        if ('errors' in opened) return opened.errors;
        session.streams.set(id, opened.stream);
        const args: ExecutionArgs = { schema, document: opened.document, operationName: payload.operationName ?? null };
        running.set(args, opened.stream);
        return args;
      } catch (thrown) {
        const refusal = toRefusal(thrown);
        if (refusal.code === 'INTERNAL') logger.error({ err: thrown }, 'a stream cannot be opened');
        return refused(refusal).errors;
      }
    },
    onPing: ({ extra: session }, payload) => takeProgress(session, payload),
    subscribe: (args) => running.get(args) ?? { errors: [new GraphQLError('Internal error')] },
  });
}

interface Opening {
  readonly session: StreamSession;
  readonly id: string;
  readonly payload: SubscribePayload;
}

function open({ name, operations, identity, count }: StreamProtocolOptions, { session, id, payload }: Opening) {
  const { caller, window } = readExtensions(payload.extensions);
  const controller = new AbortController();
  const context = readCaller(caller, { audience: name, identity, requestId: idIn(caller), cancellation: cancellationOf(controller.signal), now: systemClock.now() });
  const { variables, ...asked } = readOperation(payload);
  const operation = operations({ ...asked, variables });
  if (operation.kind === 'refused') return operation;
  if (operation.kind !== 'subscription') throw new DomainError('INVALID_REQUEST', 'Only subscriptions come over a WebSocket');
  count(1);
  const stream = createServedStream({
    open: () => operation.open(variables, createExecutionScope(context)),
    isRepeatable: operation.isRepeatable,
    window,
    context,
    abort: (reason) => controller.abort(reason),
    onOver() {
      count(-1);
      session.streams.delete(id);
    },
  });
  return { stream, document: operation.document };
}

const idIn = ({ 'x-request-id': given = '' }: Readonly<Record<string, string>>): string => (/^[\w.:-]{1,128}$/u.test(given) ? given : newId());
