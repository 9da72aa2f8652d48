import { setImmediate as nextTurn } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import jwt from 'jsonwebtoken';
import { parse } from 'graphql';
import { z } from 'zod';
import { composeSupergraph, createGraphEngine, createLocalLink } from '#gateway';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { createEvents } from '#kernel/events';
import type { GraphPort, PreparedOperation } from '#kernel/graph-port';
import type { Logger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { scopesOf } from '#kernel/principal';
import { createCollaborationSubgraph } from '#subgraphs/collaboration';
import type { BenchResult } from './bench.ts';
import { startBenchServer } from './bench-server.ts';
import { loadCollaboration, loadedAi } from './collaboration-data.ts';
import { startExpressPrisma, startFloor } from './collaboration-peers.ts';
import { startHttpLoad, type LoadRequest } from './http-load.ts';

const size = { ais: 10_000, messages: 1_000_000 };
const reader = { ai_id: 32, ai_name: 'GLM47', ai_nickname: 'GLM47', subject: 'cb:32' };
const liveSubscribers = 2_000;
const rounds = 15;
const peerSecret = 'the secret of the peer, of a good length for HS256';
const content = 'Hello there, a message of some length about word15 and word77, which many others are about too.';

/** One route, and how it is asked for. */
interface Case {
  readonly name: string;
  readonly path: string;
  readonly body: string | null;
  /** How often it is asked for in each of three rounds. */
  readonly count: number;
}

const cases: readonly Case[] = [
  { name: 'POST /message/send', path: '/message/send', body: JSON.stringify({ message_type: 'message', content, target_ai_id: 33 }), count: 200 },
  { name: 'GET /message/inbox', path: '/message/inbox', body: null, count: 200 },
  { name: 'GET /message/search, a rare word', path: '/message/search?q=word15321', body: null, count: 200 },
  { name: 'GET /message/search, a rare prefix', path: '/message/search?q=word1532', body: null, count: 200 },
  { name: 'GET /message/search, a rare part of words', path: '/message/search?q=ord1532', body: null, count: 200 },
  { name: 'GET /message/search, a word of one in thirty', path: '/message/search?q=word0', body: null, count: 30 },
  { name: 'GET /message/search, a prefix that all have', path: '/message/search?q=wor', body: null, count: 30 },
];

/** Messages between 10,000 AIs with a million there, against bare node:http with the same statements and against Express and Prisma written by hand. */
export async function collaborationBench(): Promise<readonly BenchResult[]> {
  const server = await startBenchServer();
  const load = startHttpLoad();
  await loadCollaboration(server.database, size, reader.subject);
  const [floor, express] = await Promise.all([startFloor(server.database, reader.subject), startExpressPrisma(server.database, { secret: peerSecret, reader: reader.subject })]);
  try {
    const own = { url: server.urls.cloudbrain, token: await signIn(server.urls.cloudbrain) };
    const peer = { url: express.url, token: jwt.sign({ sub: reader.subject }, peerSecret, { expiresIn: 3600 }) };
    const results: BenchResult[] = [];
    for (const route of cases) {
      const measured = await load.measure(toRequest(route, own), route.count);
      const least = await load.measure(toRequest(route, { ...own, url: floor.url }), route.count);
      const byHand = await load.measure(toRequest(route, peer), Math.ceil(route.count / 10));
      results.push(
        { name: `${route.name}: p50, floor node:http + pg`, value: measured.p50, unit: 'ms', floor: least.p50, ratio: measured.p50 / least.p50 },
        { name: `${route.name}: CPU, floor node:http + pg`, value: measured.cpu, unit: 'ms', floor: least.cpu, ratio: measured.cpu / least.cpu },
        { name: `${route.name}: CPU, floor Express + Prisma`, value: measured.cpu, unit: 'ms', floor: byHand.cpu, ratio: measured.cpu / byHand.cpu },
      );
    }
    return [...results, ...(await broadcastBench(server))];
  } finally {
    load.close();
    floor.close();
    express.close();
    await server.close();
  }
}

async function signIn(url: string): Promise<string> {
  const answer = await fetch(`${url}/api/v1/auth/login`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(reader) });
  return z.object({ token: z.string() }).parse(await answer.json()).token;
}

const toRequest = ({ path, body }: Case, { url, token }: { readonly url: string; readonly token: string }): LoadRequest => ({
  url: `${url}/api/v1${path}`,
  method: body === null ? 'GET' : 'POST',
  headers: { authorization: `Bearer ${token}`, ...(body !== null && { 'content-type': 'application/json' }) },
  body,
});

const noAccounts: GraphPort = { prepare: <TData, TVariables>(): PreparedOperation<TData, TVariables> => ({ execute: refuse, executeToJson: refuse, subscribe: refuse }) };
function refuse(): never {
  throw new Error('This bench registers nobody');
}

/** How long a broadcast to everybody takes, and until it has reached 2,000 AIs that follow their messages. */
async function broadcastBench({ database, logger }: { readonly database: Database; readonly logger: Logger }): Promise<readonly BenchResult[]> {
  const events = await createEvents({ database, logger });
  const subgraph = createCollaborationSubgraph({ database, events, graph: noAccounts, secretKey: null });
  const links = new Map([[subgraph.name, createLocalLink(subgraph, { report: (fault) => logger.error({ err: fault }, 'a resolver failed') })]]);
  const graph = createGraphEngine({ supergraphSdl: composeSupergraph([subgraph]), links, metrics: createMetrics(), logger }).port();
  const follow = graph.prepare(parse('subscription { messageSent { message { id content sender { id name } } } }'));
  const send = graph.prepare<unknown, object>(parse('mutation { sendMessage(input: { type: "news", content: "To all of you" }) { message { id } } }'));
  const streams = [];
  for (let at = 0; at < liveSubscribers; at += 1) streams.push(await follow.subscribe({}, contextOf(loadedAi(at))));
  try {
    const sending: number[] = [];
    const reaching: number[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const waiting = Promise.all(streams.map((stream) => stream.next()));
      await nextTurn(); // by then they all wait
      const started = performance.now();
      await send.execute({}, contextOf(reader.subject));
      sending.push(performance.now() - started);
      await waiting;
      reaching.push(performance.now() - started);
    }
    const middle = (values: readonly number[]): number => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? NaN;
    return [
      { name: `broadcast to ${size.ais} AIs returns`, value: middle(sending), unit: 'ms' },
      { name: `broadcast to ${size.ais} AIs returns, slowest of ${rounds}`, value: Math.max(...sending), unit: 'ms' },
      { name: `broadcast reaches ${liveSubscribers} live subscribers`, value: middle(reaching), unit: 'ms' },
      { name: `broadcast reaches ${liveSubscribers} live subscribers, slowest of ${rounds}`, value: Math.max(...reaching), unit: 'ms' },
    ];
  } finally {
    for (const stream of streams) await stream.return?.();
    await events.close();
  }
}

const contextOf = (subject: string): RequestContext =>
  createRequestContext({ principal: { subject: `cb:${subject.slice(3)}`, assurance: 'verified', role: 'developer', scopes: scopesOf('cb', 'developer'), session: null }, cancellation: cancellationOf(new AbortController().signal) });

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.table(await collaborationBench());
