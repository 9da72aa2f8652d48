import type { ServerResponse } from 'node:http';
import { waitForDrain } from '#kernel/listener';
import type { Outcome } from './graph-errors.ts';
import type { Outcomes } from './outcomes.ts';

/** How answers are framed in the body of one endless HTTP response. */
export interface StreamFormat {
  readonly contentType: string;
  /** Written first, so that the client sees the stream open before the first event. */
  readonly opening: string;
  next(outcome: Outcome): string;
  readonly heartbeat: string;
  readonly closing: string;
}

/** GraphQL over Server-Sent Events, mode of distinct connections. */
export const eventStream: StreamFormat = {
  contentType: 'text/event-stream; charset=utf-8',
  opening: ':\n\n',
  next: (outcome) => `event: next\ndata: ${JSON.stringify(outcome)}\n\n`,
  heartbeat: ':\n\n',
  closing: 'event: complete\ndata: \n\n',
};

export interface StreamOptions {
  readonly format: StreamFormat;
  readonly outcomes: Outcomes;
  readonly response: ServerResponse;
  readonly heartbeatMs: number;
  /** Called with every heartbeat. */
  readonly onHeartbeat: () => void;
}

/** Writes a stream to its end. The next answer is asked for only when the last one has left: a reader that stops holds back the source. */
export async function writeStream({ format, outcomes, response, heartbeatMs, onHeartbeat }: StreamOptions): Promise<void> {
  // X-Accel-Buffering: nginx would otherwise collect events before it passes them on.
  response.writeHead(200, { 'Content-Type': format.contentType, 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  response.write(format.opening);
  const beat = setInterval(() => {
    if (!response.writableNeedDrain && !response.destroyed) response.write(format.heartbeat);
    onHeartbeat();
  }, heartbeatMs);
  try {
    for await (const outcome of outcomes) {
      if (!response.destroyed && !response.write(format.next(outcome))) await waitForDrain(response);
    }
    if (!response.destroyed) response.end(format.closing);
  } finally {
    clearInterval(beat);
  }
}
