import type { ServerResponse } from 'node:http';
import { waitForDrain } from '#kernel/listener';
import type { Outcomes } from '../operations/outcomes.ts';
import type { StreamFormat } from './stream-format.ts';

export interface StreamOptions {
  readonly format: StreamFormat;
  readonly outcomes: Outcomes;
  readonly response: ServerResponse;
  readonly heartbeatMs: number;
  /** Called with every heartbeat, also where the format has none. */
  readonly onHeartbeat: () => void;
}

/** Writes a stream to its end. The next answer is asked for only when the last one has left: a reader that stops holds back the source. */
export async function writeStream({ format, outcomes, response, heartbeatMs, onHeartbeat }: StreamOptions): Promise<void> {
  // X-Accel-Buffering: nginx would otherwise collect events before it passes them on.
  response.writeHead(200, { 'Content-Type': format.contentType, 'Cache-Control': 'no-store, no-transform', 'X-Accel-Buffering': 'no' });
  response.write(format.opening);
  const beat = setInterval(() => {
    if (format.heartbeat !== null && !response.writableNeedDrain && !response.destroyed) response.write(format.heartbeat);
    onHeartbeat();
  }, heartbeatMs);
  try {
    for await (const outcome of outcomes) {
      if (response.destroyed) continue;
      const text = outcomes.isFault(outcome) ? format.fault(outcome) : format.next(outcome);
      if (!response.write(text)) await waitForDrain(response);
    }
    if (!response.destroyed) response.end(format.closing);
  } finally {
    clearInterval(beat);
  }
}
