import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequestContext } from '#kernel/context';
import type { GraphPort } from '#kernel/graph-port';
import { exchangeOf, parseJson, readBody, sendText, waitForDrain, type ExchangeObserver } from '#kernel/listener';
import type { Admit } from './admission.ts';
import type { Answer } from './answer.ts';
import type { Refuse } from './refusal.ts';
import type { EndpointTools, Route } from './route.ts';

/** Answers one request with one route; never rejects for a refusal. `params` are those of the path, decoded. */
export type Endpoint = (request: IncomingMessage, response: ServerResponse, params: Readonly<Record<string, string | undefined>>) => Promise<void>;

export interface PipelineOptions {
  readonly graph: GraphPort;
  readonly tools: EndpointTools;
  readonly admit: Admit;
  readonly refuse: Refuse;
  readonly bodyLimitBytes: number;
  /** How long a caller waits for a document; a stream may take as long as it likes. */
  readonly deadlineMs: number;
  /** What takes note of the answers of an endpoint, by its path. */
  readonly observerOf: (path: string) => ExchangeObserver | null;
}

/**
 * The only way from a request to its answer: authenticate, limit, read, check, invoke, write. The raw listener and Express both end here.
 * The result prepares a route for it. @throws Error when a document of the route does not fit the graph
 */
export function createPipeline({ graph, tools, admit, refuse, bodyLimitBytes, deadlineMs, observerOf }: PipelineOptions): (route: Route) => Endpoint {
  return (route) => {
    const handle = route.bind(graph, tools);
    const standing = standingHeaders(route);
    const observer = observerOf(route.path);
    return async (request, response, params) => {
      const exchange = exchangeOf(request);
      exchange.route = route.id;
      exchange.observer = observer;
      for (const [name, value] of standing) response.setHeader(name, value);
      try {
        const admission = admit(route, request, response);
        const { principal, rate } = admission instanceof Promise ? await admission : admission;
        exchange.subject = principal?.subject ?? null;
        const context = createRequestContext({
          principal,
          requestId: exchange.id,
          cancellation: exchange,
          deadline: Date.now() + deadlineMs,
          clientAddress: request.socket.remoteAddress ?? null,
        });
        const answer = await handle(await readRequest(route, request, { params, bodyLimitBytes }), { context, rate, exchange });
        if (answer.kind === 'document') sendDocument(response, answer);
        else if (answer.kind === 'text') sendWritten(response, answer);
        else await sendEvents(response, answer);
      } catch (thrown) {
        refuse({ request, response, route }, thrown);
      }
    };
  };
}

/** What every answer of an endpoint says: `Deprecation` (RFC 9745) and `Sunset` (RFC 8594) of one that will go away. */
function standingHeaders({ deprecated }: Route): readonly (readonly [name: string, value: string])[] {
  if (deprecated === undefined) return [];
  return [
    ['Deprecation', `@${Math.floor(deprecated.since.getTime() / 1000)}`],
    ['Sunset', deprecated.sunset.toUTCString()],
  ];
}

interface ReadOptions {
  readonly params: Readonly<Record<string, string | undefined>>;
  readonly bodyLimitBytes: number;
}

/** The parts that the route reads, unchecked. The body is JSON whatever its Content-Type says; without bytes there is none. */
async function readRequest({ request: shape }: Route, request: IncomingMessage, { params, bodyLimitBytes }: ReadOptions): Promise<object> {
  const bytes = shape.body === undefined ? null : await readBody(request, { limitBytes: bodyLimitBytes });
  const body = bytes === null || bytes.length === 0 ? undefined : parseJson(bytes);
  return { params, query: shape.query === undefined ? undefined : readQuery(request.url), body };
}

function readQuery(url = ''): object {
  const mark = url.indexOf('?');
  return mark === -1 ? {} : Object.fromEntries(new URLSearchParams(url.slice(mark)));
}

const jsonType = 'application/json; charset=utf-8';

function sendDocument(response: ServerResponse, { status, headers, body }: Extract<Answer, { kind: 'document' }>): void {
  sendText(response, { status, contentType: jsonType, text: JSON.stringify(body), headers: headers ?? {} });
}

function sendWritten(response: ServerResponse, { status, headers, json }: Extract<Answer, { kind: 'text' }>): void {
  if (json === null) response.writeHead(status, headers).end();
  else sendText(response, { status, contentType: jsonType, text: json, headers });
}

async function sendEvents(response: ServerResponse, { headers, frames }: Extract<Answer, { kind: 'events' }>): Promise<void> {
  response.writeHead(200, { ...headers, 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  for await (const frame of frames) {
    if (response.destroyed) return;
    if (!response.write(frame)) await waitForDrain(response);
  }
  response.end();
}
