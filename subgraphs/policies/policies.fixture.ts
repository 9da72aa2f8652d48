import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { projectRoot, type Config } from '#kernel/config';
import { createRequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { toGraphQLError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createPoliciesSubgraph, type PoliciesOptions } from './index.ts';
import type { Mutation, Query, Subscription } from './schema.generated.ts';

export const shippedPolicies = path.join(projectRoot, 'models/policies');

/** A clock that stands still until it is moved. */
export function createTestClock(start = Date.UTC(2026, 0, 1)) {
  let now = start;
  return {
    now: () => now,
    advance(milliseconds: number) {
      now += milliseconds;
    },
  };
}

/** A folder for policies of a test's own. */
export function createPolicyFolder() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'policies-'));
  const copy = (policy: string, version: string, from: string): string => {
    const target = path.join(folder, policy, version);
    mkdirSync(path.dirname(target), { recursive: true });
    cpSync(path.join(shippedPolicies, from), target, { recursive: true });
    return target;
  };
  return {
    folder,
    /** A copy of a shipped version under another name; `change` edits its `policy.json`. Returns its folder. */
    add(policy: string, version: string, { from = 'cartpole/1', change = {} }: { readonly from?: string; readonly change?: object } = {}): string {
      const target = copy(policy, version, from);
      const file = path.join(target, 'policy.json');
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a file of ours
      const manifest = JSON.parse(readFileSync(file, 'utf8')) as object;
      writeFileSync(file, JSON.stringify({ ...manifest, name: policy, version, ...change }));
      return target;
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export interface PoliciesWorldOptions extends Pick<PoliciesOptions, 'recording'> {
  readonly config?: Partial<Config['policies']>;
  /** Another process of the same installation; a database of its own when left out. */
  readonly database?: Database;
  readonly clock?: { readonly now: () => number };
  readonly must?: boolean;
}

/** An error as a client sees it. */
export interface SeenError {
  readonly code: unknown;
  readonly message: string;
  readonly details: unknown;
}

/** A value without nulls in it: a test that finds one where it looks further fails by itself. */
type Whole<T> = T extends readonly (infer Item)[] ? readonly Whole<Item>[] : T extends Date | Uint8Array ? T : T extends object ? { readonly [Key in keyof T]-?: Whole<NonNullable<T[Key]>> } : T;

/** What an answer holds of this domain: the part that was asked for. */
export type PoliciesData = Whole<Query & Mutation & Subscription> & { readonly _entities: unknown };

/** An answer as a client sees it. */
export interface Seen {
  readonly data: unknown;
  readonly errors: readonly SeenError[];
}

export type PoliciesWorld = Awaited<ReturnType<typeof createPoliciesWorld>>;

/** The domain with the shipped policies over a database, through its schema. Close it when done. */
export async function createPoliciesWorld({ config = {}, database: shared, clock, recording, must = true }: PoliciesWorldOptions = {}) {
  const database = shared ?? (await createTestDatabase());
  const metrics = createMetrics();
  const subgraph = createPoliciesSubgraph({
    config: { folders: [shippedPolicies], defaultPolicy: 'cartpole', agentTtlSeconds: 3600, maxAgents: 1000, runtime: 'auto', ...config },
    database, metrics, logger: createLogger({ level: 'silent' }), lookMs: 50, ...(clock !== undefined && { clock }), ...(recording !== undefined && { recording }),
  });
  const stop = async (): Promise<void> => {
    await subgraph.stop();
    if (shared === undefined) await database.close();
  };
  try {
    await subgraph.start({ must, patienceMs: 1_000 });
  } catch (fault) {
    await stop();
    throw fault;
  }
  const contextValue = (): object => subgraph.createContext(createRequestContext());

  const run = async (source: string, variables: object = {}): Promise<Seen> => seen(await graphql({ schema: subgraph.schema, source, variableValues: { ...variables }, contextValue: contextValue() }));
  return {
    database, subgraph, run,
    /** The data of an answer that must be whole. */
    async ask(source: string, variables: object = {}): Promise<PoliciesData> {
      const { data, errors } = await run(source, variables);
      if (errors[0] !== undefined) throw new Error(`${String(errors[0].code)}: ${errors[0].message}`);
      return dataOf(data);
    },
    refusal: async (source: string, variables: object = {}): Promise<SeenError | undefined> => (await run(source, variables)).errors[0],
    async follow(source: string, variables: object = {}) {
      const stream = await subscribe({ schema: subgraph.schema, document: parse(source), variableValues: { ...variables }, contextValue: contextValue() });
      if (!(Symbol.asyncIterator in stream)) throw new Error(String(seen(stream).errors[0]?.code));
      return {
        next: async (): Promise<PoliciesData | null> => {
          const { done, value } = await stream.next();
          return done === true ? null : dataOf(seen(value).data);
        },
        async close(): Promise<void> {
          await stream.return(undefined);
        },
      };
    },
    /** The sum of a metric over its labels. */
    async metric(name: string): Promise<number> {
      const lines = (await metrics.metrics()).split('\n').filter((line) => line.startsWith(`${name}{`) || line.startsWith(`${name} `));
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
    close: stop,
  };
}

// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
const dataOf = (data: unknown): PoliciesData => data as PoliciesData;

function seen({ data, errors = [] }: ExecutionResult): Seen {
  const shown = errors.map((error) => toGraphQLError(error, () => undefined));
  return { data: data === null || data === undefined ? null : structuredClone(data), errors: shown.map(({ message, extensions }) => ({ code: extensions['code'], message, details: extensions['details'] })) };
}

export const stepDocument = 'mutation ($input: StepPolicyInput!) { stepPolicy(input: $input) { agentId action value logProb pressure } }';
export const stepsDocument = 'mutation ($input: StepPoliciesInput!) { stepPolicies(input: $input) { agentIds actions values logProbs pressures } }';
export const resetDocument = 'mutation ($input: ResetPolicyAgentInput! = {}) { resetPolicyAgent(input: $input) { agent { id policyName version { version } stepCount pressure episodeId isRecorded resetAt lastUsedAt } } }';
