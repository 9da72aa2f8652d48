import { fork, spawn, type ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { composeServices } from '@apollo/composition';
import { z } from 'zod';
import { comparedSubgraphs } from './gateway-graph.ts';
import { freePort, killWithUs, startFlags } from './measured-server.ts';

/** A gateway that takes part, in a process of its own. */
export interface ComparedGateway {
  readonly name: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly child: ChildProcess;
}

/** Everything that is up during the comparison. */
export interface Comparison {
  readonly gateways: readonly ComparedGateway[];
  /** The subgraphs that all but the first gateway ask over HTTP. */
  readonly subgraphs: ChildProcess;
}

const startMessage = z.object({ port: z.number(), barePort: z.number().optional(), token: z.string().optional() });

/** Starts the subgraphs and all gateways; the peers are installed when they were not. */
export async function startComparison(): Promise<Comparison> {
  const peers = await installed('peers');
  const mercurius = await installed('mercurius');
  const { child: subgraphs, port } = await startOurs('gateway-subgraphs-process.ts');
  const subgraphsUrl = `http://127.0.0.1:${port}`;
  const supergraph = path.join(peers, 'supergraph.graphql');
  writeFileSync(supergraph, supergraphOver(subgraphsUrl));
  const hive = [path.join(peers, 'node_modules/@graphql-hive/gateway/dist/bin.js'), 'supergraph', supergraph, '--fork', '1', '--host', '127.0.0.1', '--port'];
  return {
    subgraphs,
    gateways: [
      await ours('Pentagraph, subgraphs in process'),
      await ours('Pentagraph', subgraphsUrl),
      await peer('@apollo/gateway with Apollo Server', peers, (free) => [path.join(peers, 'apollo-gateway.mjs'), supergraph, free]),
      await peer('Hive Gateway', peers, (free) => [...hive, free]),
      await peer('Hive Gateway, Rust planner', peers, (free) => [...hive, free, '--hive-router-runtime']),
      await peer('Mercurius', mercurius, (free) => [path.join(mercurius, 'server.mjs'), free, ...comparedSubgraphs.map(({ name }) => `${name}=${subgraphsUrl}/${name}/graphql`)]),
      await floor('node:http alone, which knows the answers by heart'),
    ],
  };
}

function supergraphOver(subgraphsUrl: string): string {
  const { supergraphSdl, errors } = composeServices(comparedSubgraphs.map(({ name, typeDefs }) => ({ name, typeDefs, url: `${subgraphsUrl}/${name}/graphql` })));
  if (errors !== undefined) throw new Error(errors.map(({ message }) => message).join('\n'));
  return supergraphSdl;
}

async function ours(name: string, ...parameters: readonly string[]): Promise<ComparedGateway> {
  const { child, port, token = '' } = await startOurs('gateway-process.ts', parameters);
  return { name, child, url: `http://127.0.0.1:${port}/graphql`, headers: { 'content-type': 'application/json', authorization: `Bearer ${token}` } };
}

async function floor(name: string): Promise<ComparedGateway> {
  const { child, barePort } = await startOurs('gateway-process.ts');
  return { name, child, url: `http://127.0.0.1:${String(barePort)}/graphql`, headers: { 'content-type': 'application/json' } };
}

async function startOurs(file: string, parameters: readonly string[] = []) {
  const child = fork(`bench/${file}`, parameters, { execArgv: [...startFlags, '--import', 'tsx'], env: { NODE_ENV: 'production' } });
  killWithUs(child);
  const [message] = z.tuple([startMessage]).rest(z.unknown()).parse(await once(child, 'message'));
  return { child, ...message };
}

async function peer(name: string, folder: string, parameters: (port: string) => readonly string[]): Promise<ComparedGateway> {
  const port = String(await freePort());
  console.log(`  starting ${name}`);
  const child = spawn(process.execPath, parameters(port), { cwd: folder, stdio: ['ignore', 'ignore', 'inherit'], env: { NODE_ENV: 'production', APOLLO_TELEMETRY_DISABLED: 'true', HOME: os.tmpdir() } });
  killWithUs(child);
  const url = `http://127.0.0.1:${port}/graphql`;
  const headers = { 'content-type': 'application/json' };
  const isUp = (): Promise<boolean> => fetch(url, { method: 'POST', headers, body: '{"query":"{ __typename }"}' }).then(({ ok }) => ok, () => false);
  for (let attempt = 0; attempt < 600 && !(await isUp()); attempt += 1) {
    if (child.exitCode !== null) throw new Error(`${name} did not start`);
    await delay(100);
  }
  return { name, child, url, headers };
}

/** Installs a folder of peers beside nothing of ours, once per lock file; says where it is. */
async function installed(name: string): Promise<string> {
  const source = path.join('bench/gateway', name);
  const version = createHash('sha256').update(readFileSync(path.join(source, 'package-lock.json'))).digest('hex').slice(0, 12);
  const folder = path.join(os.tmpdir(), 'pentagraph-gateway-peers', `${name}-${version}`);
  const done = path.join(folder, 'installed');
  mkdirSync(folder, { recursive: true });
  cpSync(source, folder, { recursive: true });
  if (existsSync(done)) return folder;
  console.log(`  installing ${name} into ${folder}`);
  const install = spawn('npm', ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: folder, stdio: 'inherit' });
  const [code] = z.tuple([z.number().nullable()]).rest(z.unknown()).parse(await once(install, 'exit'));
  if (code !== 0) throw new Error(`npm could not install ${name}`);
  writeFileSync(done, '');
  return folder;
}
