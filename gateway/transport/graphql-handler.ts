import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import { createRequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { exchangeOf, parseJson, readBody, toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import type { GraphEngine, GraphRequest, Preparation } from '../engine/index.ts';
import { acceptedTypes, type MediaType } from './accepted-types.ts';
import { admit } from './admission.ts';
import type { ApolloHandler } from './apollo-handler.ts';
import { whileWanted, type Call } from './call.ts';
import { jsonTypeOf, sendGraphql, sendRefusal, statusOf } from './graphql-answer.ts';
import type { TransportLimits } from './limits.ts';
import { readParameters, readQueryParameters } from './request-parameters.ts';
import type { StreamHandler } from './stream-handler.ts';

export interface GraphqlHandlerOptions {
  readonly engine: GraphEngine;
  readonly authenticator: Authenticator;
  readonly apollo: ApolloHandler;
  readonly streams: StreamHandler;
  readonly limits: TransportLimits;
  readonly logger: Logger;
}

interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly accepted: readonly MediaType[];
  readonly call: Call;
}

/**
 * GraphQL over HTTP. A well-formed POST is answered here; Apollo Server has the rest: queries by GET, persisted queries, and the refusal of what is not well-formed.
 * Never rejects.
 */
export function createGraphqlHandler(options: GraphqlHandlerOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const { authenticator, apollo, streams, limits, logger } = options;

  const answer = async (visit: Visit): Promise<void> => {
    const { request, accepted } = visit;
    if (request.method === 'GET' && accepted[0] === 'text/event-stream') {
      const parameters = readQueryParameters(request.url);
      if (parameters === null) throw notWellFormed();
      await run(parameters, visit);
      return;
    }
    const body = request.method === 'POST' && isJson(request) ? parseJson(await readBody(request, { limitBytes: limits.bodyBytes })) : undefined;
    const parameters = readParameters(body);
    if (parameters === null || accepted.length === 0) apollo.handle({ ...visit, body });
    else await run(parameters, visit);
  };

  const run = async (parameters: GraphRequest, visit: Visit): Promise<void> => {
    const { request, response, accepted, call } = visit;
    const preparation = options.engine.prepare(parameters);
    const streamed = wantsStream(preparation, accepted);
    const mediaType = jsonTypeOf(accepted);
    if (preparation.kind === 'refused') {
      const text = JSON.stringify({ errors: preparation.errors });
      sendGraphql(response, { status: streamed ? 400 : statusOf(text, mediaType), mediaType, text });
      return;
    }
    if (request.method === 'GET' && preparation.operation === 'mutation') throw new DomainError('METHOD_NOT_ALLOWED', 'A mutation needs a POST');
    if (streamed) {
      await streams.write({ preparation, variables: parameters.variables, call, request, response });
      return;
    }
    if (preparation.operation === 'subscription') {
      throw new DomainError('INVALID_REQUEST', 'A subscription is answered over WebSocket (graphql-transport-ws) or with Accept: text/event-stream');
    }
    const result = preparation.prepared.executeToJson(parameters.variables, call.context);
    const text = typeof result === 'string' ? result : await whileWanted(result, call, limits.operationMs);
    sendGraphql(response, { status: statusOf(text, mediaType), mediaType, text });
  };

  return async (request, response) => {
    const accepted = acceptedTypes(request.headers.accept);
    try {
      const principal = await admit(authenticator, readCredentials(request.headers));
      await answer({ request, response, accepted, call: createCall(request, principal, limits) });
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      if (refusal.code === 'INTERNAL') logger.error({ request_id: exchangeOf(request).id, error: thrown }, 'graphql request failed');
      sendRefusal(response, refusal, jsonTypeOf(accepted));
    }
  };
}

function createCall(request: IncomingMessage, principal: Principal | null, { operationMs }: TransportLimits): Call {
  const exchange = exchangeOf(request);
  exchange.subject = principal?.subject ?? null;
  const context = createRequestContext({ principal, requestId: exchange.id, cancellation: exchange, deadline: Date.now() + operationMs, clientAddress: request.socket.remoteAddress ?? null });
  return { context, abort: (reason) => exchange.abort(reason) };
}

/** A stream for who asks for nothing better, and for a subscription, which has no other answer. */
function wantsStream(preparation: Preparation, accepted: readonly MediaType[]): boolean {
  const subscribes = preparation.kind === 'ready' && preparation.operation === 'subscription';
  return accepted[0] === 'text/event-stream' || (subscribes && accepted.includes('text/event-stream'));
}

const isJson = ({ headers: { 'content-type': type = '' } }: IncomingMessage): boolean => /^application\/json\s*(?:;|$)/iu.test(type);

const notWellFormed = (): DomainError => new DomainError('INVALID_REQUEST', 'Not a GraphQL request: `query` is a string, `variables` a JSON object');
