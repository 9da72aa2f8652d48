import { connect } from 'node:net';
import { z } from 'zod';

// A client in a process of its own: keeps so many requests on their way for so long, and tells how many were answered and how long they took. It writes the same bytes
// again and again and reads of an answer no more than where it ends, because it runs beside what it measures: a client library takes as much of the machine as a
// server that answers 30,000 requests a second, and so slows the fastest most.
const order = z.object({ url: z.url(), headers: z.record(z.string(), z.string()), body: z.string(), concurrency: z.int().positive(), milliseconds: z.number() });

interface Reading {
  readonly bytes: Buffer;
  /** On the clock of `performance`. */
  readonly end: number;
  /** Milliseconds that each answer took. */
  readonly times: number[];
}

async function load({ url, headers, body, concurrency, milliseconds }: z.infer<typeof order>): Promise<object> {
  const { host, hostname, port, pathname } = new URL(url);
  const lines = Object.entries({ host, ...headers, 'content-length': Buffer.byteLength(body) }).map(([name, value]) => `${name}: ${value}\r\n`);
  const times: number[] = [];
  const started = performance.now();
  const reading = { bytes: Buffer.from(`POST ${pathname} HTTP/1.1\r\n${lines.join('')}\r\n${body}`), end: started + milliseconds, times };
  await Promise.all(Array.from({ length: concurrency }, () => askInTurn({ hostname, port: Number(port) }, reading)));
  const seconds = (performance.now() - started) / 1_000;
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { requests: times.length, perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

/** Sends the request over one connection, again as soon as it is answered, until the time is over. */
function askInTurn({ hostname, port }: { readonly hostname: string; readonly port: number }, { bytes, end, times }: Reading): Promise<void> {
  return new Promise((resolve, reject) => {
    let sentAt = 0;
    let received = '';
    const socket = connect({ host: hostname, port, noDelay: true });
    const send = (): void => {
      received = '';
      sentAt = performance.now();
      if (sentAt < end) socket.write(bytes);
      else socket.end(resolve);
    };
    socket.setEncoding('latin1');
    socket.on('connect', send);
    socket.on('data', (text: string) => {
      received += text;
      if (!isWhole(received)) return;
      if (received.startsWith('HTTP/1.1 200 ')) {
        times.push(performance.now() - sentAt);
        send();
      } else {
        socket.destroy(new Error(`Answered ${received.slice(0, 400)}`));
      }
    });
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('The server closed a connection')));
  });
}

/** Whether an HTTP answer, one character for each byte, has arrived whole: by its length, or by the last chunk. */
function isWhole(received: string): boolean {
  const headEnd = received.indexOf('\r\n\r\n');
  if (headEnd === -1) return false;
  const length = /\r\ncontent-length: *(\d+)/iu.exec(received.slice(0, headEnd))?.[1];
  return length === undefined ? received.endsWith('\r\n0\r\n\r\n') : received.length >= headEnd + 4 + Number(length);
}

process.on('message', (message) => {
  load(order.parse(message)).then((reading) => process.send?.(reading), (fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
