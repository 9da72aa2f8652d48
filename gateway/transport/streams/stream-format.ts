import type { Outcome } from '../operations/graph-errors.ts';

/** How answers are framed in the body of one HTTP response that is written as they come. */
export interface StreamFormat {
  readonly name: 'sse' | 'multipart';
  readonly contentType: string;
  /** Written first, so that the client sees the stream open before the first answer. */
  readonly opening: string;
  next(outcome: Outcome): string;
  /** What is said last of an operation that did not come to its own end. */
  fault(outcome: Outcome): string;
  /** A sign of life; null where the protocol knows none. */
  readonly heartbeat: string | null;
  readonly closing: string;
}
