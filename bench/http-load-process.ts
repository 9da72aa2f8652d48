import { Agent, request } from 'node:http';
import { z } from 'zod';

// A client in a process of its own, so that the CPU time of the measuring process is the server's: sends the requests that it is told one after another
// over one connection and answers their wall milliseconds.
const order = z.object({ url: z.url(), method: z.string(), headers: z.record(z.string(), z.string()), body: z.string().nullable(), count: z.number() });

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function send({ url, method, headers, body }: z.infer<typeof order>): Promise<number> {
  const started = performance.now();
  return new Promise((resolve, reject) => {
    const sent = request(url, { method, headers, agent }, (answer) => {
      answer.resume();
      answer.once('end', () => {
        if ((answer.statusCode ?? 500) < 300) resolve(performance.now() - started);
        else reject(new Error(`${method} ${url} answered ${String(answer.statusCode)}`));
      });
    });
    sent.once('error', reject);
    sent.end(body ?? undefined);
  });
}

async function carryOut(wanted: z.infer<typeof order>): Promise<void> {
  const milliseconds: number[] = [];
  while (milliseconds.length < wanted.count) milliseconds.push(await send(wanted));
  process.send?.(milliseconds);
}

process.on('message', (message) => {
  carryOut(order.parse(message)).catch((fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
