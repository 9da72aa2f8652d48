import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { loadConfig } from '#kernel/config';
import type { Database } from '#kernel/database';
import { toGraphQLError } from '#kernel/errors';
import type { GraphPort } from '#kernel/graph-port';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { scopesOf, type Subject } from '#kernel/principal';
import type { Subgraph } from '#kernel/subgraph';
import { createEvents } from '#kernel/events';
import { createOperations } from '#platform/operations';
import { createTestBackend } from './backends/llama/llama.fixture.ts';
import { createInferenceSubgraph } from './index.ts';

/** Who calls, and the signal of the request. */
export interface Caller {
  readonly subject?: Subject | null;
  readonly role?: 'developer' | 'admin';
  readonly signal?: AbortSignal;
  readonly requestId?: string;
}

/** An error as a client sees it. */
export interface SeenError {
  readonly code: unknown;
  readonly details: unknown;
  readonly path: readonly (string | number)[] | undefined;
}

/** An answer as a client sees it. */
export interface SeenResult {
  readonly data: unknown;
  readonly errors: readonly SeenError[];
}

/** The domain with the shipped model, over a database and a graph that it can ask about opening balances. */
export async function createInferenceWorld({ database, graph }: { readonly database: Database; readonly graph: GraphPort }) {
  const config = loadConfig({ LLM_THREADS: '1', LLM_CONTEXT_SIZE: '512', RATE_LIMITS: 'off' });
  const metrics = createMetrics();
  const backend = createTestBackend();
  const logger = createLogger({ level: 'silent' });
  const events = await createEvents({ database, logger });
  const operations = createOperations({ database, events, logger });
  const options = { config, database, graph, operations, metrics, backend, logger };
  const subgraph = createInferenceSubgraph(options);
  await subgraph.start();
  await backend.load('help');

  return {
    database, backend, subgraph,
    run: (source: string, variables: object = {}, caller: Caller = {}) => run({ subgraph, source, variables, caller }),
    /** Runs on the same models and accounts, with a limit of calls per minute. */
    withLimit(ratePerMinute: number) {
      const limited = createInferenceSubgraph({ ...options, metrics: createMetrics(), config: { ...config, rateLimits: true, llm: { ...config.llm, ratePerMinute } } });
      return (source: string, caller: Caller) => run({ subgraph: limited, source, variables: {}, caller });
    },
    /** The stream, or what refused it. */
    async open(source: string, variables: object = {}, caller: Caller = {}): Promise<AsyncGenerator<ExecutionResult> | SeenResult> {
      const stream = await subscribe({ schema: subgraph.schema, document: parse(source), variableValues: { ...variables }, contextValue: contextOf(subgraph, caller) });
      return Symbol.asyncIterator in stream ? stream : seen(stream);
    },
    /** The sum of a metric over its labels, or of those lines that hold `label`. */
    async metric(name: string, label = ''): Promise<number> {
      const lines = (await metrics.metrics()).split('\n').filter((line) => (line.startsWith(`${name}{`) || line.startsWith(`${name} `)) && line.includes(label));
      return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' ') + 1)), 0);
    },
    account: (subject: string) => database.prisma.tokenAccount.findUnique({ where: { subject }, select: { balance: true, reserved: true } }),
    ledger: (subject: string) => database.prisma.tokenUsage.findMany({ where: { subject }, orderBy: { createdAt: 'asc' } }),
    async close(): Promise<void> {
      await subgraph.stop();
      await events.close();
      await database.close();
    },
  };
}

function contextOf(subgraph: Subgraph, { subject = 'cds:1', role = 'developer', signal = new AbortController().signal, requestId }: Caller) {
  const principal = subject === null ? null : { subject, assurance: 'verified' as const, role, scopes: scopesOf('cds', role), session: null };
  return subgraph.createContext(createRequestContext({ cancellation: cancellationOf(signal), principal, ...(requestId !== undefined && { requestId }) }));
}

async function run({ subgraph, source, variables, caller }: { readonly subgraph: Subgraph; readonly source: string; readonly variables: object; readonly caller: Caller }): Promise<SeenResult> {
  return seen(await graphql({ schema: subgraph.schema, source, variableValues: { ...variables }, contextValue: contextOf(subgraph, caller) }));
}

/** The answer of graphql-js as the gateway shows it. */
export function seen({ data, errors = [] }: ExecutionResult): SeenResult {
  const shown = errors.map((error) => toGraphQLError(error, () => undefined));
  return { data: structuredClone(data) ?? null, errors: shown.map(({ extensions, path }) => ({ code: extensions['code'], details: extensions['details'], path })) };
}
