import type { IncomingHttpHeaders } from 'node:http';
import type { Dispatcher } from 'undici';
import { DomainError } from '#kernel/errors';

export interface HttpRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
}

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

/** One request under way. */
export interface HttpExchange {
  /** The whole answer. Rejects when the connection fails, when the answer is slower than it may be, and after `abort`; with a DomainError when it is too large. */
  readonly answer: Promise<HttpAnswer>;
  /** Ends it: what was not sent is not sent, and a connection with half an answer is closed. */
  abort(): void;
}

export interface HttpBounds {
  readonly answerBytes: number;
  readonly stallMs: number;
}

/** Sends one request and gathers its answer, without the streams that `request` of undici would make for it. */
export function exchange(dispatcher: Dispatcher, { method, path, headers, body }: HttpRequest, { answerBytes, stallMs }: HttpBounds): HttpExchange {
  let controller: Dispatcher.DispatchController | undefined;
  let end: Error | undefined;
  let stop: (reason: Error) => void = () => undefined;

  const answer = new Promise<HttpAnswer>((resolve, reject) => {
    const chunks: Buffer[] = [];
    let size = 0;
    let head: Pick<HttpAnswer, 'status' | 'headers'> = { status: 0, headers: {} };
    stop = (reason) => {
      if (end !== undefined) return;
      end = reason;
      controller?.abort(reason);
      reject(reason);
    };
    // How long the head may take is the caller's to say: it aborts.
    dispatcher.dispatch({ method, path, headers, body, headersTimeout: 0, bodyTimeout: stallMs }, {
      onRequestStart(started) {
        controller = started;
        if (end !== undefined) started.abort(end);
      },
      onResponseStart(_, status, answered) {
        head = { status, headers: answered };
        if (Number(answered['content-length'] ?? 0) > answerBytes) stop(tooLarge());
      },
      onResponseData(_, chunk) {
        size += chunk.length;
        if (size > answerBytes) stop(tooLarge());
        else chunks.push(chunk);
      },
      onResponseEnd: () => resolve({ ...head, text: (chunks.length === 1 && chunks[0] !== undefined ? chunks[0] : Buffer.concat(chunks, size)).toString('utf8') }),
      onResponseError: (_, error) => stop(error),
    });
  });
  return { answer, abort: () => stop(new Error('Nobody waits for the answer')) };
}

const tooLarge = (): DomainError => new DomainError('SUBGRAPH_UNAVAILABLE', 'The answer of a part of the graph is too large');
