import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { systemClock } from '#kernel/clock';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { toGraphQLError } from '#kernel/errors';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { loadSubgraphSchema } from '#kernel/subgraph';
import { createSandbox, type SandboxOffer } from '#platform/sandbox';
import { createTenantDisk } from '#platform/tenant-disk';
import { resolvers } from '../resolvers/index.ts';
import type { MicroExecution, MicroOutput, MicroRuntime, MicroSettings } from '../schema.generated.ts';
import { createMicroService } from './index.ts';

const schema = loadSubgraphSchema(new URL('../index.ts', import.meta.url).href, resolvers).schema;
const logger = createLogger({ level: 'silent' });

export interface MicroWorldOptions {
  readonly driver?: 'auto' | 'bwrap' | 'unshare' | 'none';
  /** One that is there already; it stays open. */
  readonly offer?: SandboxOffer;
  readonly limits?: { readonly maxBytes: number; readonly maxFiles: number };
  readonly programs?: readonly string[];
}

/** A session as the tests ask for it. */
export interface SeenSession {
  readonly id: string;
  readonly runtime: MicroRuntime;
  readonly state: string;
  readonly endReason: string | null;
  readonly executionCount: number;
  readonly createdAt: string;
  readonly lastUsedAt: string;
  readonly expiresAt: string;
  readonly memoryBytes: number | null;
  readonly owner: { readonly id: string };
}

/** An error as a client sees it. */
export interface SeenError {
  readonly code: unknown;
  readonly message: string;
  readonly details: unknown;
}

/** What answers hold. */
interface Data {
  readonly startMicroSession: { readonly session: SeenSession };
  readonly executeMicroCode: { readonly execution: MicroExecution; readonly session: SeenSession };
  readonly interruptMicroSession: { readonly session: SeenSession };
  readonly stopMicroSession: { readonly session: SeenSession };
  readonly microSession: SeenSession | null;
  readonly microSessions: readonly SeenSession[];
  readonly microSettings: MicroSettings;
  readonly microOutput: MicroOutput;
  readonly _entities: readonly ({ readonly microSessions: readonly SeenSession[] } | SeenSession | null)[];
}

const sessionFields = 'id runtime state endReason executionCount createdAt lastUsedAt expiresAt memoryBytes owner { id }';
const executionFields = 'sessionId count status stdout stderr truncated displays { data } result { data } error { name message traceback } stateKept durationMs';
export const documents = {
  start: `mutation ($input: StartMicroSessionInput!) { startMicroSession(input: $input) { session { ${sessionFields} } } }`,
  execute: `mutation ($input: ExecuteMicroCodeInput!) { executeMicroCode(input: $input) { execution { ${executionFields} } session { ${sessionFields} } } }`,
  interrupt: `mutation ($id: ID!) { interruptMicroSession(input: { sessionId: $id }) { session { ${sessionFields} } } }`,
  stop: `mutation ($id: ID!) { stopMicroSession(input: { sessionId: $id }) { session { ${sessionFields} } } }`,
  find: `query ($id: ID!) { microSession(id: $id) { ${sessionFields} } }`,
  list: `{ microSessions { ${sessionFields} } }`,
  settings: '{ microSettings { sandbox { driver reason isolation { memory } } languages { runtime version reason } limits { name unit default max } mimeTypes } }',
  output: `subscription ($id: ID!) { microOutput(sessionId: $id) { sessionId count stream text display { data } execution { ${executionFields} } } }`,
  ofUser: `query ($id: ID!) { _entities(representations: [{ __typename: "User", id: $id }]) { ... on User { microSessions { ${sessionFields} } } } }`,
};

/** Micro sessions over a sandbox and a disk of their own, through their schema. Close it when done. */
export async function createMicroWorld({ driver = 'auto', offer: shared, limits = { maxBytes: 64 * 1024 * 1024, maxFiles: 1_000 }, programs = [] }: MicroWorldOptions = {}) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'micro-'));
  chmodSync(folder, 0o711);
  const offer = shared ?? (await createSandbox({ driver, folder: path.join(folder, 'sandbox'), logger }));
  const disk = createTenantDisk({ folder: path.join(folder, 'tenants'), limits });
  const micro = createMicroService({
    config: { driver, programs: [...programs], folder, workspace: limits, maxConcurrent: 16 },
    sandbox: offer, disk, clock: systemClock, metrics: createMetrics(), logger, requireServing: () => undefined,
  });

  function as(name: string, role = 'developer') {
    const principal: Principal = { subject: toSubject('cds', name), assurance: 'verified', role, scopes: scopesOf('cds', role), session: null };
    const contextValue = (signal = new AbortController().signal): object => ({ ...createRequestContext({ principal, cancellation: cancellationOf(signal) }), micro });
    const run = async (source: string, variableValues: Record<string, unknown> = {}): Promise<ExecutionResult> => graphql({ schema, source, variableValues, contextValue: contextValue() });
    const ask = async (source: string, variables?: Record<string, unknown>): Promise<Data> => dataOf(await run(source, variables));
    const execute = async (sessionId: string, code: string, options: object = {}) => (await ask(documents.execute, { input: { sessionId, code, ...options } })).executeMicroCode;
    return {
      subject: principal.subject,
      ask, execute,
      start: async (runtime: MicroRuntime, options: object = {}): Promise<SeenSession> => (await ask(documents.start, { input: { runtime, ...options } })).startMicroSession.session,
      /** The execution alone. */
      run: async (sessionId: string, code: string, options: object = {}): Promise<MicroExecution> => (await execute(sessionId, code, options)).execution,
      find: async (id: string): Promise<SeenSession | null> => (await ask(documents.find, { id })).microSession,
      refusal: async (source: string, variables?: Record<string, unknown>): Promise<SeenError | undefined> => (await run(source, variables)).errors?.map(seen)[0],
      async follow(id: string, signal?: AbortSignal) {
        const stream = await subscribe({ schema, document: parse(documents.output), variableValues: { id }, contextValue: contextValue(signal) });
        if (!(Symbol.asyncIterator in stream)) throw new Error(String(stream.errors?.map(seen)[0]?.code));
        return {
          next: async (): Promise<MicroOutput | null> => {
            const { done, value } = await stream.next();
            return done === true ? null : dataOf(value).microOutput;
          },
          close: () => stream.return(undefined),
        };
      },
    };
  }

  return {
    offer, disk, micro, folder, as,
    async close(): Promise<void> {
      await micro.close();
      if (shared === undefined) await offer.sandbox?.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const seen = (error: Parameters<typeof toGraphQLError>[0]): SeenError => {
  const { message, extensions } = toGraphQLError(error, () => undefined);
  return { code: extensions['code'], message, details: extensions['details'] };
};

function dataOf({ data, errors }: ExecutionResult): Data {
  const error = errors?.map(seen)[0];
  if (error !== undefined) throw new Error(`${String(error.code)}: ${error.message}`);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
  return structuredClone(data) as unknown as Data;
}
