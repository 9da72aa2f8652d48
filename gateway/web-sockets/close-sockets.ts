import { once } from 'node:events';
import type { WebSocket } from 'ws';

/** Closes sockets with 1001, which tells their clients to connect again; those that do not take it in within `timeoutMs` are cut. */
export async function closeSockets(sockets: readonly WebSocket[], timeoutMs: number): Promise<void> {
  const late = setTimeout(() => sockets.forEach((socket) => socket.terminate()), timeoutMs);
  const closed = Promise.all(sockets.map((socket) => once(socket, 'close')));
  for (const socket of sockets) socket.close(1001, 'Going away');
  await closed;
  clearTimeout(late);
}
