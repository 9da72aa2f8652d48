import type { MediaType } from '../http/accepted-types.ts';
import { isJsonType } from '../http/graphql-answer.ts';
import type { Ready } from '../operations/outcomes.ts';
import { eventStream } from './event-stream.ts';
import { multipartDefer, multipartSubscription } from './multipart.ts';
import type { StreamFormat } from './stream-format.ts';

type Formats = Readonly<Partial<Record<MediaType, StreamFormat>>>;

const forSubscriptions: Formats = { 'text/event-stream': eventStream, 'multipart/mixed;subscriptionSpec=1.0': multipartSubscription };
const forAnswers: Formats = { 'text/event-stream': eventStream, 'multipart/mixed;deferSpec=20220824': multipartDefer };

/**
 * How the answers of an operation are streamed to a caller who accepts these types, best first; null: as one JSON text, which a subscription has not.
 * What has several answers is streamed to whoever can read a stream, what has one only to who likes a stream best and cannot do without.
 */
export function chooseFormat({ operation, isDeferred }: Ready, accepted: readonly MediaType[]): StreamFormat | null {
  if (operation === 'subscription') return firstOf(forSubscriptions, accepted);
  if (isDeferred) return firstOf(forAnswers, accepted);
  const [best] = accepted;
  if (best === 'text/event-stream') return eventStream;
  return accepted.some(isJsonType) ? null : firstOf(forAnswers, accepted);
}

function firstOf(formats: Formats, accepted: readonly MediaType[]): StreamFormat | null {
  for (const type of accepted) {
    const format = formats[type];
    if (format !== undefined) return format;
  }
  return null;
}
