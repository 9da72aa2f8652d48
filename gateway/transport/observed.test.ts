import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createListener, type Listener } from '#kernel/listener';
import { createMetrics } from '#kernel/metrics';
import type { Span, Tracing } from '#kernel/tracing';
import { createShopEngine } from '../engine/fixture/shop.ts';
import { createGatewayTransport, type GatewayTransport } from './gateway-transport.ts';

const lines: Readonly<Record<string, unknown>>[] = [];
const started: { readonly name: string; readonly parent: string | null }[] = [];
const span: Span = { traceparent: '00-0af7651916cd43dd8448eb211c80319c-00000000000000aa-01', isRecorded: true, end: () => undefined };
const tracing: Tracing = {
  start(name, { parent }) {
    started.push({ name, parent });
    return span;
  },
  close: () => Promise.resolve(),
};

let listener: Listener;
let transport: GatewayTransport;
beforeAll(async () => {
  const logger = pino({ level: 'info' }, { write: (line) => void lines.push(z.record(z.string(), z.unknown()).parse(JSON.parse(line))) });
  const metrics = createMetrics();
  const { engine } = createShopEngine({ metrics, tracing });
  transport = createGatewayTransport({ engine, authenticator: { authenticate: () => null }, metrics, logger, corsAllowedOrigins: [], readiness: [] });
  listener = createListener({ name: 'graphql', host: '127.0.0.1', port: 0, handler: transport.handler, upgrade: transport.upgrade, logger, metrics });
  await listener.start();
});
afterAll(async () => {
  await transport.stop();
  await listener.stop({ timeoutMs: 0 });
});

const post = (query: string, headers: Record<string, string> = {}): Promise<Response> =>
  fetch(`${listener.url}/graphql`, { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers }, body: JSON.stringify({ query, variables: { first: 1234 } }) });

test('the access log names the operation, but says nothing of its variables', async () => {
  await (await post('query Named($first: Int) { users(first: $first) { id } }')).text();
  await (await post(`query ${'N'.repeat(500)} { me { id } }`)).text();
  await (await post('mutation { tick }')).text();
  await expect.poll(() => lines.filter(({ path }) => path === '/graphql').length).toBe(3);
  const logged = lines.filter(({ path }) => path === '/graphql');
  expect(logged.map(({ operation, operation_kind }) => [operation, operation_kind])).toStrictEqual([['Named', 'query'], ['N'.repeat(80), 'query'], [null, 'mutation']]);
  expect(JSON.stringify(logged)).not.toContain('1234');
});

test('the trace of a caller goes on in the graph; what is no trace is not believed', async () => {
  started.length = 0;
  const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
  await (await post('query Traced { me { id } }', { traceparent })).text();
  expect(started).toStrictEqual([{ name: 'plan', parent: traceparent }, { name: 'query Traced', parent: traceparent }, { name: 'fetch users', parent: span.traceparent }]);
  started.length = 0;
  await (await post('query Traced { me { id } }', { traceparent: '00-zz-01' })).text();
  expect(started).toStrictEqual([{ name: 'query Traced', parent: null }, { name: 'fetch users', parent: span.traceparent }]);
});
