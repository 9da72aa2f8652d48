import type { Outcome } from '../operations/graph-errors.ts';
import type { StreamFormat } from './stream-format.ts';

const next = (outcome: Outcome): string => `event: next\ndata: ${JSON.stringify(outcome)}\n\n`;

/** GraphQL over Server-Sent Events, mode of distinct connections (the graphql-sse protocol). */
export const eventStream: StreamFormat = {
  name: 'sse',
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  next,
  fault: next,
  heartbeat: ':\n\n',
  closing: 'event: complete\ndata: \n\n',
};
