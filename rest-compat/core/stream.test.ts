import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { parse } from 'graphql';
import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { GraphOutcome, GraphPort, PreparedOperation } from '#kernel/graph-port';
import { serveSurface, type ServedSurface } from '../../tests/testkit/surface.ts';
import { catalogueStatus, route, stream, type SurfaceDefinition } from './index.ts';
import { bindStream } from './stream.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

interface Tick {
  readonly tick: { readonly number: number; readonly padding: string };
}
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const ticks = parse('subscription Ticks($padding: Int!) { tick(padding: $padding) { number padding } }') as TypedDocumentNode<Tick, { padding: number }>;
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- what codegen writes for a document
const total = parse('query Total { total }') as TypedDocumentNode<{ total: number }, Record<string, never>>;

const bridge = {
  operation: ticks,
  event: z.object({ n: z.int(), padding: z.string() }),
  events: ({ tick }: Tick) => (tick.number === 13 ? [] : [{ n: tick.number, padding: tick.padding }]),
  last: '[DONE]',
  headers: ({ tick }: Tick) => ({ 'X-First': String(tick.number) }),
};
const head = { auth: 'public', limit: 'default', errors: ['CONFLICT', 'MODEL_UNAVAILABLE'] } as const;
const routes = [
  stream({ ...head, ...bridge, id: 'ticks', method: 'get', path: '/ticks', summary: 'Ticks', request: { query: z.object({ padding: z.coerce.number().default(0) }) }, variables: ({ query }) => query }),
  route({
    ...head,
    id: 'total',
    method: 'post',
    path: '/total',
    summary: 'The number of ticks, or the ticks',
    hot: true,
    request: { body: z.object({ stream: z.boolean().optional() }) },
    operation: total,
    variables: () => ({}),
    success: { status: 200, schema: z.object({ total: z.int() }) },
    reply: (data) => data,
    stream: { ...bridge, when: ({ body }) => body.stream === true, variables: () => ({ padding: 0 }) },
  }),
];

type Source = (padding: number, context: RequestContext) => AsyncGenerator<number>;

const definition: SurfaceDefinition = {
  name: 'ticks',
  title: 'Ticks',
  description: 'An API of ticks.',
  url: 'http://localhost',
  routes,
  wire: { status: catalogueStatus, body: ({ code, message }) => ({ oops: code, message }), schema: z.object({}) },
  limits: { default: { per: 'address', windows: [{ points: 100, seconds: 60 }] } },
  bodyLimitBytes: 1000,
  deadlineMs: 5000,
  credentials: ['bearer', 'apiKey'],
  servesMetrics: false,
};
const sdl = 'type Tick { number: Int! padding: String! } type Query { total: Int! } type Subscription { tick(padding: Int!): Tick! }';

async function serve(source: Source): Promise<ServedSurface> {
  const served = await serveSurface({
    definition,
    sdl,
    root: {
      total: () => 3,
      async *tick({ padding }: { readonly padding: number }, context) {
        for await (const number of source(padding, context)) yield { tick: { number, padding: 'x'.repeat(padding) } };
      },
    },
  });
  stops.push(served.stop);
  return served;
}

const frame = (n: number): string => `data: {"n":${n},"padding":""}\n\n`;
async function* counting(...numbers: readonly number[]): AsyncGenerator<number> {
  yield* numbers;
}

describe('a stream', () => {
  test('is one event per frame, closed by its mark, with the headers of the first event', async () => {
    const { url } = await serve(() => counting(1, 13, 2));
    const answer = await fetch(`${url}/ticks`);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(answer.headers.get('cache-control')).toContain('no-cache');
    expect(answer.headers.get('x-first')).toBe('1');
    expect(answer.headers.get('x-ratelimit-remaining')).toBe('99');
    expect(await answer.text()).toBe(`${frame(1)}${frame(2)}data: [DONE]\n\n`);
  });

  test('that has no events is only its mark', async () => {
    const { url } = await serve(() => counting());
    expect(await (await fetch(`${url}/ticks`)).text()).toBe('data: [DONE]\n\n');
  });

  test('is an alternative that the request chooses', async () => {
    const { url } = await serve(() => counting(1));
    const post = async (body: object) => (await fetch(`${url}/total`, { method: 'POST', body: JSON.stringify(body) })).text();
    expect(await post({})).toBe('{"total":3}');
    expect(await post({ stream: false })).toBe('{"total":3}');
    expect(await post({ stream: true })).toBe(`${frame(1)}data: [DONE]\n\n`);
  });

  test('may take as long as it likes', async () => {
    const deadlines: (number | null)[] = [];
    const { url } = await serve((_, { deadline }) => {
      deadlines.push(deadline);
      return counting();
    });
    await (await fetch(`${url}/ticks`)).text();
    expect(deadlines).toEqual([null]);
  });

  test('that is refused before its first event is an ordinary answer', async () => {
    const { url } = await serve(async function* () {
      if (Date.now() > 0) throw new DomainError('CONFLICT', 'Not now');
      yield 1;
    });
    const answer = await fetch(`${url}/ticks`);
    expect(answer.status).toBe(409);
    expect(answer.headers.get('content-type')).toContain('application/json');
    expect(await answer.json()).toEqual({ oops: 'CONFLICT', message: 'Not now' });
  });

  test.each([
    ['a refusal', new DomainError('MODEL_UNAVAILABLE', 'The model stopped'), { oops: 'MODEL_UNAVAILABLE', message: 'The model stopped' }],
    ['a fault', new Error('a secret of the house'), { oops: 'INTERNAL', message: 'Internal error' }],
  ])('that breaks off with %s says so in its last event, without its mark', async (_, thrown, body) => {
    const { url } = await serve(async function* () {
      yield 1;
      throw thrown;
    });
    expect(await (await fetch(`${url}/ticks`)).text()).toBe(`${frame(1)}data: ${JSON.stringify(body)}\n\n`);
  });

  test('releases its source when the caller leaves, also while nothing is ready', async () => {
    const source = new EventEmitter();
    const released = once(source, 'released');
    const { port, lines } = await serve(async function* (_, { cancellation: { signal } }) {
      try {
        yield 1;
        await once(signal, 'abort');
        yield 2;
      } finally {
        source.emit('released');
      }
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n');
    await once(socket, 'data');
    socket.destroy();
    await released;
    await expect.poll(() => lines).toEqual([expect.objectContaining({ status: 499 })]);
  });

  test('releases its source when the caller leaves before the first event', async () => {
    const source = new EventEmitter();
    const asked = once(source, 'asked');
    const released = once(source, 'released');
    const { port } = await serve(async function* (_, { cancellation: { signal } }) {
      try {
        source.emit('asked');
        await once(signal, 'abort');
        yield 1;
      } finally {
        source.emit('released');
      }
    });
    const socket = connect(port, '127.0.0.1');
    socket.write('GET /ticks HTTP/1.1\r\nHost: x\r\n\r\n');
    await asked;
    socket.destroy();
    await expect(released).resolves.toEqual([]);
  });

  test('holds its source back while the caller does not read', async () => {
    const pulled: number[] = [];
    const { port } = await serve(async function* () {
      for (let number = 1; number <= 1000; number += 1) {
        pulled.push(number);
        yield number;
      }
    });
    const socket = connect(port, '127.0.0.1');
    socket.pause();
    socket.write('GET /ticks?padding=100000 HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    let settled = 0;
    await expect.poll(() => settled === (settled = pulled.length) && settled > 0, { interval: 100 }).toBe(true);
    expect(pulled.length).toBeLessThan(200);
    const read = once(socket, 'end');
    socket.resume();
    await read;
    expect(pulled.length).toBe(1000);
  });
});

describe('the source of a stream', () => {
  /** A source that waits after its first result and looks at no signal: only `return` ends it. */
  function open(first: GraphOutcome<Tick>) {
    const controller = new AbortController();
    let ended = false;
    let wake: () => void = () => undefined;
    const woken = new Promise<void>((resolve) => (wake = resolve));
    const results = [first];
    const source: AsyncIterableIterator<GraphOutcome<Tick>> = {
      async next() {
        const value = results.shift();
        if (value !== undefined) return { done: false, value };
        await woken;
        return { done: true, value: undefined };
      },
      async return() {
        ended = true;
        wake();
        return { done: true, value: undefined };
      },
      [Symbol.asyncIterator]() {
        return this;
      },
    };
    const graph: GraphPort = {
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the port is generic, this source is not
      prepare: <Data, Variables>() => ({ subscribe: async () => source }) as unknown as PreparedOperation<Data, Variables>,
    };
    const answer = bindStream({ ...bridge, variables: () => ({ padding: 0 }) }, graph)({}, createRequestContext({ cancellation: cancellationOf(controller.signal) }));
    return { answer, abort: () => controller.abort(), hasEnded: () => ended };
  }

  test('is asked to end when the caller leaves while it waits', async () => {
    const { answer, abort, hasEnded } = open({ data: { tick: { number: 1, padding: '' } } });
    await answer;
    expect(hasEnded()).toBe(false);
    abort();
    expect(hasEnded()).toBe(true);
  });

  test('is asked to end when its first result is a refusal', async () => {
    const { answer, hasEnded } = open({ errors: [{ message: 'Not now', extensions: { code: 'CONFLICT' } }] });
    await expect(answer).rejects.toMatchObject({ code: 'CONFLICT' });
    expect(hasEnded()).toBe(true);
  });
});
