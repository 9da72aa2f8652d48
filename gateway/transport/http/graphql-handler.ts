import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import { createRequestContext } from '#kernel/context';
import { exchangeOf, parseJson, readBody, toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import { readTraceparent } from '#kernel/tracing';
import type { ApolloHandler } from '../apollo/apollo-handler.ts';
import type { TransportLimits } from '../limits.ts';
import { admit } from '../operations/admission.ts';
import type { HttpCall } from '../operations/call.ts';
import { callerOf } from '../operations/caller.ts';
import type { Gate } from '../operations/gate.ts';
import { notWellFormed, readParameters, readQueryParameters } from '../operations/request-parameters.ts';
import type { StreamHandler } from '../streams/stream-handler.ts';
import { acceptedTypes } from './accepted-types.ts';
import { answerBatch, assertBatch } from './batch.ts';
import { isJsonType, jsonTypeOf, sendGraphql, sendRefusal } from './graphql-answer.ts';
import { createOperationAnswers } from './operation-answers.ts';
import { namesPlan } from './query-plan.ts';
import type { Visit } from './visit.ts';

export interface GraphqlHandlerOptions {
  readonly gate: Gate;
  readonly authenticator: Authenticator;
  readonly apollo: ApolloHandler;
  readonly streams: StreamHandler;
  readonly limits: TransportLimits;
  readonly logger: Logger;
}

/**
 * GraphQL over HTTP. A POST of JSON is answered here, and a GET that is streamed or names its document; Apollo Server has the text of a query in the address of a GET,
 * and says what is wrong with every other kind of request.
 * Never rejects.
 */
export function createGraphqlHandler({ gate, authenticator, apollo, streams, limits, logger }: GraphqlHandlerOptions): (request: IncomingMessage, response: ServerResponse) => Promise<void> {
  const answers = createOperationAnswers({ gate, streams });
  const report = (request: IncomingMessage, fault: unknown): void => logger.error({ request_id: exchangeOf(request).id, error: fault }, 'graphql request failed');

  const answerPost = async (visit: Visit): Promise<void> => {
    const body = parseJson(await readBody(visit.request, { limitBytes: limits.bodyBytes }));
    if (visit.accepted.length === 0) apollo.handle({ ...visit, body });
    else if (Array.isArray(body) && limits.operationsPerBatch > 1) await sendBatch(body, visit);
    else await answers.send(readParameters(body) ?? notWellFormed(), visit);
  };

  const answerGet = async (visit: Visit): Promise<void> => {
    const parameters = readQueryParameters(visit.request.url) ?? notWellFormed();
    const isPlain = parameters.query !== null && parameters.hash === null && visit.accepted.every(isJsonType) && !namesPlan(visit.request);
    if (isPlain) apollo.handle({ ...visit, body: undefined });
    else await answers.send(parameters, visit);
  };

  const sendBatch = async (list: readonly unknown[], { request, response, accepted, call }: Visit): Promise<void> => {
    assertBatch(list, limits.operationsPerBatch);
    await gate.count(call.caller, list.length - 1);
    const text = await answerBatch(list, { answer: (operation) => answers.toText(operation, call), report: (fault) => report(request, fault) });
    sendGraphql(response, { status: 200, mediaType: jsonTypeOf(accepted), text });
  };

  return async (request, response) => {
    const accepted = acceptedTypes(request.headers.accept);
    try {
      // Each await costs a turn of the queue: only what is not known at once is waited for.
      const admitted = admit(authenticator, readCredentials(request.headers));
      const call = createCall(request, admitted instanceof Promise ? await admitted : admitted, limits);
      const counted = gate.count(call.caller, 1);
      if (counted !== undefined) await counted;
      const visit = { request, response, accepted, call };
      if (request.method === 'POST' && isJson(request)) await answerPost(visit);
      else if (request.method === 'GET') await answerGet(visit);
      else apollo.handle({ ...visit, body: undefined });
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      if (refusal.code === 'INTERNAL') report(request, thrown);
      sendRefusal(response, refusal, jsonTypeOf(accepted));
    }
  };
}

function createCall(request: IncomingMessage, principal: Principal | null, { operationMs }: TransportLimits): HttpCall {
  const exchange = exchangeOf(request);
  exchange.subject = principal?.subject ?? null;
  const { remoteAddress } = request.socket;
  const context = createRequestContext({ principal, requestId: exchange.id, cancellation: exchange, deadline: Date.now() + operationMs, clientAddress: remoteAddress ?? null, traceparent: readTraceparent(request.headers['traceparent']) });
  return { caller: callerOf(principal, remoteAddress), context, abort: (reason) => exchange.abort(reason), onAbort: (listener) => exchange.onAbort(listener) };
}

const isJson = ({ headers: { 'content-type': type = '' } }: IncomingMessage): boolean => type === 'application/json' || /^application\/json\s*(?:;|$)/iu.test(type);
