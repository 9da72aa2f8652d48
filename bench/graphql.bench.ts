import { fork } from 'node:child_process';
import { once } from 'node:events';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { comparedOperations } from './gateway-graph.ts';
import { killWithUs, startFlags } from './measured-server.ts';

const started = z.object({ port: z.number(), barePort: z.number(), token: z.string() });
const spent = z.object({ cpu: z.object({ user: z.number(), system: z.number() }) });
const execArgv = [...startFlags, '--import', 'tsx'];
const rounds = 4;

const operations = [
  { name: 'POST of a trivial operation', query: comparedOperations.trivial, count: 8000 },
  { name: 'POST of a nested operation (2 subgraphs more, 100 reviews)', query: comparedOperations.nested, count: 3000 },
] as const;

/** The gateway over HTTP with signed tokens, limits, metrics and access log on, against a bare Node server that answers the same bytes by heart. */
export async function graphqlBench(): Promise<readonly BenchResult[]> {
  const server = fork('bench/gateway-process.ts', { execArgv });
  const load = fork('bench/graphql-load-process.ts', { execArgv });
  for (const child of [server, load]) killWithUs(child);
  const { port, barePort, token } = started.parse((await once(server, 'message'))[0]);
  const cpuNow = async (): Promise<number> => {
    const answer = once(server, 'message');
    server.send('cpu');
    const { cpu } = spent.parse((await answer)[0]);
    return cpu.user + cpu.system;
  };
  const measure = async (at: number, { query, count }: (typeof operations)[number]): Promise<number> => {
    const before = await cpuNow();
    const done = once(load, 'message');
    load.send({ url: `http://127.0.0.1:${at}/graphql`, token, body: JSON.stringify({ query }), count });
    await done;
    return ((await cpuNow()) - before) / count;
  };

  const results: BenchResult[] = [];
  for (const operation of operations) {
    let [value, floor] = [Infinity, Infinity];
    // In turn, so that both meet the same neighbours on the machine; the least, because neighbours only ever add.
    for (let round = 0; round < rounds; round += 1) {
      value = Math.min(value, await measure(port, operation));
      floor = Math.min(floor, await measure(barePort, operation));
    }
    results.push({ name: operation.name, value, unit: 'us CPU/request', floor, ratio: value / floor });
  }
  for (const child of [load, server]) child.disconnect();
  return results;
}
