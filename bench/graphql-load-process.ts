import { Agent, request } from 'node:http';
import { z } from 'zod';

// Posts one body again and again over some connections, and tells its parent when it is through.
const order = z.object({ url: z.url(), token: z.string(), body: z.string(), count: z.number() });
const connections = 32;
const agent = new Agent({ keepAlive: true, maxSockets: connections });

function send({ url, token, body }: z.infer<typeof order>): Promise<void> {
  const headers = { 'Content-Type': 'application/json', Accept: 'application/json', Authorization: `Bearer ${token}`, 'Content-Length': Buffer.byteLength(body) };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, headers }, (answer) => {
      answer.resume();
      answer.once('end', () => (answer.statusCode === 200 ? resolve() : reject(new Error(`Answered ${String(answer.statusCode)}`))));
    });
    sent.once('error', reject);
    sent.end(body);
  });
}

async function carryOut(wanted: z.infer<typeof order>): Promise<void> {
  let left = wanted.count;
  await Promise.all(Array.from({ length: connections }, async () => {
    while (left > 0) {
      left -= 1;
      await send(wanted);
    }
  }));
  process.send?.({ done: true });
}

process.on('message', (message) => {
  carryOut(order.parse(message)).catch((fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
