import { once } from 'node:events';
import { WebSocket } from 'ws';
import { z } from 'zod';

// Subscribes many times, each over a WebSocket of its own; tells its parent when all are there, and whenever all have heard an announcement.
const order = z.object({ url: z.url(), subscribers: z.number() });
const atOnce = 50;
let subscribers = 0;
let heard = 0;

async function subscribe(url: string): Promise<void> {
  const socket = new WebSocket(url, 'graphql-transport-ws', { perMessageDeflate: false });
  await once(socket, 'open');
  socket.send('{"type":"connection_init"}');
  await once(socket, 'message');
  socket.send('{"id":"1","type":"subscribe","payload":{"query":"subscription { announced { number text } }"}}');
  socket.on('message', () => {
    heard += 1;
    if (heard % subscribers === 0) process.send?.({ heardAt: Date.now() });
  });
}

async function carryOut(wanted: z.infer<typeof order>): Promise<void> {
  subscribers = wanted.subscribers;
  let left = subscribers;
  await Promise.all(Array.from({ length: atOnce }, async () => {
    while (left > 0) {
      left -= 1;
      await subscribe(wanted.url);
    }
  }));
  process.send?.({ ready: true });
}

process.on('message', (message) => {
  carryOut(order.parse(message)).catch((fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
