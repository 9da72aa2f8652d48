import type { IncomingMessage, ServerResponse } from 'node:http';
import { readCredentials, type Authenticator } from '#kernel/authentication';
import type { DomainError } from '#kernel/errors';
import { exchangeOf, toRefusal } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { GraphRequest } from '../../engine/index.ts';
import { admit } from '../operations/admission.ts';
import type { Call } from '../operations/call.ts';
import type { TransportLimits } from '../limits.ts';
import type { Gate } from '../operations/gate.ts';
import { createOutcomes, type Outcomes, type Ready } from '../operations/outcomes.ts';
import type { StreamFormat } from './stream-format.ts';
import { writeStream } from './stream-writer.ts';
import type { TransportMetrics } from '../transport-metrics.ts';

export interface StreamRequest {
  readonly format: StreamFormat;
  readonly preparation: Ready;
  readonly variables: GraphRequest['variables'];
  readonly call: Call;
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
}

/** Operations whose answers are streamed in the body of an HTTP response. */
export interface StreamHandler {
  /** Resolves at the end of the stream. @throws DomainError RATE_LIMITED, as a rejection, before anything is written */
  write(stream: StreamRequest): Promise<void>;
  /** Ends every open stream with an error that says why; those that do not take it in are cut. */
  stop(reason: DomainError): Promise<void>;
}

interface Options {
  readonly gate: Gate;
  readonly authenticator: Authenticator;
  readonly limits: TransportLimits;
  readonly metrics: TransportMetrics;
  readonly logger: Logger;
}

/** Streams with heartbeats. A credential that is revoked ends its streams at the next heartbeat. */
export function createStreamHandler({ gate, authenticator, limits, metrics, logger }: Options): StreamHandler {
  const open = new Map<Outcomes, { readonly response: ServerResponse; readonly written: Promise<void> }>();

  const recheck = async (request: IncomingMessage, outcomes: Outcomes): Promise<void> => {
    try {
      await admit(authenticator, readCredentials(request.headers));
    } catch (thrown) {
      const refusal = toRefusal(thrown);
      // A check that failed for another reason says nothing about the credential.
      if (refusal.code === 'UNAUTHENTICATED') outcomes.end(refusal);
    }
  };

  return {
    async write({ format, preparation, variables, call: given, request, response }) {
      const leave = gate.enterStream(given.caller);
      const exchange = exchangeOf(request);
      exchange.endless = true;
      const call = preparation.operation === 'subscription' ? { ...given, context: { ...given.context, deadline: null } } : given;
      const closed = metrics.streamOpened(format.name);
      const outcomes = createOutcomes({
        preparation,
        variables,
        call,
        deadlines: gate.deadlines,
        late: gate.late,
        onOver: () => {
          closed();
          leave();
        },
        report: (fault) => logger.error({ request_id: exchange.id, error: fault }, 'stream failed'),
      });
      exchange.onAbort(() => void outcomes.return());
      const written = writeStream({ format, outcomes, response, heartbeatMs: limits.heartbeatMs, onHeartbeat: () => void recheck(request, outcomes) });
      open.set(outcomes, { response, written });
      try {
        await written;
      } finally {
        open.delete(outcomes);
      }
    },
    async stop(reason) {
      const late = setTimeout(() => {
        for (const { response } of open.values()) response.destroy();
      }, limits.closeMs);
      for (const outcomes of open.keys()) outcomes.end(reason);
      await Promise.allSettled([...open.values()].map(({ written }) => written));
      clearTimeout(late);
    },
  };
}
