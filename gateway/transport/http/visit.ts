import type { IncomingMessage, ServerResponse } from 'node:http';
import type { HttpCall } from '../operations/call.ts';
import type { MediaType } from './accepted-types.ts';

/** A request of somebody who was let in. */
export interface Visit {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  /** What the answer may be, best first. */
  readonly accepted: readonly MediaType[];
  readonly call: HttpCall;
}
