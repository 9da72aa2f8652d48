import { DomainError } from '#kernel/errors';
import { exchangeOf } from '#kernel/listener';
import { createWhileWanted, type HttpCall } from '../operations/call.ts';
import type { Gate } from '../operations/gate.ts';
import type { Ready } from '../operations/outcomes.ts';
import type { OperationRequest } from '../operations/request-parameters.ts';
import { chooseFormat } from '../streams/choose-format.ts';
import type { StreamFormat } from '../streams/stream-format.ts';
import type { StreamHandler } from '../streams/stream-handler.ts';
import { isJsonType, jsonTypeOf, sendGraphql, statusOf } from './graphql-answer.ts';
import { namesPlan, wantsPlan, withPlan } from './query-plan.ts';
import type { Visit } from './visit.ts';

export interface AnswerOptions {
  readonly gate: Gate;
  readonly streams: StreamHandler;
}

/** Answers to well-formed requests. */
export interface OperationAnswers {
  /** Answers a visit, as JSON or as a stream; resolves when the answer is whole. @throws DomainError when the request as a whole is refused */
  send(request: OperationRequest, visit: Visit): Promise<void>;
  /** The answer to one operation as JSON text. @throws DomainError as `send` */
  toText(request: OperationRequest, call: HttpCall): Promise<string>;
}

interface Streamed {
  readonly format: StreamFormat;
  readonly preparation: Ready;
}

/** Answers over the gate; each operation counts as under way from before it is planned until its answer is made. */
export function createOperationAnswers({ gate, streams }: AnswerOptions): OperationAnswers {
  const whileWanted = createWhileWanted(gate.deadlines, gate.late);
  const execute = ({ operation, prepared }: Ready, { variables }: OperationRequest, call: HttpCall): string | Promise<string> => {
    if (operation === 'subscription') throw needsStream();
    const result = prepared.executeToJson(variables, call.context);
    return typeof result === 'string' ? result : whileWanted(result, call);
  };

  /** Prepares a request and answers it as JSON; what has to be streamed is handed back, because a stream does not count as an operation under way. */
  const sendJson = async (request: OperationRequest, { accepted, call, response, request: visited }: Visit): Promise<Streamed | null> => {
    const mediaType = jsonTypeOf(accepted);
    const leave = gate.enter(call.caller);
    try {
      const pending = gate.prepare(request, call.context.traceparent);
      const preparation = pending instanceof Promise ? await pending : pending;
      if (preparation.kind === 'refused') {
        const text = refusedText(preparation);
        // Who can read nothing but a stream learns of it by the status.
        sendGraphql(response, { status: accepted.some(isJsonType) ? statusOf(text, mediaType) : 400, mediaType, text });
        return null;
      }
      exchangeOf(visited).logged = { operation: preparation.name, operation_kind: preparation.operation };
      if (preparation.operation === 'mutation' && visited.method === 'GET') throw new DomainError('METHOD_NOT_ALLOWED', 'A mutation needs a POST');
      const format = chooseFormat(preparation, accepted);
      if (format !== null) return { format, preparation };
      const { kept } = preparation;
      if (kept !== null && !namesPlan(visited)) {
        const dated = kept.executeToJson(request.variables, call.context);
        const { answer: text, freshness } = dated instanceof Promise ? await whileWanted(dated, call) : dated;
        sendGraphql(response, { status: statusOf(text, mediaType), mediaType, text, freshness });
        return null;
      }
      const result = execute(preparation, request, call);
      const answer = typeof result === 'string' ? result : await result;
      const text = wantsPlan(visited, call) ? await withPlan(answer, { preparation, request, call }) : answer;
      sendGraphql(response, { status: statusOf(text, mediaType), mediaType, text });
      return null;
    } finally {
      leave();
    }
  };

  return {
    async send(request, visit) {
      const streamed = await sendJson(request, visit);
      if (streamed !== null) await streams.write({ ...streamed, ...visit, variables: request.variables });
    },
    async toText(request, call) {
      const leave = gate.enter(call.caller);
      try {
        const preparation = await gate.prepare(request, call.context.traceparent);
        return preparation.kind === 'refused' ? refusedText(preparation) : await execute(preparation, request, call);
      } finally {
        leave();
      }
    },
  };
}

const refusedText = ({ errors }: { readonly errors: readonly unknown[] }): string => JSON.stringify({ errors });

const needsStream = (): DomainError =>
  new DomainError('INVALID_REQUEST', 'A subscription is answered over WebSocket (graphql-transport-ws) or with Accept: text/event-stream or multipart/mixed;subscriptionSpec=1.0');
