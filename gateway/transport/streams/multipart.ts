import type { Outcome } from '../operations/graph-errors.ts';
import type { StreamFormat } from './stream-format.ts';

/** A part with the delimiter that ends it: a reader need not wait for the next part to know that this one is whole. */
const partOf = (body: unknown, boundary: string): string => `\r\ncontent-type: application/json; charset=utf-8\r\n\r\n${JSON.stringify(body)}\r\n--${boundary}`;

/** Apollo's multipart protocol for subscriptions, version 1.0: each event in `payload`, what ends the stream early beside it. */
export const multipartSubscription: StreamFormat = {
  name: 'multipart',
  contentType: 'multipart/mixed; boundary="graphql"; subscriptionSpec=1.0',
  opening: '\r\n--graphql',
  next: (outcome) => partOf({ payload: outcome }, 'graphql'),
  fault: ({ errors }) => partOf({ payload: null, errors }, 'graphql'),
  heartbeat: partOf({}, 'graphql'),
  closing: '--\r\n',
};

const nextPart = (outcome: Outcome): string => partOf({ hasNext: false, ...outcome }, '-');

/** Incremental delivery over HTTP as clients of 2022 know it (deferSpec=20220824): an answer, then what was deferred; `hasNext` in every part. */
export const multipartDefer: StreamFormat = {
  name: 'multipart',
  contentType: 'multipart/mixed; boundary="-"; deferSpec=20220824',
  opening: '\r\n---',
  next: nextPart,
  fault: nextPart,
  heartbeat: null,
  closing: '--\r\n',
};
