import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { BenchResult } from './bench.ts';
import { comparedOperations } from './gateway-graph.ts';
import { startComparison, type ComparedGateway, type Comparison } from './gateway-peers.ts';
import { killWithUs } from './measured-server.ts';

const readingSchema = z.object({ requests: z.number(), perSecond: z.number(), p50: z.number(), p99: z.number() });

/** What one gateway did with one operation, the best of its rounds. */
interface Figures extends Omit<z.infer<typeof readingSchema>, 'requests'> {
  /** Microseconds of CPU for one request: of the gateway, and of the subgraphs that it asks. */
  readonly gatewayCpu: number;
  readonly subgraphsCpu: number;
}

/** By gateway. */
type Table = ReadonlyMap<string, Figures>;

const rounds = 5;
const roundMs = 2_000;
const resultsFile = 'bench/gateway/RESULTS.md';

/** Our gateway and its peers over the same subgraphs, all up at once, asked in turn. Writes bench/gateway/RESULTS.md. */
export async function gatewayBench(): Promise<BenchResult[]> {
  const comparison = await startComparison();
  const load = fork('bench/gateway-load-process.ts', { execArgv: ['--import', 'tsx', '--conditions=source'] });
  killWithUs(load);
  try {
    for (const [name, query] of Object.entries(comparedOperations)) await requireSameAnswers(name, query, comparison.gateways);
    const tables = new Map<string, Table>();
    for (const [name, query] of Object.entries(comparedOperations)) {
      for (const concurrency of [1, 50]) tables.set(`${name}, ${concurrency} at a time`, await compare(`${name}, ${concurrency} at a time`, { query, concurrency, comparison, load }));
    }
    writeFileSync(resultsFile, resultsText(tables));
    console.log(`  written to ${resultsFile}`);
    return [...tables].flatMap(([asked, table]) => ratiosOf(asked, table));
  } finally {
    for (const child of [load, comparison.subgraphs, ...comparison.gateways.map((gateway) => gateway.child)]) child.kill();
  }
}

async function requireSameAnswers(name: string, query: string, gateways: readonly ComparedGateway[]): Promise<void> {
  const answers = await Promise.all(gateways.map(async ({ url, headers }): Promise<unknown> => (await fetch(url, { method: 'POST', headers, body: JSON.stringify({ query }) })).json()));
  const [first] = answers;
  const different = gateways.filter((_, index) => !isDeepStrictEqual(answers[index], first));
  if (different.length > 0) throw new Error(`${name} is answered differently by ${different.map((gateway) => gateway.name).join(', ')}: ${JSON.stringify(answers).slice(0, 500)}`);
  console.log(`  ${name}: the same ${JSON.stringify(first).length} characters from all`);
}

interface Asked {
  readonly query: string;
  readonly concurrency: number;
  readonly comparison: Comparison;
  readonly load: ChildProcess;
}

/** Rounds are interleaved, so that all meet the same neighbours on the machine. */
async function compare(asked: string, { query, concurrency, comparison: { gateways, subgraphs }, load }: Asked): Promise<Table> {
  const best = new Map<string, Figures>();
  for (let round = 0; round <= rounds; round += 1) {
    for (const { name, url, headers, child } of gateways) {
      const before = [cpuOf(child), cpuOf(subgraphs)] as const;
      load.send({ url, headers, body: JSON.stringify({ query }), concurrency, milliseconds: roundMs });
      const [{ requests, ...reading }] = z.tuple([readingSchema]).rest(z.unknown()).parse(await once(load, 'message'));
      const figures = { ...reading, gatewayCpu: (cpuOf(child) - before[0]) / requests, subgraphsCpu: (cpuOf(subgraphs) - before[1]) / requests };
      if (round > 0) best.set(name, better(best.get(name), figures));
    }
    console.log(`  ${asked}: ${round === 0 ? 'warm' : `round ${round} of ${rounds}`}`);
  }
  return best;
}

/** A shared machine only ever makes it worse. */
const better = (one: Figures | undefined, other: Figures): Figures =>
  (one === undefined ? other : {
    perSecond: Math.max(one.perSecond, other.perSecond), p50: Math.min(one.p50, other.p50), p99: Math.min(one.p99, other.p99),
    gatewayCpu: Math.min(one.gatewayCpu, other.gatewayCpu), subgraphsCpu: Math.min(one.subgraphsCpu, other.subgraphsCpu),
  });

/** Microseconds; proc(5): after the name in brackets, the 12th and 13th fields are user and system time in ticks of 10 ms. */
function cpuOf({ pid }: ChildProcess): number {
  const stat = readFileSync(`/proc/${String(pid)}/stat`, 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10_000;
}

const totalCpu = ({ gatewayCpu, subgraphsCpu }: Figures): number => gatewayCpu + subgraphsCpu;

function ratiosOf(asked: string, table: Table): BenchResult[] {
  const [[, inProcess] = [], [, overHttp] = []] = table;
  if (inProcess === undefined || overHttp === undefined) return [];
  return [...table].flatMap(([name, figures]) => [
    { name: `${asked}: ${name}`, value: totalCpu(figures), unit: 'us CPU/request, subgraphs included', floor: totalCpu(inProcess), ratio: totalCpu(figures) / totalCpu(inProcess) },
    { name: `${asked}: ${name}, the gateway alone`, value: figures.gatewayCpu, unit: 'us CPU/request', floor: overHttp.gatewayCpu, ratio: figures.gatewayCpu / overHttp.gatewayCpu },
  ]);
}

function resultsText(tables: ReadonlyMap<string, Table>): string {
  const sections = [...tables].map(([asked, table]) => {
    const [{ perSecond: ours } = { perSecond: Number.NaN }] = table.values();
    const rows = [...table].map(([name, { perSecond, p50, p99, gatewayCpu, subgraphsCpu }]) =>
      `| ${[name, perSecond.toFixed(0), (ours / perSecond).toFixed(1), p50.toFixed(1), p99.toFixed(1), gatewayCpu.toFixed(0), subgraphsCpu.toFixed(0)].join(' | ')} |`);
    return `## ${asked[0]?.toUpperCase() ?? ''}${asked.slice(1)}\n\n| gateway | requests/s | times slower than the first | p50 ms | p99 ms | gateway µs CPU | subgraphs µs CPU |\n|---|---|---|---|---|---|---|\n${rows.join('\n')}\n`;
  });
  return `# Gateways compared

Written by \`npm run bench -- gateway\` on ${new Date().toISOString().slice(0, 10)}: ${os.cpus().length} cores, Node ${process.version}, load ${os.loadavg().map((value) => value.toFixed(1)).join(' ')} at the end. All servers were up in one run and were asked in turn, ${rounds}
rounds of ${roundMs / 1_000} s each; the best round counts. All answered the same before. Ours ran as it does in production: signed tokens, limits, metrics and access log on; the peers had none of that. CPU is
from /proc/PID/stat. All but the first ask the same subgraph process over HTTP. The last is no gateway: what this
machine takes for a request and its answer alone, while the client runs beside it.

${sections.join('\n')}`;
}
