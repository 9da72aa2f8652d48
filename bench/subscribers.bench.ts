import { fork } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { killWithUs } from './measured-server.ts';

const subscribers = 5000;
const announcements = 5;
const started = z.object({ port: z.number() });
const state = z.object({ memory: z.number(), subscribers: z.number() });
const heard = z.object({ heardAt: z.number() });
const execArgv = ['--import', 'tsx', '--expose-gc'];

/** What idle subscribers cost in memory, and how long an announcement takes to reach the last of them. Nobody shares a source: each stream has its own. */
export async function subscribersBench(): Promise<readonly BenchResult[]> {
  const server = fork('bench/subscribers-process.ts', { execArgv });
  const load = fork('bench/subscribers-load-process.ts', { execArgv });
  for (const child of [server, load]) killWithUs(child);
  const stateNow = async (): Promise<z.infer<typeof state>> => {
    const answer = once(server, 'message');
    server.send('memory');
    return state.parse((await answer)[0]);
  };

  const { port } = started.parse((await once(server, 'message'))[0]);
  const before = await stateNow();
  const ready = once(load, 'message');
  load.send({ url: `ws://127.0.0.1:${port}/graphql`, subscribers });
  await ready;
  let after = await stateNow();
  while (after.subscribers < subscribers) {
    await delay(100);
    after = await stateNow();
  }

  const milliseconds: number[] = [];
  while (milliseconds.length < announcements) {
    const all = once(load, 'message');
    const sentAt = Date.now();
    server.send('announce');
    milliseconds.push(heard.parse((await all)[0]).heardAt - sentAt);
    while ((await stateNow()).subscribers < subscribers) await delay(10);
  }
  for (const child of [load, server]) child.disconnect();
  return [
    { name: `memory that ${subscribers} idle WebSocket subscribers add`, value: (after.memory - before.memory) / 1e6, unit: 'MB' },
    { name: `an announcement until the last of ${subscribers} has it, slowest of ${announcements}`, value: Math.max(...milliseconds), unit: 'ms' },
  ];
}
