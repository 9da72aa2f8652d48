import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import { inspectHeap } from './inspected-heap.ts';
import { freePort, startProduct } from './measured-server.ts';
import { callers, type Caller, type SoakTarget } from './soak-callers.ts';

// `npm run soak [-- seconds]`: mixed load on the built product; then what is left on its heap must be what was there before, within a tenth.
const seconds = Number(process.argv[2] ?? 180);
const warmUpSeconds = Math.min(60, seconds / 2);
const allowedGrowth = 1.1;
const mebibyte = 1024 ** 2;

interface Tally {
  done: number;
  readonly faults: string[];
}

/** Calls again and again until the time is over. */
async function keepCalling(call: Caller, target: SoakTarget, { tally, end }: { readonly tally: Tally; readonly end: number }): Promise<void> {
  while (Date.now() < end) {
    try {
      await call(target, tally.done);
      tally.done += 1;
    } catch (fault) {
      if (tally.faults.length < 3) tally.faults.push(String(fault instanceof Error ? fault.cause ?? fault.message : fault));
      await delay(100);
    }
    await delay(2);
  }
}

async function load(target: SoakTarget, tallies: ReadonlyMap<string, Tally>, end: number): Promise<void> {
  const calling = Object.entries(callers).map(async ([name, call]) => {
    const tally = tallies.get(name);
    if (tally !== undefined) await keepCalling(call, target, { tally, end });
  });
  await Promise.all(calling);
}

const tokenAnswer = z.object({ token: z.string() });

async function signIn(url: string, body: object): Promise<string> {
  const response = await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  return tokenAnswer.parse(await response.json()).token;
}

const port = await freePort();
const server = await startProduct({ API_PORT: '0', LLM_PORT: '0', CLOUDBRAIN_PORT: '0', DEFAULT_TOKEN_BALANCE: '2000000000', LOG_LEVEL: 'warn' }, [`--inspect=127.0.0.1:${port}`]);
const heap = await inspectHeap(port);
const urls = { graphql: server.url('GraphQL'), auth: server.url('CyberDevStudio auth'), api: server.url('CyberDevStudio API'), llm: server.url('CyberDevStudio LLM'), cyborg: server.url('CyborgMind'), cloudbrain: server.url('CloudBrain') };
const target: SoakTarget = {
  ...urls,
  token: await signIn(`${urls.auth}/auth/register`, { username: 'soak', password: 'a long enough secret' }),
  aiToken: await signIn(`${urls.cloudbrain}/api/v1/auth/login`, { ai_id: 32, ai_name: 'GLM47', ai_nickname: 'GLM47' }),
};
const tallies = new Map(Object.keys(callers).map((name): [string, Tally] => [name, { done: 0, faults: [] }]));

console.log(`warming up for ${warmUpSeconds} s …`);
await load(target, tallies, Date.now() + warmUpSeconds * 1_000);
await delay(2_000);
const before = await heap.live();
console.log(`${(before / mebibyte).toFixed(1)} MiB live; mixed load for ${seconds} s …`);
await load(target, tallies, Date.now() + seconds * 1_000);
await delay(2_000);
const after = await heap.live();
heap.close();
const alarms = server.printed().split('\n').filter((line) => /unhandled rejection|uncaught exception|Maximum.*listeners|"level":(?:50|60)/u.test(line));
await server.stop();

for (const [name, { done, faults }] of tallies) console.log(`  ${name.padEnd(24)} ${String(done).padStart(8)}${faults.length === 0 ? '' : `  ${faults.join(' | ')}`}`);
console.log(`live heap: ${(before / mebibyte).toFixed(1)} -> ${(after / mebibyte).toFixed(1)} MiB, ratio ${(after / before).toFixed(3)} (at most ${allowedGrowth}); alarms in the log: ${alarms.length}`);
for (const alarm of alarms.slice(0, 5)) console.log(`  ${alarm}`);
const isSound = after <= before * allowedGrowth && alarms.length === 0 && [...tallies.values()].every(({ done, faults }) => done > 0 && faults.length === 0);
process.exitCode = isSound ? 0 : 1;
