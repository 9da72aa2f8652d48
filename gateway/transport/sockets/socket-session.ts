import type { IncomingMessage } from 'node:http';
import type { WebSocket } from 'ws';
import { readSocketCredentials, type Credentials } from '#kernel/authentication';

/** One WebSocket and what is known of it. */
export interface SocketSession {
  readonly request: IncomingMessage;
  readonly socket: WebSocket;
  /** What the client proved itself with; its operations are admitted by it. */
  credentials: Credentials;
  /** Operations under way. */
  operations: number;
  /** Operations ever begun, for their request ids. */
  served: number;
  /** False since the last ping until the peer answers. */
  alive: boolean;
}

/** A session that has just opened. */
export const createSocketSession = (request: IncomingMessage, socket: WebSocket): SocketSession => ({
  request,
  socket,
  credentials: readSocketCredentials(request),
  operations: 0,
  served: 0,
  alive: true,
});
