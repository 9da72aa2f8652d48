import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import type { Config } from '#kernel/config';
import { cancellationOf, createRequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { toGraphQLError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { scopesOf, toSubject, type Principal, type Realm } from '#kernel/principal';
import { createSandbox } from '#platform/sandbox';
import { createTenantDisk } from '#platform/tenant-disk';
import { createTestDatabase } from '../../../tests/testkit/database.ts';
import { createExecutionSubgraph } from '../index.ts';

/** A run as the tests ask for it. */
export interface SeenRun {
  readonly id: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly state: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly fault: string | null;
  readonly usage: { readonly wallMs: number; readonly cpuMs: number | null; readonly maxRssBytes: number | null; readonly outputBytes: number } | null;
  readonly owner: { readonly id: string };
}

/** An event of a followed run. */
export interface SeenOutput {
  readonly stream: string | null;
  readonly text: string;
  readonly run: SeenRun | null;
}

interface Page {
  readonly nodes: readonly SeenRun[];
  readonly totalCount: number;
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

interface Data {
  readonly runProgram: { readonly run: SeenRun };
  readonly cancelRun: { readonly run: SeenRun };
  readonly run: SeenRun | null;
  readonly runs: Page;
  readonly runSettings: { readonly sandbox: { readonly driver: string; readonly reason: string | null }; readonly programs: readonly { readonly path: string; readonly version: string | null }[]; readonly environmentKeys: readonly string[]; readonly running: number; readonly queued: number; readonly limits: readonly { readonly name: string; readonly max: number }[] };
  readonly runOutput: SeenOutput;
  readonly _entities: readonly { readonly runs: Page }[];
}

const runFields = 'id program arguments state exitCode signal stdout stderr truncated fault usage { wallMs cpuMs maxRssBytes outputBytes } owner { id }';
const pageFields = `nodes { ${runFields} } totalCount pageInfo { hasNextPage endCursor }`;
const documents = {
  run: `mutation ($input: RunProgramInput!) { runProgram(input: $input) { run { ${runFields} } } }`,
  cancel: `mutation ($id: ID!) { cancelRun(input: { runId: $id }) { run { ${runFields} } } }`,
  find: `query ($id: ID!) { run(id: $id) { ${runFields} } }`,
  list: `query ($first: Int, $after: String, $state: RunState) { runs(first: $first, after: $after, state: $state) { ${pageFields} } }`,
  ofUser: `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { runs { ${pageFields} } } } }`,
  settings: '{ runSettings { sandbox { driver reason } programs { path version } environmentKeys running queued limits { name max } } }',
  output: `subscription ($id: ID!) { runOutput(runId: $id) { stream text run { ${runFields} } } }`,
};

export interface RunsWorldOptions {
  readonly config?: Partial<Config['execution']>;
  /** Another process of the same installation. */
  readonly database?: Database;
  /** How long it waits for another process to give up. */
  readonly patienceMs?: number;
}

/** The execution domain over a sandbox, a disk and a database of its own, through its schema. Close it when done. */
export async function createRunsWorld({ config = {}, database: shared, patienceMs = 10_000 }: RunsWorldOptions = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'runs-'));
  chmodSync(folder, 0o711);
  const logger = createLogger({ level: 'silent' });
  const database = shared ?? (await createTestDatabase());
  const settings: Config['execution'] = { driver: 'auto', programs: ['/bin/sh', '/usr/bin/env', '/usr/bin/no-such-program'], folder, workspace: { maxBytes: 8 * 1024 * 1024, maxFiles: 100 }, maxConcurrent: 16, ...config };
  const sandbox = await createSandbox({ driver: settings.driver, folder: path.join(folder, 'sandbox'), logger });
  const disk = createTenantDisk({ folder: path.join(folder, 'tenants'), limits: settings.workspace });
  const subgraph = createExecutionSubgraph({ config: settings, database, sandbox, disk, metrics: createMetrics(), logger });
  await subgraph.start({ patienceMs }).catch(async (error: unknown) => {
    await subgraph.stop();
    rmSync(folder, { recursive: true, force: true });
    throw error;
  });

  function as(name: string, { role = 'developer', realm = 'cds' }: { readonly role?: string; readonly realm?: Realm } = {}) {
    const principal: Principal = { subject: toSubject(realm, name), assurance: 'verified', role, scopes: scopesOf(realm, role), session: null };
    const contextOf = (signal = new AbortController().signal): object => subgraph.createContext(createRequestContext({ principal, cancellation: cancellationOf(signal) }));
    const ask = async (source: string, variableValues: Record<string, unknown> = {}, signal?: AbortSignal): Promise<Data> =>
      dataOf(await graphql({ schema: subgraph.schema, source, variableValues, contextValue: contextOf(signal) }));
    return {
      subject: principal.subject,
      run: async (input: object, signal?: AbortSignal): Promise<SeenRun> => (await ask(documents.run, { input }, signal)).runProgram.run,
      shell: async (script: string, input: object = {}, signal?: AbortSignal): Promise<SeenRun> => (await ask(documents.run, { input: { program: '/bin/sh', arguments: ['-c', script], ...input } }, signal)).runProgram.run,
      cancel: async (id: string): Promise<SeenRun> => (await ask(documents.cancel, { id })).cancelRun.run,
      find: async (id: string): Promise<SeenRun | null> => (await ask(documents.find, { id })).run,
      list: async (page: Record<string, unknown> = {}): Promise<Page> => (await ask(documents.list, page)).runs,
      listOf: async (id: string): Promise<Page | undefined> => (await ask(documents.ofUser, { id }))._entities[0]?.runs,
      settings: async () => (await ask(documents.settings)).runSettings,
      async *follow(id: string): AsyncGenerator<SeenOutput> {
        const stream = await subscribe({ schema: subgraph.schema, document: parse(documents.output), variableValues: { id }, contextValue: contextOf() });
        if (!(Symbol.asyncIterator in stream)) throw new Error(String(stream.errors?.map(seen)[0]));
        for await (const result of stream) yield dataOf(result).runOutput;
      },
    };
  }

  return {
    sandbox, disk, database, folder, subgraph, as,
    async close(): Promise<void> {
      await subgraph.stop();
      await sandbox.sandbox?.close();
      if (shared === undefined) await database.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** An error as a client sees it: `CODE {details}`. */
const seen = (error: Parameters<typeof toGraphQLError>[0]): string => {
  const { message, extensions } = toGraphQLError(error, () => undefined);
  return `${String(extensions['code'])} ${JSON.stringify(extensions['details'] ?? message)}`;
};

function dataOf({ data, errors }: ExecutionResult): Data {
  const error = errors?.map(seen)[0];
  if (error !== undefined) throw new Error(error);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
  return structuredClone(data) as unknown as Data;
}
