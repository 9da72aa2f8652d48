import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';

// Clients in a process of their own, so that the CPU time of the server is its own. Each connection has one request under way at a time.
const order = z.object({
  kind: z.enum(['http', 'websocket', 'watch']),
  url: z.url(),
  headers: z.record(z.string(), z.string()),
  /** One per connection, sent again and again; of a watcher, what it subscribes to. */
  bodies: z.array(z.string()).min(1),
  seconds: z.number().positive(),
});
type Order = z.infer<typeof order>;

/** Sends, and calls back for each whole answer. */
type Connection = (answered: () => void) => Promise<{ readonly send: () => void; readonly close: () => void }>;

function httpConnection({ url, headers }: Order, body: string): Connection {
  const { hostname, port, pathname } = new URL(url);
  const lines = Object.entries({ host: `${hostname}:${port}`, 'content-type': 'application/json', 'content-length': String(Buffer.byteLength(body)), ...headers });
  const bytes = Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.map(([name, value]) => `${name}: ${value}\r\n`).join('')}\r\n${body}`);
  return async (answered) => {
    const socket = connect({ host: hostname, port: Number(port), noDelay: true });
    await once(socket, 'connect');
    readAnswers(socket, answered);
    return { send: () => void socket.write(bytes), close: () => socket.destroy() };
  };
}

/** Answers with a content-length, one after another. */
function readAnswers(socket: Socket, answered: () => void): void {
  let text = '';
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    text += chunk;
    const end = text.indexOf('\r\n\r\n');
    if (end < 0) return;
    const length = Number(/\r\ncontent-length: *(\d+)/iu.exec(text)?.[1] ?? Number.NaN);
    if (!text.startsWith('HTTP/1.1 200')) throw new Error(`Unexpected answer: ${text.slice(0, 500)}`);
    if (Number.isNaN(length)) throw new Error(`An answer without a length: ${text.slice(0, end)}`);
    if (text.length < end + 4 + length) return;
    if (text.includes('"errors"')) throw new Error(`Unexpected answer: ${text.slice(end)}`);
    text = '';
    answered();
  });
  socket.on('error', (fault) => {
    throw fault;
  });
}

const webSocketConnection = ({ url }: Order, message: string): Connection => async (answered) => {
  const socket = new WebSocket(url.replace('http', 'ws'));
  await once(socket, 'open');
  socket.on('message', (answer: Buffer) => {
    if (!answer.includes('"error":null') && !answer.includes('"error": null')) throw new Error(`Unexpected answer: ${answer.toString()}`);
    answered();
  });
  return { send: () => socket.send(message), close: () => socket.terminate() };
};

/** Milliseconds of each answer. */
async function ask(wanted: Order): Promise<number[]> {
  const milliseconds: number[] = [];
  const end = performance.now() + wanted.seconds * 1000;
  await Promise.all(wanted.bodies.map((body) => keepAsking((wanted.kind === 'http' ? httpConnection : webSocketConnection)(wanted, body), end, milliseconds)));
  return milliseconds;
}

async function keepAsking(open: Connection, end: number, milliseconds: number[]): Promise<void> {
  let sent = 0;
  let over: () => void = () => undefined;
  const finished = new Promise<void>((resolve) => (over = resolve));
  const connection = await open(() => {
    const now = performance.now();
    milliseconds.push(now - sent);
    if (now < end) ask();
    else over();
  });
  const ask = (): void => {
    sent = performance.now();
    connection.send();
  };
  ask();
  await finished;
  connection.close();
}

/** How many events came: one number per subscription. */
async function watch({ url, headers, bodies, seconds }: Order): Promise<number[]> {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: headers });
  const counts = bodies.map(() => 0);
  bodies.forEach((query, index) => {
    client.subscribe({ query }, {
      next: ({ errors }) => {
        if (errors) throw new Error(JSON.stringify(errors));
        counts[index] = (counts[index] ?? 0) + 1;
      },
      error: (fault) => {
        throw fault;
      },
      complete: () => undefined,
    });
  });
  await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
  await client.dispose();
  return counts;
}

process.on('message', (message) => {
  const wanted = order.parse(message);
  (wanted.kind === 'watch' ? watch(wanted) : ask(wanted)).then(
    (numbers) => process.send?.(numbers),
    (fault: unknown) => {
      console.error(fault);
      process.exit(1);
    },
  );
});
