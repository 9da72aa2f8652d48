import { handleProtocols } from 'graphql-ws';
import { WebSocketServer } from 'ws';
import { systemClock } from '#kernel/clock';
import { cancellationOf } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { exchangeOf, refuseUpgrade, toRefusal, type UpgradeHandler } from '#kernel/listener';
import { readCaller } from '../subgraph-links/index.ts';
import { closeSockets, createProtocolSocket } from '../web-sockets/index.ts';
import type { SubgraphServerLimits } from './server-limits.ts';
import { createStreamProtocol, type StreamProtocolOptions } from './stream-protocol.ts';
import type { StreamSession } from './stream-session.ts';

/** The sockets by which other processes follow streams. */
export interface StreamSockets {
  readonly upgrade: UpgradeHandler;
  /** Closes every socket with 1001, which tells the other side to come again. */
  stop(): Promise<void>;
}

export interface StreamSocketsOptions extends StreamProtocolOptions {
  readonly limits: SubgraphServerLimits;
}

/** Sockets with pings. Who connects is known before there is one: an upgrade without a good token is answered 401. */
export function createStreamSockets(options: StreamSocketsOptions): StreamSockets {
  const { name, identity, limits, logger } = options;
  const protocol = createStreamProtocol(options);
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes, perMessageDeflate: false, handleProtocols: (offered) => handleProtocols(offered) });
  const sessions = new Set<StreamSession>();
  let stopping = false;

  const open = (session: StreamSession): void => {
    const { socket, request } = session;
    const fail = (fault: unknown): void => {
      logger.error({ request_id: exchangeOf(request).id, err: fault }, 'a socket failed');
      socket.close(4500, 'Internal error');
    };
    sessions.add(session);
    const end = protocol.opened(createProtocolSocket(socket, fail), session);
    socket.on('pong', () => (session.alive = true));
    socket.on('error', (error) => logger.debug({ request_id: exchangeOf(request).id, err: error }, 'a socket was closed by an error'));
    socket.once('close', (code, reason) => {
      sessions.delete(session);
      for (const stream of session.streams.values()) void stream.return();
      end(code, reason.toString()).catch(fail);
    });
  };
  const rounds = setInterval(() => sessions.forEach(examine), limits.pingMs).unref();

  return {
    upgrade(request, socket, head) {
      const exchange = exchangeOf(request);
      try {
        if (stopping) throw new DomainError('UNAVAILABLE', 'The server is stopping');
        readCaller(request.headers, { audience: name, identity, requestId: exchange.id, cancellation: cancellationOf(exchange.signal), now: systemClock.now() });
        server.handleUpgrade(request, socket, head, (opened) => open({ request, socket: opened, streams: new Map(), alive: true }));
      } catch (thrown) {
        refuseUpgrade(socket, toRefusal(thrown));
      }
    },
    async stop() {
      stopping = true;
      clearInterval(rounds);
      await closeSockets([...sessions].map(({ socket }) => socket), limits.closeMs);
    },
  };
}

function examine(session: StreamSession): void {
  if (!session.alive) {
    session.socket.terminate();
    return;
  }
  session.alive = false;
  session.socket.ping();
}
