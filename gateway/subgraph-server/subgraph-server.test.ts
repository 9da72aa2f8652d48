import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import net from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createInternalIdentity } from '#kernel/internal-identity';
import { startFarProcess, type FarProcess } from '../subgraph-links/remote/fixture/far-process.ts';
import { ada } from '../subgraph-links/remote/fixture/far-subgraph.ts';

let far: FarProcess;
beforeAll(async () => {
  far = await startFarProcess();
});
afterAll(() => far.stop());

const echo = '{"query":"{ echo(text: \\"x\\") }"}';
const good = (): string => `Bearer ${far.identity.sign(ada, 'far')}`;
const post = (body: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${far.directUrl}/graphql`, { method: 'POST', headers: { authorization: good(), ...headers }, body });

const stranger = createInternalIdentity(generateKeyPairSync('ed25519'));
/** By a process whose clock is a minute behind, with the right key. */
const late = (): string => `Bearer ${createInternalIdentity({ ...far.keys, clock: { now: () => Date.now() - 60_000 } }).sign(ada, 'far')}`;
const bad: readonly (readonly [string, () => Record<string, string>])[] = [
  ['no token', () => ({})],
  ['an empty token', () => ({ authorization: 'Bearer ' })],
  ['a token of a client', () => ({ authorization: 'Bearer eyJhbGciOiJIUzI1NiJ9.e30.AAAA' })],
  ['an expired token', () => ({ authorization: late() })],
  ['a token for another subgraph', () => ({ authorization: `Bearer ${far.identity.sign(ada, 'near')}` })],
  ['a token of another installation', () => ({ authorization: `Bearer ${stranger.sign(ada, 'far')}` })],
  ['a token in another header', () => ({ 'x-api-key': far.identity.sign(ada, 'far') })],
];

test.each(bad)('who has %s is refused before its body is read', async (_, headers) => {
  const answer = await fetch(`${far.directUrl}/graphql`, { method: 'POST', headers: headers(), body: 'no JSON' });
  expect(answer.status).toBe(401);
  expect(await answer.json()).toEqual({ errors: [{ message: 'This part of the graph answers processes of its own installation only', extensions: { code: 'UNAUTHENTICATED' } }] });
});

test.each(bad)('who has %s gets no WebSocket', async (_, headers) => {
  const socket = new WebSocket(`${far.directUrl.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', { headers: headers() });
  const [, answer] = await once(socket, 'unexpected-response') as [unknown, { statusCode: number }]; // eslint-disable-line @typescript-eslint/consistent-type-assertions -- the event of ws
  expect(answer.statusCode).toBe(401);
  socket.on('error', () => undefined).terminate();
});

test.each<readonly [string, string, readonly [number, string]]>([
  ['no JSON', '{"query":', [400, 'INVALID_JSON']],
  ['no query', '{}', [400, 'INVALID_REQUEST']],
  ['a list of variables', '{"query":"{ echo(text: \\"x\\") }","variables":[1]}', [400, 'INVALID_REQUEST']],
  ['a syntax error', '{"query":"{"}', [200, 'GRAPHQL_PARSE_FAILED']],
  ['a field that there is not', '{"query":"{ nothing }"}', [200, 'GRAPHQL_VALIDATION_FAILED']],
  ['two operations and no name', '{"query":"query A { echo(text: \\"x\\") } query B { echo(text: \\"x\\") }"}', [200, 'OPERATION_RESOLUTION_FAILURE']],
  ['a subscription', '{"query":"subscription { answer }"}', [400, 'INVALID_REQUEST']],
  ['very many tokens', JSON.stringify({ query: `{ ${'a '.repeat(200_001)} }` }), [200, 'GRAPHQL_PARSE_FAILED']],
])('%s is refused with its code', async (_, body, [status, code]) => {
  const answer = await post(body);
  expect(answer.status).toBe(status);
  expect(await answer.json()).toMatchObject({ errors: [{ extensions: { code } }] });
});

test.each(['pentagraph-deadline-ms', 'pentagraph-hops'])('a %s that is no number is refused', async (header) => {
  for (const value of ['-1', 'soon', '99999999999', '1e3']) expect((await post(echo, { [header]: value })).status).toBe(400);
  expect((await post(echo, { [header]: '20' })).status).toBe(200);
});

test('an operation by GET is refused, and so is every other path', async () => {
  expect((await fetch(`${far.directUrl}/graphql?query={__typename}`, { headers: { authorization: good() } })).status).toBe(405);
  expect((await fetch(`${far.directUrl}/graphql/x`, { headers: { authorization: good() } })).status).toBe(404);
});

test('health, readiness and metrics need no token', async () => {
  for (const path of ['health', 'ready', 'metrics']) expect((await fetch(`${far.directUrl}/${path}`)).status).toBe(200);
  expect(await (await fetch(`${far.directUrl}/metrics`)).text()).toContain('graph_served_streams_open{subgraph="far"} 0');
});

test('an answer that nobody waits for any more is not worked on', async () => {
  const { hostname, port } = new URL(far.directUrl);
  const socket = net.connect(Number(port), hostname);
  const body = '{"query":"{ waits }"}';
  const open = far.subgraph.waiting.open;
  socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${good()}\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await expect.poll(() => far.subgraph.waiting.open).toBe(open + 1);
  socket.destroy();
  await expect.poll(() => far.subgraph.waiting.aborted).toBe(1);
});

test('work ends at the deadline of the request, also when its caller hangs', async () => {
  const before = far.subgraph.waiting.aborted;
  const { hostname, port } = new URL(far.directUrl);
  const socket = net.connect(Number(port), hostname);
  const body = '{"query":"{ waits }"}';
  socket.write(`POST /graphql HTTP/1.1\r\nhost: x\r\nauthorization: ${good()}\r\npentagraph-deadline-ms: 30\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
  await expect.poll(() => far.subgraph.waiting.aborted).toBe(before + 1);
  socket.destroy();
});
