import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { composeSupergraph, createGraphEngine, createLocalLink } from '#gateway';
import { loadConfig, projectRoot } from '#kernel/config';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import { openDatabase } from '#kernel/database';
import { createEvents } from '#kernel/events';
import { dataOrThrow, type GraphPort } from '#kernel/graph-port';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { scopesOf } from '#kernel/principal';
import type { Subgraph } from '#kernel/subgraph';
import { createOperations } from '#platform/operations';
import { createInferenceSubgraph } from '#subgraphs/inference';
import type { InferenceBackend } from '../subgraphs/inference/backends/backend.ts';
import type { InferenceContext } from '../subgraphs/inference/context.ts';
import { createChatPlanner } from '../subgraphs/inference/chat-plan.ts';
import { createLlamaBackend } from '../subgraphs/inference/backends/llama/llama-backend.ts';
import { createSchemaGraph } from '../tests/testkit/schema-graph.ts';
import type { BenchResult } from './bench.ts';

/** One answer as its reader saw it. */
interface Reading {
  readonly tokens: number;
  readonly firstTokenMs: number;
  /** CPU of this process from the first text to the last. */
  readonly streamingCpuUs: number;
}

type Reader = (stream: number) => Promise<Reading>;

const planChat = createChatPlanner();
const question = { model: 'help', messages: [{ role: 'USER', content: 'How do I create an environment?' }] } as const;
// Many answers first: what runs once per token is only compiled for good after thousands of them.
const warmUps = 150;
const rounds = 20;

interface Deltas {
  readonly chatCompletionDelta: { readonly content: string; readonly tokens: number };
}
const document: TypedDocumentNode<Deltas, { readonly input: typeof question }> = parse(
  'subscription ($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { id createdAt model { id } role content tokens finishReason usage { totalTokens } tokenBalance } }',
);

/** Streams of the shipped model through the graph, with accounts, against the same model process called directly. */
export async function inferenceBench(): Promise<BenchResult[]> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-bench-'));
  chmodSync(dataDir, 0o755); // the server may run as an account of its own
  const config = loadConfig({ NODE_ENV: 'test', PENTAGRAPH_DATA_DIR: dataDir, LLM_THREADS: '1', LLM_CONTEXT_SIZE: '512', RATE_LIMITS: 'off', DEFAULT_TOKEN_BALANCE: '1000000000' });
  const logger = createLogger({ level: 'silent' });
  const database = await openDatabase({ config, logger });
  const events = await createEvents({ database, logger });
  const metrics = createMetrics();
  const backend = createLlamaBackend({ ...config.llm, logger, shipped: [{ id: 'help', file: path.join(projectRoot, 'models/help/help.q8_0.gguf'), ownedBy: 'pentagraph' }] });
  const identity = createSchemaGraph('type Query { me: User user(id: ID!): User } type User { openingTokenBalance: Int }', {});
  const inference = createInferenceSubgraph({ config, database, graph: identity, operations: createOperations({ database, events, logger }), metrics, logger, backend });
  try {
    await inference.start();
    await backend.load('help');
    const link = createLocalLink(inference, { report: () => undefined });
    const engine = createGraphEngine({ supergraphSdl: composeSupergraph([inference]), links: new Map([[inference.name, link]]), metrics, logger });
    return await compare({ direct: directReader(backend), service: serviceReader(inference), graph: graphReader(engine.port()) });
  } finally {
    await inference.stop();
    await events.close();
    await database.close();
    rmSync(dataDir, { recursive: true, force: true });
  }
}

async function compare({ direct, service, graph }: Readonly<Record<'direct' | 'service' | 'graph', Reader>>): Promise<BenchResult[]> {
  const results: BenchResult[] = [];
  for (const streams of [1, 4]) {
    const floors: Round[] = [];
    const services: Round[] = [];
    const values: Round[] = [];
    for (let round = 0; round < warmUps; round += 1) await Promise.all([readTogether(direct, streams), readTogether(service, streams), readTogether(graph, streams)]);
    // In turn, so that both meet the same neighbours on the machine.
    for (let round = 0; round < rounds; round += 1) {
      floors.push(await readTogether(direct, streams));
      services.push(await readTogether(service, streams));
      values.push(await readTogether(graph, streams));
    }
    const figure = (name: string, best: (all: readonly Round[]) => number, { unit, least = floors }: { readonly unit: string; readonly least?: readonly Round[] }): BenchResult => {
      const [value, floor] = [best(values), best(least)];
      return { name: `${name}, ${streams} at once`, unit, value, floor, ratio: value / floor };
    };
    results.push(
      figure('chat through the graph', (all) => Math.max(...all.map(({ tokensPerSecond }) => tokensPerSecond)), { unit: 'tokens/s' }),
      figure('time to first token', (all) => Math.min(...all.map(({ firstTokenMs }) => firstTokenMs)), { unit: 'ms' }),
    );
    const leastCpu = (all: readonly Round[]): number => Math.min(...all.map(({ cpuPerTokenUs }) => cpuPerTokenUs));
    if (streams === 1) results.push(figure('CPU per streamed token, over the model process', leastCpu, { unit: 'us' }), figure('CPU per streamed token, over the service', leastCpu, { unit: 'us', least: services }));
  }
  return results;
}

interface Round {
  readonly tokensPerSecond: number;
  readonly firstTokenMs: number;
  readonly cpuPerTokenUs: number;
}

async function readTogether(read: Reader, streams: number): Promise<Round> {
  const startedAt = performance.now();
  const readings = await Promise.all(Array.from({ length: streams }, (_, stream) => read(stream)));
  const tokens = readings.reduce((sum, reading) => sum + reading.tokens, 0);
  const mean = (of: (reading: Reading) => number): number => readings.reduce((sum, reading) => sum + of(reading), 0) / readings.length;
  return {
    tokensPerSecond: (tokens / (performance.now() - startedAt)) * 1_000,
    firstTokenMs: mean(({ firstTokenMs }) => firstTokenMs),
    cpuPerTokenUs: mean((reading) => reading.streamingCpuUs / reading.tokens),
  };
}

/** Notes what comes and when. */
function createNotes() {
  const startedAt = performance.now();
  let firstAt = 0;
  let tokens = 0;
  let before: NodeJS.CpuUsage | undefined;
  let last: NodeJS.CpuUsage = { user: 0, system: 0 };
  return {
    text(count: number): void {
      tokens += count;
      if (before === undefined) {
        firstAt = performance.now();
        before = process.cpuUsage();
      }
      last = process.cpuUsage(before);
    },
    reading: (): Reading => ({ tokens, firstTokenMs: firstAt - startedAt, streamingCpuUs: last.user + last.system }),
  };
}

function directReader(backend: InferenceBackend): Reader {
  return async (stream) => {
    const notes = createNotes();
    const prompt = { kind: 'chat', messages: question.messages, tools: [] } as const;
    const request = { model: question.model, prompt, maxTokens: 200, sampling: {}, stop: [], grammar: null, logprobs: null, count: 1, echo: false, priority: 0, deadline: null, owner: `bench:${stream}` };
    await backend.generate(request, { signal: new AbortController().signal, onDelta: ({ tokens }) => notes.text(tokens) });
    return notes.reading();
  };
}

const contextOf = (stream: number) => createRequestContext({
  principal: { subject: `cds:${stream}`, assurance: 'verified', role: 'developer', scopes: scopesOf('cds', 'developer'), session: null },
  cancellation: cancellationOf(new AbortController().signal),
});

const isInferenceContext = (context: RequestContext): context is InferenceContext => 'generation' in context;

/** The rules of the domain called directly: accounts and all, but no graph. */
function serviceReader(inference: Subgraph): Reader {
  return async (stream) => {
    const context = inference.createContext(contextOf(stream));
    if (!isInferenceContext(context)) throw new TypeError('Not the context of inference');
    const notes = createNotes();
    for await (const event of await context.generation.stream(context, () => planChat(question))) {
      if (event instanceof Error) throw event;
      if (event.content !== '') notes.text(event.tokens);
    }
    return notes.reading();
  };
}

function graphReader(graph: GraphPort): Reader {
  const operation = graph.prepare(document);
  return async (stream) => {
    const notes = createNotes();
    for await (const outcome of await operation.subscribe({ input: question }, contextOf(stream))) {
      const { content, tokens } = dataOrThrow(outcome).chatCompletionDelta;
      if (content !== '') notes.text(tokens);
    }
    return notes.reading();
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.table(await inferenceBench());
