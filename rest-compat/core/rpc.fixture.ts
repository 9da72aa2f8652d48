import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach } from 'vitest';
import { z } from 'zod';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { serveSurface, type ServedSurface, type ServeOptions } from '../../tests/testkit/surface.ts';
import { followed, renamed, rpcErrors, rpcFeed, rpcMethod, rpcRoute, rpcSocket, streamed, type RpcApi, type SurfaceDefinition } from './index.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

const sdl = `
  type Query { said(text: String!): String! }
  type Mutation { say(text: String!, loudness: Int): String! begin(steps: Int!): ID! undo(id: ID!): ID! }
  type Subscription { spelled(text: String!): String! steps(id: ID!): Int! }
`;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const say = parse('mutation Say($text: String!, $loudness: Int) { say(text: $text, loudness: $loudness) }') as TypedDocumentNode<{ say: string }, { text: string; loudness?: number | undefined }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const said = parse('query Said($text: String!) { said(text: $text) }') as TypedDocumentNode<{ said: string }, { text: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const spelled = parse('subscription Spelled($text: String!) { spelled(text: $text) }') as TypedDocumentNode<{ spelled: string }, { text: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const begin = parse('mutation Begin($steps: Int!) { begin(steps: $steps) }') as TypedDocumentNode<{ begin: string }, { steps: number }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const undo = parse('mutation Undo($id: ID!) { undo(id: $id) }') as TypedDocumentNode<{ undo: string }, { id: string }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const steps = parse('subscription Steps($id: ID!) { steps(id: $id) }') as TypedDocumentNode<{ steps: number }, { id: string }>;

const text = z.object({ text: z.string(), loudness: z.int32().optional(), stream: z.boolean().default(false) });
type Text = z.output<typeof text>;
const sayIt = {
  params: text,
  operation: say,
  variables: ({ text: given, loudness }: Text) => ({ text: given, loudness }),
  result: z.object({ said: z.string() }),
  reply: (data: { readonly say: string }) => ({ said: data.say }),
  fieldName: renamed({ volume: 'loudness' }),
};
const stepping = z.object({ steps: z.int32(), wait: z.boolean().default(true) });

const methods = [
  rpcMethod({
    ...sayIt,
    name: 'voice.say',
    summary: 'Says it',
    headers: (data) => ({ 'X-Said': data.say.slice(0, 10) }),
    telling: streamed({
      when: ({ stream }: Text) => stream,
      operation: spelled,
      variables: (input: Text) => ({ text: input.text }),
      notifications: (data, { id }) => [{ method: 'voice.letter', params: { call_id: id, letter: data.spelled } }],
      keep: (kept: string | undefined, data) => (kept ?? '') + data.spelled,
      reply: (kept) => ({ result: { said: kept }, headers: null }),
    }),
    tells: { 'voice.letter': z.object({ letter: z.string() }) },
    errors: ['NOT_FOUND', 'INSUFFICIENT_TOKENS'],
  }),
  rpcMethod({ ...sayIt, name: 'voice.command', summary: 'Commands it', scope: 'admin', errors: [] }),
  rpcMethod({ ...sayIt, name: 'voice.whisper', summary: 'Says it seldom', limit: 'whisper', errors: [] }),
  rpcMethod({
    name: 'work.do',
    summary: 'Does it in steps',
    params: stepping,
    operation: begin,
    variables: (input) => ({ steps: input.steps }),
    result: z.object({ id: z.string(), done: z.int().optional(), subscription: z.string().optional() }),
    reply: (data): { id: string; done?: number; subscription?: string } => ({ id: data.begin }),
    telling: followed({
      begin: { operation: begin, variables: (input: z.output<typeof stepping>) => ({ steps: input.steps }) },
      waits: (input: z.output<typeof stepping>) => input.wait,
      feed: { operation: steps, variables: (data) => ({ id: data.begin }), notifications: (data) => [{ method: 'work.step', params: { step: data.steps } }] },
      undo: { operation: undo, variables: (data) => ({ id: data.begin }) },
      end: (data): { id: string; done?: number; subscription?: string } => ({ id: 'w', done: data.steps }),
      beginning: (data, subscription) => ({ id: data.begin, subscription }),
    }),
    errors: [],
  }),
  rpcFeed({
    name: 'voice.subscribe',
    summary: 'Spells it',
    params: z.object({ text: z.string() }),
    state: { operation: said, variables: (input) => input, reply: (data) => ({ said: data.said }) },
    result: z.object({ said: z.string() }),
    feed: { operation: spelled, variables: (input) => input, notifications: (data) => [{ method: 'voice.letter', params: { letter: data.spelled } }] },
    tells: { 'voice.letter': z.object({ subscription: z.string(), letter: z.string() }) },
    errors: ['NOT_FOUND'],
  }),
];

const about = { title: 'Voices', description: 'An API that says things.', url: 'http://localhost:1' };
export const api: RpcApi = { ...about, path: '/rpc', socketPath: '/ws', limit: 'rpc', deadlineMs: 10_000, maxMessageBytes: 1_000_000, methods };

const definition = (recheckMs: number, points: number): SurfaceDefinition => ({
  ...about,
  name: 'voices',
  routes: [rpcRoute(api)],
  sockets: [rpcSocket(api, { recheckMs })],
  wire: rpcErrors,
  credentials: ['bearer', 'apiKey'],
  limits: { rpc: { per: 'user', windows: [{ points, seconds: 60 }] }, whisper: { per: 'user', windows: [{ points: 2, seconds: 60 }] } },
  bodyLimitBytes: 1_000_000,
  deadlineMs: 10_000,
  servesMetrics: true,
});

/** What the domain saw. */
export interface Seen {
  readonly undone: string[];
  released: number;
  contexts: RequestContext[];
}

export interface ServeRpcOptions extends Partial<ServeOptions> {
  readonly recheckMs?: number;
  readonly points?: number;
  readonly say?: (text: string) => unknown;
}

/** The API on a real port. A text says how it goes: `missing`, `secret`, `poor`, `busy`, `endless`. */
export async function serveRpc({ recheckMs = 60_000, points = 1000, say: answer = (given) => given, ...more }: ServeRpcOptions = {}): Promise<ServedSurface & { readonly seen: Seen }> {
  const seen: Seen = { undone: [], released: 0, contexts: [] };
  const refusals: Readonly<Record<string, () => never>> = {
    missing: () => refuse('NOT_FOUND', 'There is no such word', { workingDirectory: '/x', field: 'text' }),
    wrong: () => refuse('BAD_USER_INPUT', 'Wrong', { field: 'volume', reason: 'is too loud' }),
    odd: () => refuse('CONFLICT', 'the secret is hunter2', {}),
    poor: () => refuse('INSUFFICIENT_TOKENS', 'Nothing is left', { balance: 3 }),
    broken: () => {
      throw new Error('the secret is hunter2');
    },
  };
  const sayText = (given: string): unknown => (Object.hasOwn(refusals, given) ? refusals[given]?.() : answer(given));
  async function* letters(given: string, { cancellation: { signal } }: RequestContext) {
    try {
      for (const letter of given === 'endless' ? 'end' : given) yield letter;
      if (given === 'endless') await new Promise((resolve) => signal.addEventListener('abort', resolve));
      if (given === 'missing') sayText(given);
    } finally {
      seen.released += 1;
    }
  }
  const root = {
    say: ({ text: given }: { readonly text: string }, context: RequestContext) => {
      seen.contexts.push(context);
      return sayText(given);
    },
    said: ({ text: given }: { readonly text: string }) => (given === 'odd' ? sayText('missing') : given),
    async *spelled({ text: given }: { readonly text: string }, context: RequestContext) {
      for await (const letter of letters(given, context)) yield { spelled: letter };
    },
    begin: ({ steps: count }: { readonly steps: number }) => (count < 0 ? 'endless' : 'x'.repeat(count)),
    undo: ({ id }: { readonly id: string }) => {
      seen.undone.push(id);
      return id;
    },
    async *steps({ id }: { readonly id: string }, context: RequestContext) {
      let count = 0;
      for await (const letter of letters(id, context)) yield { steps: (count += letter.length) };
    },
  };
  const served = await serveSurface({ definition: definition(recheckMs, points), sdl, root, ...more });
  stops.push(served.stop);
  return { ...served, seen };
}

function refuse(code: 'NOT_FOUND' | 'BAD_USER_INPUT' | 'CONFLICT' | 'INSUFFICIENT_TOKENS', message: string, details: Readonly<Record<string, unknown>>): never {
  throw new DomainError(code, message, { details });
}
