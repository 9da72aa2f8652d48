import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import { readSocketCredentials, type Authenticator } from '#kernel/authentication';
import { createRequestContext } from '#kernel/context';
import { DomainError, type ErrorCode } from '#kernel/errors';
import type { GraphPort } from '#kernel/graph-port';
import { exchangeOf, pathOf, refuseUpgrade, toRefusal, type UpgradeHandler } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import { tooMany } from './admission.ts';
import type { AnswerHeaders } from './answer.ts';
import type { Observation, SocketObserver } from './observation.ts';
import type { EndpointTools } from './route.ts';
import { runConnection, send, type RunningConnection } from './socket-connection.ts';
import { anonymous, type Conversation, type SocketConnection, type SocketRoute } from './socket.ts';
import type { WireErrors } from './wire-errors.ts';

export interface SocketServerOptions {
  readonly sockets?: readonly SocketRoute[];
  readonly graph: GraphPort;
  readonly authenticator: Authenticator;
  readonly tools: EndpointTools;
  readonly wire: WireErrors;
  readonly logger: Logger;
  /** Origins of pages that may connect; `*` for all. Programs that name no origin may, and so may pages of this very server. */
  readonly corsAllowedOrigins: readonly string[];
  readonly observation?: Observation | undefined;
}

/** The WebSocket side of a surface. */
export interface SocketServer {
  readonly upgrade: UpgradeHandler;
  /** Closes every connection with 1001, which tells clients to connect again. */
  stop(): Promise<void>;
}

const pingMs = 30_000;
const closeMs = 5000;
const maxConnectionsPerAddress = 512;
const impliedErrors = ['INVALID_JSON', 'BAD_USER_INPUT', 'UNAUTHENTICATED', 'INTERNAL', 'SUBGRAPH_UNAVAILABLE', 'UNAVAILABLE', 'DEADLINE_EXCEEDED', 'CANCELLED'] as const;

/** An endpoint with everything that its connections need. */
interface Endpoint {
  readonly route: SocketRoute;
  readonly declared: ReadonlySet<ErrorCode>;
  readonly converse: (connection: SocketConnection) => Conversation;
  readonly server: WebSocketServer;
  readonly observer: SocketObserver | null;
}

/**
 * Serves WebSocket endpoints: who may open, pings for peers that went silently, and an orderly end.
 * @throws Error when a document of an endpoint does not fit the graph
 */
export function createSocketServer(options: SocketServerOptions): SocketServer {
  const { sockets = [], wire, logger } = options;
  const endpoints = new Map<string, Endpoint>(sockets.map((route) => [route.path, createEndpoint(route, options)]));
  const connections = new Map<WebSocket, RunningConnection>();
  const perAddress = new Map<string, number>();
  const admit = createUpgradeAdmission(options, perAddress);
  let stopping = false;

  const refuse = (socket: Duplex, thrown: unknown): void => {
    const { refusal, headers } = thrown instanceof Refused ? thrown : { refusal: toRefusal(thrown), headers: {} };
    refuseUpgrade(socket, { status: wire.status(refusal.code), body: wire.body(refusal, {}), headers });
  };
  const open = (endpoint: Endpoint, request: IncomingMessage, socket: WebSocket): void => {
    const address = addressOf(request);
    perAddress.set(address, (perAddress.get(address) ?? 0) + 1);
    connections.set(socket, startConnection(endpoint, { request, socket, options }));
    socket.on('error', (error) => logger.debug({ request_id: exchangeOf(request).id, error }, 'socket closed by an error'));
    socket.once('close', () => {
      connections.delete(socket);
      const others = (perAddress.get(address) ?? 1) - 1;
      if (others > 0) perAddress.set(address, others);
      else perAddress.delete(address);
    });
  };
  const rounds = setInterval(() => connections.forEach(ping), pingMs).unref();

  return {
    upgrade(request, socket, head) {
      const endpoint = endpoints.get(pathOf(request));
      if (endpoint === undefined || stopping) {
        refuse(socket, endpoint === undefined ? new DomainError('NOT_FOUND', 'There is nothing at this path') : new DomainError('UNAVAILABLE', 'The server is stopping'));
        return;
      }
      exchangeOf(request).route = endpoint.route.id;
      admit(request, endpoint).then(
        (headers) => upgradeWith(endpoint.server, { request, socket, head, headers }, (opened) => open(endpoint, request, opened)),
        (thrown: unknown) => {
          endpoint.observer?.refused();
          refuse(socket, thrown);
        },
      );
    },
    async stop() {
      stopping = true;
      clearInterval(rounds);
      const closed = [...connections.keys()].map((socket) => new Promise((resolve) => socket.once('close', resolve)));
      for (const connection of connections.values()) connection.stop();
      const late = setTimeout(() => connections.forEach((_, socket) => socket.terminate()), closeMs);
      await Promise.all(closed);
      clearTimeout(late);
    },
  };
}

/** Lets an upgrade in, or rejects with why not; the headers go with either answer. */
function createUpgradeAdmission({ tools: { limits }, authenticator, corsAllowedOrigins }: SocketServerOptions, perAddress: ReadonlyMap<string, number>) {
  return async (request: IncomingMessage, { route }: Endpoint): Promise<AnswerHeaders> => {
    const address = addressOf(request);
    const identity = route.needsCredential === true ? await identify(authenticator, request) : { principal: null, refusal: null };
    const rate = await limits.consume(route.limit, { address, subject: identity.principal?.subject ?? null, open: () => createRequestContext({ principal: identity.principal, clientAddress: address }) });
    const headers = limits.headersOf(rate);
    if (rate.retryAfterSeconds !== null) throw new Refused(tooMany(rate), { ...headers, 'Retry-After': String(rate.retryAfterSeconds) });
    if (identity.refusal !== null) throw new Refused(identity.refusal, headers);
    if (!isAllowedOrigin(request, corsAllowedOrigins)) throw new Refused(new DomainError('FORBIDDEN', 'Pages of this origin may not connect'), headers);
    if ((perAddress.get(address) ?? 0) >= maxConnectionsPerAddress) throw new Refused(new DomainError('UNAVAILABLE', 'Too many connections from this address'), headers);
    return headers;
  };
}

/** Who opens a connection, or why nobody may; what is refused still counts. */
async function identify(authenticator: Authenticator, request: IncomingMessage): Promise<{ readonly principal: Principal | null; readonly refusal: DomainError | null }> {
  try {
    const principal = await authenticator.authenticate(readSocketCredentials(request));
    return { principal, refusal: principal === null ? anonymous() : null };
  } catch (thrown) {
    if (!DomainError.isInstance(thrown)) throw thrown;
    return { principal: null, refusal: thrown };
  }
}

const addressOf = ({ socket }: IncomingMessage): string => socket.remoteAddress ?? '';

interface Upgrade {
  readonly request: IncomingMessage;
  readonly socket: Duplex;
  readonly head: Buffer;
  readonly headers: AnswerHeaders;
}

/** The library writes the answer at once, and asks by an event for headers to add. */
function upgradeWith(server: WebSocketServer, { request, socket, head, headers }: Upgrade, opened: (socket: WebSocket) => void): void {
  const tell = (lines: string[]): unknown => lines.push(...Object.entries(headers).map(([name, value]) => `${name}: ${value}`));
  server.once('headers', tell);
  server.handleUpgrade(request, socket, head, opened);
  server.off('headers', tell);
}

/** Why a connection is not let in, and what its answer says beside. */
class Refused extends Error {
  readonly refusal: DomainError;
  readonly headers: AnswerHeaders;

  constructor(refusal: DomainError, headers: AnswerHeaders) {
    super(refusal.message);
    this.refusal = refusal;
    this.headers = headers;
  }
}

function createEndpoint(route: SocketRoute, { graph, authenticator, tools, observation }: SocketServerOptions): Endpoint {
  return {
    route,
    declared: new Set([...impliedErrors, ...route.errors]),
    converse: route.bind(graph, authenticator, tools),
    server: new WebSocketServer({ noServer: true, maxPayload: route.maxMessageBytes, perMessageDeflate: false, clientTracking: false }),
    observer: observation?.socket(route.path) ?? null,
  };
}

interface Opened {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  readonly options: SocketServerOptions;
}

function startConnection({ route, declared, converse, observer }: Endpoint, { request, socket, options: { tools: { present }, logger } }: Opened): RunningConnection {
  const exchange = exchangeOf(request);
  const { id } = exchange;
  exchange.observer = observer?.connection ?? null;
  observer?.connected();
  const connection = {
    id, credentials: readSocketCredentials(request), clientAddress: request.socket.remoteAddress ?? null, cancellation: exchange,
    send: (json: string) => send(socket, json),
    end: (code: number, reason: string) => socket.close(code, reason),
  };
  exchange.logged = route.logged?.(connection) ?? null;
  return runConnection({
    socket,
    conversation: converse(connection),
    id,
    lifetimeMs: route.lifetimeMs,
    abort: (reason) => exchange.abort(reason),
    answered: (message) => observer?.answered(message),
    onFault: (fault) => logger.error({ request_id: id, err: fault }, 'connection failed'),
    refuse(thrown, requestId) {
      const refusal = present({ requestId, endpoint: { id: route.id, declared } }, thrown);
      return { code: refusal.code, body: route.refusal(refusal) };
    },
  });
}

function ping(connection: RunningConnection, socket: WebSocket): void {
  if (!connection.alive) {
    socket.terminate();
    return;
  }
  connection.alive = false;
  socket.ping();
}

function isAllowedOrigin({ headers: { origin, host } }: IncomingMessage, allowed: readonly string[]): boolean {
  if (origin === undefined || allowed.includes('*') || allowed.includes(origin)) return true;
  return URL.canParse(origin) && new URL(origin).host === host;
}
