import type { IncomingMessage, ServerResponse } from 'node:http';
import { createRequestContext } from '#kernel/context';
import type { GraphPort } from '#kernel/graph-port';
import { exchangeOf, parseJson, readBody, sendJson, waitForDrain } from '#kernel/listener';
import type { Admit } from './admission.ts';
import type { Answer } from './answer.ts';
import type { Refuse } from './refusal.ts';
import type { Route } from './route.ts';

/** Answers one request with one route; never rejects for a refusal. `params` are those of the path, decoded. */
export type Endpoint = (request: IncomingMessage, response: ServerResponse, params: Readonly<Record<string, string | undefined>>) => Promise<void>;

export interface PipelineOptions {
  readonly graph: GraphPort;
  readonly admit: Admit;
  readonly refuse: Refuse;
  readonly bodyLimitBytes: number;
  /** How long a caller waits for a document; a stream may take as long as it likes. */
  readonly deadlineMs: number;
}

/**
 * The only way from a request to its answer: authenticate, limit, read, check, invoke, write. The raw listener and Express both end here.
 * The result prepares a route for it. @throws Error when a document of the route does not fit the graph
 */
export function createPipeline({ graph, admit, refuse, bodyLimitBytes, deadlineMs }: PipelineOptions): (route: Route) => Endpoint {
  return (route) => {
    const handle = route.bind(graph);
    const standing = standingHeaders(route);
    return async (request, response, params) => {
      const exchange = exchangeOf(request);
      exchange.route = route.id;
      for (const [name, value] of standing) response.setHeader(name, value);
      try {
        const { principal, rate } = await admit(route, request, response);
        exchange.subject = principal?.subject ?? null;
        const context = createRequestContext({
          principal,
          requestId: exchange.id,
          cancellation: exchange,
          deadline: Date.now() + deadlineMs,
          clientAddress: request.socket.remoteAddress ?? null,
        });
        const answer = await handle(await readRequest(route, request, { params, bodyLimitBytes }), { context, rate });
        await write(response, answer);
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
  return {
    params,
    ...(shape.query && { query: Object.fromEntries(new URLSearchParams(request.url?.split('?', 2)[1])) }),
    ...(bytes !== null && bytes.length > 0 && { body: parseJson(bytes) }),
  };
}

async function write(response: ServerResponse, answer: Answer): Promise<void> {
  for (const [name, value] of Object.entries(answer.headers)) response.setHeader(name, value);
  if (answer.kind === 'document') {
    sendJson(response, answer.status, answer.body);
    return;
  }
  response.writeHead(200, { 'Content-Type': 'text/event-stream; charset=utf-8', 'Cache-Control': 'no-cache, no-transform', 'X-Accel-Buffering': 'no' });
  for await (const frame of answer.frames) {
    if (response.destroyed) return;
    if (!response.write(frame)) await waitForDrain(response);
  }
  response.end();
}
