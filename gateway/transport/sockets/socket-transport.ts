import type { Duplex } from 'node:stream';
import { CloseCode, handleProtocols } from 'graphql-ws';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Authenticator } from '#kernel/authentication';
import { DomainError } from '#kernel/errors';
import { exchangeOf, refusalBody, refuseUpgrade, toRefusal, type UpgradeHandler } from '#kernel/listener';
import { closeSockets, createProtocolSocket } from '../../web-sockets/index.ts';
import { admit } from '../operations/admission.ts';
import { networkOf } from '../operations/caller.ts';
import { refusalHeaders } from '../operations/refusal-headers.ts';
import { createQuota } from '../protection/quota.ts';
import { createSocketProtocol, type SocketProtocolOptions } from './socket-protocol.ts';
import { createSocketSession, type SocketSession } from './socket-session.ts';

/** GraphQL over WebSockets. */
export interface SocketTransport {
  readonly upgrade: UpgradeHandler;
  /** Closes every socket with 1001, which tells clients to connect again. */
  stop(): Promise<void>;
}

/** Sockets with pings: a peer that does not answer is dropped, one whose credential was revoked is closed with 4403. */
export function createSocketTransport(options: SocketProtocolOptions): SocketTransport {
  const { authenticator, limits, metrics, logger } = options;
  const protocol = createSocketProtocol(options);
  const server = new WebSocketServer({ noServer: true, maxPayload: limits.bodyBytes, perMessageDeflate: false, handleProtocols: (offered) => handleProtocols(offered) });
  const sessions = new Map<WebSocket, SocketSession>();
  const perAddress = createQuota({ limit: limits.socketsPerAddress, message: (limit) => `At most ${limit} connections from one address` });

  const open = (session: SocketSession): void => {
    const { socket, request } = session;
    const closed = metrics.socketOpened();
    const fail = (fault: unknown): void => {
      logger.error({ request_id: exchangeOf(request).id, error: fault }, 'socket failed');
      socket.close(CloseCode.InternalServerError, 'Internal error');
    };
    sessions.set(socket, session);
    const end = protocol.opened(createProtocolSocket(socket, fail), session);
    socket.on('pong', () => (session.alive = true));
    // The library closes the socket by itself; bytes that are no WebSocket frames are no fault of ours.
    socket.on('error', (error) => logger.debug({ request_id: exchangeOf(request).id, error }, 'socket closed by an error'));
    socket.once('close', (code, reason) => {
      sessions.delete(socket);
      closed();
      end(code, reason.toString()).catch(fail);
    });
  };

  const rounds = setInterval(() => sessions.forEach((session) => void examine(session, authenticator)), limits.pingMs).unref();
  let stopping = false;
  return {
    upgrade(request, socket, head) {
      if (stopping) {
        refuse(socket, new DomainError('UNAVAILABLE', 'The server is stopping'));
        return;
      }
      try {
        socket.once('close', perAddress.take(networkOf(request.socket.remoteAddress ?? 'unknown')));
      } catch (thrown) {
        refuse(socket, toRefusal(thrown));
        return;
      }
      server.handleUpgrade(request, socket, head, (opened) => open(createSocketSession(request, opened)));
    },
    async stop() {
      stopping = true;
      clearInterval(rounds);
      await closeSockets([...sessions.keys()], limits.closeMs);
    },
  };
}

const refuse = (socket: Duplex, refusal: DomainError): void => refuseUpgrade(socket, { status: refusal.status, body: refusalBody(refusal), headers: refusalHeaders(refusal) });

async function examine(session: SocketSession, authenticator: Authenticator): Promise<void> {
  const { socket, credentials } = session;
  if (!session.alive) {
    socket.terminate();
    return;
  }
  session.alive = false;
  socket.ping();
  try {
    await admit(authenticator, credentials);
  } catch (thrown) {
    // A check that failed for another reason says nothing about the credential.
    if (toRefusal(thrown).code === 'UNAUTHENTICATED') socket.close(CloseCode.Forbidden, 'Forbidden');
  }
}
