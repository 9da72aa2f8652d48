import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import net, { type AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { WebSocketServer, type WebSocket } from 'ws';
import { createInternalIdentity } from '#kernel/internal-identity';
import { createLogger } from '#kernel/logging';
import { createMetrics } from '#kernel/metrics';
import { askLink, codes, nextAnswer, openOverLink, streamOverLink } from './fixture/ask-link.ts';
import { requestOfAda } from './fixture/far-subgraph.ts';
import { createRemoteLink, type RemoteLink } from './remote-link.ts';
import type { RemoteLimits } from './remote-limits.ts';

const closers: (() => Promise<unknown> | undefined)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0).reverse()) await close();
});

const identity = createInternalIdentity(generateKeyPairSync('ed25519'));

async function linkTo(server: net.Server, limits: Partial<RemoteLimits> = {}): Promise<RemoteLink> {
  const sockets = new Set<net.Socket>();
  server.on('connection', (socket: net.Socket) => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a server that listens on a port has such an address
  const { port } = server.address() as AddressInfo;
  const link = createRemoteLink({
    name: 'far', url: `http://127.0.0.1:${port}`, identity, metrics: createMetrics(), logger: createLogger({ level: 'silent' }),
    limits: { retryMs: 1, stallMs: 100, queryMs: 1_000, connectMs: 500, failuresToOpen: 100, answerBytes: 100_000, reopenMs: 10, ...limits },
  });
  closers.push(async () => {
    await link.close();
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
  });
  return link;
}

const ours = { 'content-type': 'application/json', 'pentagraph-subgraph': 'far' };
const says = (text: string, headers: Readonly<Record<string, string>> = ours, status = 200) => (_: IncomingMessage, response: ServerResponse): void => void response.writeHead(status, headers).end(text);

test.each<readonly [string, (request: IncomingMessage, response: ServerResponse) => void]>([
  ['no JSON', says('<html>')],
  ['half an answer', says('{"data":{"echo":"x"')],
  ['nothing', says('')],
  ['a list', says('[]')],
  ['data that is a list', says('{"data":[1]}')],
  ['data that is text', says('{"data":"x"}')],
  ['no data and no errors', says('{}')],
  ['errors that are none', says('{"data":null,"errors":[1]}')],
  ['an empty list of errors', says('{"errors":[]}')],
  ['another content type', says('{"data":{"echo":"x"}}', { ...ours, 'content-type': 'text/html' })],
  ['an answer of some other server', says('{"data":{"echo":"x"}}', { 'content-type': 'application/json' })],
  ['an answer of another subgraph', says('{"data":{"echo":"x"}}', { ...ours, 'pentagraph-subgraph': 'near' })],
  ['a redirection', says('', { ...ours, location: 'http://127.0.0.1:1/' }, 307)],
  ['that it does not know us', says('{"errors":[{"message":"who?","extensions":{"code":"UNAUTHENTICATED"}}]}', ours, 401)],
  ['a body without end', (_, response) => {
    response.writeHead(200, ours);
    const more = (): void => {
      if (!response.destroyed && response.write('x'.repeat(10_000))) setImmediate(more);
    };
    response.on('drain', more);
    more();
  }],
  ['a length that is too large', (_, response) => void response.writeHead(200, { ...ours, 'content-length': '999999999' }).write('{')],
  ['a body that stalls', (_, response) => void response.writeHead(200, ours).write('{"data"')],
  ['a head that never comes', () => undefined],
  ['a connection that is reset', (request) => request.socket.resetAndDestroy()],
])('%s is no answer', async (_, answer) => {
  const link = await linkTo(createServer(answer), { attempts: 1, queryMs: 400 });
  const result = await askLink(link, '{ echo(text: "x") }');
  expect(codes(result)).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect(result.data).toBeUndefined();
});

test.each<readonly [string, string]>([
  ['garbage', 'garbage\r\n\r\n'],
  ['a header without end', `HTTP/1.1 200 OK\r\nx: ${'x'.repeat(100_000)}`],
  ['two lengths', 'HTTP/1.1 200 OK\r\ncontent-length: 1\r\ncontent-length: 2\r\n\r\n{}'],
])('%s in place of HTTP is no answer', async (_, bytes) => {
  const link = await linkTo(net.createServer((socket) => void socket.write(bytes)), { attempts: 2, queryMs: 400 });
  expect(codes(await askLink(link, '{ echo(text: "x") }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('words of errors without a code of ours stay where they are', async () => {
  const errors = [
    { message: 'password is hunter2', path: ['echo'] },
    { message: 'hunter2', extensions: { code: 'INTERNAL' } },
    { message: 'hunter2', extensions: { code: '__proto__' } },
    { message: { hunter2: true }, extensions: { code: 'CONFLICT' } },
    { message: 'Taken', path: [{ hunter2: 1 }], extensions: { code: 'CONFLICT', details: ['hunter2'], stack: 'hunter2' } },
  ];
  const link = await linkTo(createServer(says(JSON.stringify({ data: null, errors }))));
  const result = await askLink(link, '{ echo(text: "x") }');
  expect(JSON.stringify(result)).not.toContain('hunter2');
  expect(codes(result)).toEqual(['INTERNAL', 'INTERNAL', 'INTERNAL', 'INTERNAL', 'CONFLICT']);
  expect(result.errors?.[0]?.path).toEqual(['echo']);
});

test('a proxy that is without its server for a moment costs a query nothing but time', async () => {
  let asked = 0;
  const link = await linkTo(createServer((request, response) => {
    asked += 1;
    if (asked < 3) says('busy', {}, 503)(request, response);
    else says('{"data":{"echo":"x"}}')(request, response);
  }));
  expect(await askLink(link, '{ echo(text: "x") }')).toEqual({ data: { echo: 'x' } });
  asked = 0;
  expect(codes(await askLink(link, 'mutation { count }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect(asked).toBe(1);
});

test('pauses between attempts end with the request', async () => {
  const link = await linkTo(createServer(says('busy', {}, 503)), { retryMs: 100_000 });
  expect(codes(await askLink(link, '{ echo(text: "x") }', { context: requestOfAda({ deadline: Date.now() + 50 }) }))).toEqual(['DEADLINE_EXCEEDED']);
});

/** Takes WebSockets of graphql-transport-ws and does what it is told with each message. */
function socketServer(onMessage: (socket: WebSocket, message: { readonly type: string; readonly id?: string }) => void): net.Server {
  const server = createServer();
  const sockets = new WebSocketServer({ server, handleProtocols: () => 'graphql-transport-ws' });
  sockets.on('connection', (socket) => {
    socket.on('error', () => undefined);
    // eslint-disable-next-line @typescript-eslint/consistent-type-assertions, @typescript-eslint/no-base-to-string -- what a client of ours sends
    socket.on('message', (data) => onMessage(socket, JSON.parse(String(data)) as { type: string; id?: string }));
  });
  return server;
}

const send = (socket: WebSocket, message: object): void => socket.send(JSON.stringify(message));
const acknowledged = (onSubscribe: (socket: WebSocket, id: string) => void) => socketServer((socket, { type, id = '' }) => {
  if (type === 'connection_init') send(socket, { type: 'connection_ack' });
  if (type === 'subscribe') onSubscribe(socket, id);
});
const opened = { extensions: { opened: { repeatable: false } } };

test.each<readonly [string, net.Server]>([
  ['refuses WebSockets', createServer(says('no', {}, 404))],
  ['never acknowledges', socketServer(() => undefined)],
  ['speaks garbage', socketServer((socket) => socket.send('garbage'))],
  ['sends an event before the source is open', acknowledged((socket, id) => send(socket, { type: 'next', id, payload: { data: { ticks: 1 } } }))],
  ['ends before the source is open', acknowledged((socket, id) => send(socket, { type: 'complete', id }))],
  ['closes the socket', acknowledged((socket) => socket.close(4500))],
  ['sends more than it may', acknowledged((socket) => socket.send('x'.repeat(200_000)))],
  ['sends errors that are none', acknowledged((socket, id) => send(socket, { type: 'error', id, payload: [{}] }))],
])('a peer that %s gives no stream', async (_, server) => {
  const opening = await openOverLink(await linkTo(server), 'subscription { answer }');
  expect('errors' in opening && codes(opening).every((code) => code === 'SUBGRAPH_UNAVAILABLE' || code === 'INTERNAL')).toBe(true);
});

test('a peer that sends more events than were asked for loses the stream, not our memory', async () => {
  const server = acknowledged((socket, id) => {
    send(socket, { type: 'next', id, payload: opened });
    for (let count = 0; count < 10_000; count++) send(socket, { type: 'next', id, payload: { data: { answer: count } } });
  });
  const stream = await streamOverLink(await linkTo(server), 'subscription { answer }');
  const seen: unknown[] = [];
  for (let answer = await nextAnswer(stream); answer !== null; answer = await nextAnswer(stream)) seen.push(answer.data?.['answer'] ?? codes(answer)[0]);
  expect(seen.at(-1)).toBe('SUBGRAPH_UNAVAILABLE');
  expect(seen.length).toBeLessThan(200);
});

test('an event that is none ends the stream', async () => {
  const server = acknowledged((socket, id) => {
    send(socket, { type: 'next', id, payload: opened });
    send(socket, { type: 'next', id, payload: { data: [] } });
  });
  const stream = await streamOverLink(await linkTo(server), 'subscription { answer }');
  expect(codes(await nextAnswer(stream) ?? {})).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('a peer that falls silent is dropped', async () => {
  const server = acknowledged((socket, id) => send(socket, { type: 'next', id, payload: opened }));
  const stream = await streamOverLink(await linkTo(server, { pingMs: 30 }), 'subscription { answer }');
  expect(codes(await nextAnswer(stream) ?? {})).toEqual(['SUBGRAPH_UNAVAILABLE']);
});
