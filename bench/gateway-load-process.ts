import { Pool } from 'undici';
import { z } from 'zod';

// A client in a process of its own: keeps so many requests on their way for so long, and tells how many were answered and how long they took.
const order = z.object({ url: z.url(), headers: z.record(z.string(), z.string()), body: z.string(), concurrency: z.int().positive(), milliseconds: z.number() });

async function load({ url, headers, body, concurrency, milliseconds }: z.infer<typeof order>): Promise<object> {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: concurrency, pipelining: 1 });
  const times: number[] = [];
  const started = performance.now();
  const end = started + milliseconds;
  const caller = async (): Promise<void> => {
    while (performance.now() < end) {
      const before = performance.now();
      const answer = await pool.request({ path: pathname, method: 'POST', headers, body });
      const text = await answer.body.text();
      if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}: ${text.slice(0, 200)}`);
      times.push(performance.now() - before);
    }
  };
  await Promise.all(Array.from({ length: concurrency }, caller));
  const seconds = (performance.now() - started) / 1_000;
  await pool.close();
  times.sort((one, other) => one - other);
  const at = (share: number): number => times[Math.min(times.length - 1, Math.floor(times.length * share))] ?? Number.NaN;
  return { requests: times.length, perSecond: times.length / seconds, p50: at(0.5), p99: at(0.99) };
}

process.on('message', (message) => {
  load(order.parse(message)).then((reading) => process.send?.(reading), (fault: unknown) => {
    console.error(fault);
    process.exit(1);
  });
});
process.once('disconnect', () => process.exit(0));
