import type { IncomingMessage, ServerResponse } from 'node:http';
import type { DomainError } from '#kernel/errors';
import { exchangeOf, sendJson } from '#kernel/listener';
import { createPresent, type PresentOptions } from './present.ts';
import type { Route } from './route.ts';
import { toFrame } from './stream.ts';
import { declaredErrors, type WireErrors } from './wire-errors.ts';

/** Where something was thrown; without a route when no endpoint was found. */
interface Refused {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly route?: Route;
}

/** Answers with the documented body of whatever was thrown. After the head of a stream it is the last event, and the stream ends without its closing mark. */
export type Refuse = (refused: Refused, thrown: unknown) => void;

export interface RefusalOptions extends PresentOptions {
  readonly wire: WireErrors;
}

/** Answers refusals as the API spells them. */
export function createRefuse(options: RefusalOptions): Refuse {
  const { wire } = options;
  const present = createPresent(options);
  const presentable = ({ request, route }: Refused, thrown: unknown): DomainError =>
    present({ requestId: exchangeOf(request).id, endpoint: route === undefined ? null : { id: route.id, declared: declaredErrors(route) } }, thrown);

  return (refused, thrown) => {
    const { response } = refused;
    if (response.destroyed) return; // nobody is left to tell
    const refusal = presentable(refused, thrown);
    const spelling = refused.route?.spelling ?? {};
    const { retryAfterSeconds } = refusal.details;
    if (response.headersSent) {
      response.end(toFrame(JSON.stringify(wire.body(refusal, spelling))));
      return;
    }
    if (typeof retryAfterSeconds === 'number') response.setHeader('Retry-After', retryAfterSeconds);
    if (refusal.code === 'UNAUTHENTICATED') response.setHeader('WWW-Authenticate', 'Bearer');
    sendJson(response, wire.status(refusal.code), wire.body(refusal, spelling));
  };
}
