import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { parse } from 'graphql';
import { z } from 'zod';
import { composeSupergraph } from '#gateway';
import { projectRoot, subgraphNames } from '#kernel/config';
import { createTestDatabase } from './database.ts';
import { startOneServer, startSplitServer } from './split-server.ts';

const tokenAnswer = z.object({ token: z.string() });
const graphqlAnswer = z.object({
  data: z.unknown().optional(),
  errors: z.array(z.object({ message: z.string(), path: z.array(z.union([z.string(), z.number()])).optional(), extensions: z.record(z.string(), z.unknown()) })).optional(),
});

export type World = Awaited<ReturnType<typeof createWorld>>;

export interface WorldOptions {
  /** Each part of the graph on a port of its own, behind HTTP and WebSockets, as if in processes of their own. */
  readonly split?: boolean;
  /** False: it starts no model, which takes long, for tests that ask none. */
  readonly model?: boolean;
}

/** Both forms of a world, for tests that have to hold in each. */
export const worldForms: readonly (readonly [string, WorldOptions])[] = [['all in one', { split: false }], ['split', { split: true }]];

let supergraphSdl: string | undefined;

/** The graph as its parts are now, composed once for all worlds of a test process: each of their servers would do it anew. */
function writeSupergraph(file: string): void {
  supergraphSdl ??= composeSupergraph(subgraphNames.map((name) => ({ name, typeDefs: parse(readFileSync(path.join(projectRoot, `subgraphs/${name}/schema.graphql`), 'utf8')) })));
  writeFileSync(file, supergraphSdl);
}

/**
 * A whole server of its own: every role on free ports, a database cloned from the template, the real model.
 * `environment` overrides configuration by variable name. Close it when done.
 */
export async function createWorld(environment: Readonly<Record<string, string>> = {}, { split = false, model = true }: WorldOptions = {}) {
  const database = await createTestDatabase();
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-world-'));
  chmodSync(dataDir, 0o711); // as root, sandboxed programs run as other users and have to get through
  const supergraphFile = path.join(dataDir, 'supergraph.graphql');
  writeSupergraph(supergraphFile);
  const admin = { username: 'admin', password: 'correct horse battery' };
  const variables = {
    NODE_ENV: 'test',
    DATABASE_URL: database.url,
    PENTAGRAPH_DATA_DIR: dataDir,
    SUPERGRAPH_FILE: supergraphFile,
    SUPERGRAPH_POLL_SECONDS: '0',
    GRAPHQL_PORT: '0',
    AUTH_PORT: '0',
    API_PORT: '0',
    LLM_PORT: '0',
    CYBORG_PORT: '0',
    CLOUDBRAIN_PORT: '0',
    LOG_LEVEL: 'silent',
    LLM_THREADS: '1',
    ...(!model && { DEFAULT_MODEL: 'none' }),
    ADMIN_USERNAME: admin.username,
    ADMIN_PASSWORD: admin.password,
    RATE_LIMITS: 'off',
    ...environment,
  };
  const server = await (split ? startSplitServer : startOneServer)(variables);
  const urlOf = (name: string): string => server.rows.find((row) => row.name === name)?.url ?? '';
  const urls = { graphql: urlOf('GraphQL'), auth: urlOf('CyberDevStudio auth'), api: urlOf('CyberDevStudio API'), llm: urlOf('CyberDevStudio LLM'), cyborg: urlOf('CyborgMind'), cloudbrain: urlOf('CloudBrain') };

  const post = async (url: string, body: unknown, token?: string): Promise<Response> =>
    fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });
  const tokenOf = async (answer: Response): Promise<string> => tokenAnswer.parse(await answer.json()).token;

  return {
    urls,
    admin,
    /** Where this server keeps its files. */
    dataDir,
    database,
    server,
    post,
    /** A token of the administrator. */
    signInAdmin: async (): Promise<string> => tokenOf(await post(`${urls.auth}/auth/login`, admin)),
    /** A token of a new developer of that name. */
    register: async (username: string): Promise<string> => tokenOf(await post(`${urls.auth}/auth/register`, { username, password: 'a long enough secret' })),
    /** One GraphQL request over HTTP. */
    async graphql(query: string, { token, variables }: { readonly token?: string; readonly variables?: object } = {}) {
      const answer = await post(urls.graphql, { query, variables }, token);
      return { status: answer.status, ...graphqlAnswer.parse(await answer.json()) };
    },
    /** The value of a metric, summed over its labels, and over the processes of a split world. */
    async metric(name: string): Promise<number> {
      const pages = server.rows.filter((row) => row.name === 'GraphQL' || row.name.startsWith('subgraph ')).map(async ({ url }) => (await fetch(new URL('/metrics', url))).text());
      const text = (await Promise.all(pages)).join('\n');
      return text.split('\n').filter((line) => line.startsWith(`${name} `) || line.startsWith(`${name}{`)).reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
    async close(): Promise<void> {
      await server.stop();
      await database.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
