import type { WebSocket as ProtocolSocket } from 'graphql-ws';
import type { RawData, WebSocket } from 'ws';

/** A socket as graphql-ws drives it; `onFault` receives what a message handler throws. */
export function createProtocolSocket(socket: WebSocket, onFault: (fault: unknown) => void): ProtocolSocket {
  return {
    protocol: socket.protocol,
    // Resolves when the text has left this process, which is what holds back the source of a stream.
    send: (text) =>
      new Promise((resolve, reject) => {
        if (socket.readyState !== socket.OPEN) resolve();
        else socket.send(text, (error) => (error == null ? resolve() : reject(error)));
      }),
    close: (code, reason) => socket.close(code, reason),
    onMessage: (take) => void socket.on('message', (data: RawData) => void take(textOf(data)).catch(onFault)),
  };
}

function textOf(data: RawData): string {
  if (Array.isArray(data)) return Buffer.concat(data).toString('utf8');
  return (data instanceof ArrayBuffer ? Buffer.from(data) : data).toString('utf8');
}
