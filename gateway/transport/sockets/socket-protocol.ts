import { CloseCode, makeServer, type Server, type SubscribePayload } from 'graphql-ws';
import type { ExecutionArgs, GraphQLError, GraphQLSchema } from 'graphql';
import { hasCredentials, readCredentials, readSocketCredentials, type Authenticator, type Credentials } from '#kernel/authentication';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { exchangeOf, toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import { readTraceparent } from '#kernel/tracing';
import { admit } from '../operations/admission.ts';
import { callerOf } from '../operations/caller.ts';
import type { Gate } from '../operations/gate.ts';
import { refusalToGraphQLError } from '../operations/graph-errors.ts';
import type { TransportLimits } from '../limits.ts';
import { createOutcomes, type Outcomes, type Ready } from '../operations/outcomes.ts';
import { notWellFormed, readParameters } from '../operations/request-parameters.ts';
import type { RequestVariables } from '../../engine/index.ts';
import type { SocketSession } from './socket-session.ts';
import type { TransportMetrics } from '../transport-metrics.ts';

export interface SocketProtocolOptions {
  /** What graphql-ws wants to know and never looks at. */
  readonly schema: GraphQLSchema;
  readonly gate: Gate;
  readonly authenticator: Authenticator;
  readonly limits: TransportLimits;
  readonly metrics: TransportMetrics;
  readonly logger: Logger;
}

type Started = { readonly args: ExecutionArgs } | { readonly errors: readonly GraphQLError[] };

/** The protocol graphql-transport-ws over the engine. Queries and mutations run over it like subscriptions, so that a client can cancel any of them. */
export function createSocketProtocol(options: SocketProtocolOptions): Server<SocketSession> {
  const { schema, gate, authenticator, limits, logger } = options;
  const running = new WeakMap<ExecutionArgs, Outcomes>();
  const run = (args: ExecutionArgs): Outcomes => {
    const outcomes = running.get(args);
    if (outcomes === undefined) throw new DomainError('INTERNAL', 'The operation was never prepared');
    return outcomes;
  };

  const start = async (session: SocketSession, payload: SubscribePayload): Promise<Started> => {
    // Asked again for every operation: the credential may have been revoked since the connection opened.
    const principal = await admit(authenticator, session.credentials);
    const caller = callerOf(principal, session.request.socket.remoteAddress);
    await gate.count(caller, 1);
    // Never an empty name: the engine and graphql-js need not agree on what it means.
    const request = readParameters({ ...payload, operationName: payload.operationName === '' ? null : payload.operationName }) ?? notWellFormed();
    const preparation = await gate.prepare(request);
    if (preparation.kind === 'refused') return { errors: preparation.errors };
    const args: ExecutionArgs = { schema, document: preparation.document, operationName: request.operationName };
    running.set(args, open(options, { session, preparation, principal, caller, variables: request.variables }));
    return { args };
  };

  return makeServer<Record<string, unknown> | undefined, SocketSession>({
    connectionInitWaitTimeout: limits.greetingMs,
    async onConnect({ connectionParams, extra: session }) {
      session.credentials = credentialsOf(session, connectionParams ?? {});
      try {
        const principal = await admit(authenticator, session.credentials);
        exchangeOf(session.request).subject = principal?.subject ?? null;
        return true;
      } catch (thrown) {
        if (toRefusal(thrown).code === 'UNAUTHENTICATED') return false; // closes the socket with 4403
        throw thrown;
      }
    },
    async onSubscribe({ extra: session }, _id, payload) {
      if (session.operations >= limits.operationsPerSocket) return [tooMany(limits)];
      session.operations += 1;
      try {
        const started = await start(session, payload);
        if ('args' in started) return started.args;
        session.operations -= 1;
        return started.errors;
      } catch (thrown) {
        session.operations -= 1;
        const refusal = toRefusal(thrown);
        if (refusal.code === 'UNAUTHENTICATED') session.socket.close(CloseCode.Forbidden, 'Forbidden');
        if (refusal.code === 'INTERNAL') logger.error({ request_id: exchangeOf(session.request).id, error: thrown }, 'operation failed');
        return [refusalToGraphQLError(refusal)];
      }
    },
    execute: run,
    subscribe: run,
  });
}

interface Opening {
  readonly session: SocketSession;
  readonly preparation: Ready;
  readonly principal: Principal | null;
  readonly caller: string;
  readonly variables: RequestVariables;
}

function open({ gate, limits, metrics, logger }: SocketProtocolOptions, { session, preparation, principal, caller, variables }: Opening): Outcomes {
  const { request } = session;
  const leave = preparation.operation === 'subscription' ? gate.enterStream(caller) : gate.enter(caller);
  const controller = new AbortController();
  session.served += 1;
  const requestId = `${exchangeOf(request).id}.${session.served}`;
  const deadline = preparation.operation === 'subscription' ? null : Date.now() + limits.operationMs;
  const closed = metrics.streamOpened('websocket');
  return createOutcomes({
    preparation,
    variables,
    call: {
      caller,
      context: createRequestContext({ principal, requestId, cancellation: cancellationOf(controller.signal), deadline, clientAddress: request.socket.remoteAddress ?? null, traceparent: readTraceparent(request.headers['traceparent']) }),
      abort: (reason) => controller.abort(reason),
    },
    deadlines: gate.deadlines,
    late: gate.late,
    onOver: () => {
      closed();
      leave();
      session.operations -= 1;
    },
    report: (fault) => logger.error({ request_id: requestId, error: fault }, 'operation failed'),
  });
}

/** The connection parameters speak like headers, in any spelling; without a credential there, those of the upgrade request count. */
function credentialsOf({ request }: SocketSession, connectionParams: Readonly<Record<string, unknown>>): Credentials {
  const headers = Object.fromEntries(Object.entries(connectionParams).flatMap(([name, value]) => (typeof value === 'string' ? [[name.toLowerCase(), value]] : [])));
  const given = readCredentials(headers);
  return hasCredentials(given) ? given : readSocketCredentials(request);
}

const tooMany = ({ operationsPerSocket }: TransportLimits): GraphQLError =>
  refusalToGraphQLError(new DomainError('RATE_LIMITED', `One connection runs at most ${operationsPerSocket} operations at a time`, { details: { limit: operationsPerSocket, retryAfterSeconds: 1 } }));
