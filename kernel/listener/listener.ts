import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { DomainError } from '#kernel/errors';
import { createLinkedList } from '#kernel/linked-list';
import { createLineLog, type LineLog, type Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { logExchange } from './access-log.ts';
import { refusalBody, sendJson, toRefusal } from './answer.ts';
import { answerBadHttp } from './bad-http.ts';
import { callerGone, exchangeOf, type FinishedExchange } from './exchange.ts';
import { createHttpMetrics } from './http-metrics.ts';
import { addStandingHeaders } from './standing-headers.ts';

/** Answers one request; what it throws becomes a plain refusal. */
export type RequestHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void;
/** Takes over the socket of an upgrade request. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

export interface ListenerOptions {
  /** In the log and in metrics. */
  readonly name: string;
  readonly host: string;
  /** 0 takes any free port. */
  readonly port: number;
  readonly handler: RequestHandler;
  readonly upgrade?: UpgradeHandler;
  readonly logger: Logger;
  readonly metrics?: Metrics;
}

/** One HTTP port. */
export interface Listener {
  readonly name: string;
  /** Where to reach it from this machine; its port is right once started. */
  readonly url: string;
  /** @throws DomainError UNAVAILABLE when the port cannot be had; `isPortTaken` tells the usual reason */
  start(): Promise<{ readonly port: number }>;
  /**
   * Accepts nothing more and resolves when every answer under way is out, or is cut after `timeoutMs` (30 s). Idle connections close at once.
   * Endless answers and upgraded sockets are not waited for: who writes them ends them.
   */
  stop(options?: { readonly timeoutMs?: number }): Promise<void>;
}

/** True when a listener could not start because another program listens there. */
export const isPortTaken = (error: unknown): boolean => DomainError.isInstance(error) && error.details['reason'] === 'EADDRINUSE';

/** An HTTP listener with request ids, security headers, an access log, sane time limits and a graceful end. */
export function createListener(options: ListenerOptions): Listener {
  const { name, host, port } = options;
  const logger = options.logger.child({ listener: name });
  const open = createLinkedList<ServerResponse>();
  const server = createServer({ headersTimeout: 15_000, requestTimeout: 120_000, keepAliveTimeout: 65_000, connectionsCheckingInterval: 5000 });
  const log = createLineLog(logger, { listener: name });
  const finish = createFinisher(options, log);
  let stopping: Promise<void> | undefined;
  let boundPort = port;

  server.on('request', (request, response) => {
    const startedAt = performance.now();
    const close = open.add(response);
    if (stopping !== undefined) response.shouldKeepAlive = false;
    response.on('error', (error) => logger.warn({ error }, 'answer failed'));
    response.on('close', () => {
      close();
      finish(request, response, startedAt);
      // An answer whose head promised keep-alive before the stop leaves an idle connection behind.
      if (stopping !== undefined) server.closeIdleConnections();
    });
    handle(options.handler, { request, response, logger });
  });
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    const answering = open.values().some((response) => response.socket === socket && response.headersSent);
    answerBadHttp(error, socket, answering);
  });
  if (options.upgrade !== undefined) server.on('upgrade', guardUpgrade(options.upgrade, { logger, log }));

  const drain = async (timeoutMs: number): Promise<void> => {
    server.close();
    for (const response of open.values()) response.shouldKeepAlive = false;
    const waitedFor = open.values().filter(({ req }) => !exchangeOf(req).endless);
    const late = setTimeout(() => waitedFor.forEach((response) => response.socket?.destroy()), timeoutMs);
    await Promise.all(waitedFor.map((response) => once(response, 'close')));
    clearTimeout(late);
  };

  return {
    name,
    get url() {
      return `http://${reachable(host)}:${boundPort}`;
    },
    async start() {
      try {
        await once(server.listen(port, host), 'listening');
      } catch (error) {
        throw cannotListen(error, { name, host, port });
      }
      server.on('error', (error) => logger.error({ error }, 'listener failed'));
      const address = server.address();
      if (typeof address === 'object' && address !== null) boundPort = address.port;
      return { port: boundPort };
    },
    stop: ({ timeoutMs = 30_000 } = {}) => (stopping ??= server.listening ? drain(timeoutMs) : Promise.resolve()),
  };
}

function handle(handler: RequestHandler, { request, response, logger }: { readonly request: IncomingMessage; readonly response: ServerResponse; readonly logger: Logger }): void {
  const { id } = exchangeOf(request);
  const fail = (thrown: unknown): void => {
    const refusal = toRefusal(thrown);
    if (refusal.code === 'INTERNAL') logger.error({ request_id: id, error: thrown }, 'request failed');
    if (response.headersSent) response.destroy();
    else sendJson(response, refusal.status, refusalBody(refusal));
  };
  try {
    addStandingHeaders(response);
    handler(request, response)?.catch(fail);
  } catch (error) {
    fail(error);
  }
}

function createFinisher({ name, metrics }: ListenerOptions, log: LineLog) {
  const record = metrics && createHttpMetrics(metrics, name);
  return (request: IncomingMessage, response: ServerResponse, startedAt: number): void => {
    const exchange = exchangeOf(request);
    const whole = response.writableFinished;
    if (!whole) exchange.abort(callerGone());
    const finished: FinishedExchange = { exchange, request, status: whole || exchange.endless ? response.statusCode : 499, durationMs: performance.now() - startedAt };
    record?.(finished);
    logExchange(log, finished);
  };
}

function guardUpgrade(upgrade: UpgradeHandler, { logger, log }: { readonly logger: Logger; readonly log: LineLog }): UpgradeHandler {
  return (request, socket, head) => {
    const startedAt = performance.now();
    const exchange = exchangeOf(request);
    // Without a listener a reset connection would end the process.
    socket.on('error', () => socket.destroy());
    socket.once('close', () => {
      exchange.abort(callerGone());
      logExchange(log, { exchange, request, status: 101, durationMs: performance.now() - startedAt });
    });
    try {
      upgrade(request, socket, head);
    } catch (error) {
      logger.error({ request_id: exchange.id, error }, 'upgrade failed');
      socket.destroy();
    }
  };
}

const reasons: Readonly<Record<string, string>> = {
  EADDRINUSE: 'another program listens there',
  EACCES: 'this user may not listen there',
  EADDRNOTAVAIL: 'this machine has no such address',
};

function cannotListen(error: unknown, { name, host, port }: Pick<ListenerOptions, 'name' | 'host' | 'port'>): DomainError {
  const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
  return new DomainError('UNAVAILABLE', `${name} cannot listen on ${host}:${port}: ${reasons[reason] ?? reason}`, { details: { reason, host, port }, cause: error });
}

function reachable(host: string): string {
  if (host === '0.0.0.0') return '127.0.0.1';
  if (host === '::') return '[::1]';
  return host.includes(':') ? `[${host}]` : host;
}
