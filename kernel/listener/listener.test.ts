import { once } from 'node:events';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { createListener, exchangeOf, isPortTaken, sendJson, sendText, type Listener, type ListenerOptions } from '#kernel/listener';
import { createMetrics } from '#kernel/metrics';

const stops: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0).reverse()) await stop();
});

interface World {
  readonly listener: Listener;
  readonly port: number;
  readonly url: string;
  readonly lines: Record<string, unknown>[];
}

async function serve(handler: ListenerOptions['handler'], more: Partial<ListenerOptions> = {}): Promise<World> {
  const lines: Record<string, unknown>[] = [];
  const logger = pino({ base: null }, { write: (line: string) => void lines.push(z.record(z.string(), z.unknown()).parse(JSON.parse(line))) });
  const listener = createListener({ name: 'test', host: '127.0.0.1', port: 0, handler, logger, ...more });
  const { port } = await listener.start();
  stops.push(() => listener.stop({ timeoutMs: 0 }));
  return { listener, port, url: listener.url, lines };
}

function open(port: number): Socket {
  const socket = connect(port, '127.0.0.1');
  socket.on('error', () => undefined);
  stops.push(() => void socket.destroy());
  return socket;
}

async function readAll(socket: Socket): Promise<string> {
  let text = '';
  socket.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await once(socket, 'close');
  return text;
}

async function readUntil(socket: Socket, part: string): Promise<string> {
  let text = '';
  while (!text.includes(part)) {
    text += String(await once(socket, 'data'));
  }
  return text;
}

/** A promise with its resolver outside, for handlers that wait for the test. */
function gate(): { readonly passed: Promise<void>; readonly open: () => void } {
  let pass: () => void = () => undefined;
  const passed = new Promise<void>((resolve) => (pass = resolve));
  return { passed, open: () => pass() };
}

describe('one exchange', () => {
  test('takes over a sane request id and echoes it', async () => {
    const { url } = await serve((request, response) => sendJson(response, 200, { id: exchangeOf(request).id }));
    const answer = await fetch(url, { headers: { 'X-Request-Id': 'abc-1.2:3' } });
    expect(answer.headers.get('x-request-id')).toBe('abc-1.2:3');
    expect(await answer.json()).toEqual({ id: 'abc-1.2:3' });
  });

  test.each(['a b', 'x'.repeat(129), '"quoted"', 'ü'])('makes a new id instead of %j', async (id) => {
    const { url } = await serve((_, response) => sendJson(response, 200, {}));
    const answer = await fetch(url, { headers: { 'X-Request-Id': Buffer.from(id).toString('latin1') } });
    expect(answer.headers.get('x-request-id')).toMatch(/^[\da-f-]{36}$/u);
  });

  test('has the security headers, and none that names the software', async () => {
    const { url } = await serve((_, response) => sendJson(response, 200, {}));
    const { headers } = await fetch(url);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('content-security-policy')).toBe("default-src 'none';frame-ancestors 'none'");
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('server')).toBeNull();
  });

  test('is logged with its fields and without its query', async () => {
    const { url, lines } = await serve((request, response) => {
      const exchange = exchangeOf(request);
      exchange.subject = 'cds:32';
      exchange.logged = { rpc_method: 'fs.read' };
      sendJson(response, 201, {});
    });
    await fetch(`${url}/some/path?token=secret`, { method: 'POST', headers: { 'X-Request-Id': 'r1' } });
    await expect.poll(() => lines).toHaveLength(1);
    expect(lines[0]).toMatchObject({ request_id: 'r1', method: 'POST', path: '/some/path', status: 201, subject: 'cds:32', rpc_method: 'fs.read', listener: 'test' });
    expect(lines[0]?.['duration_ms']).toBeGreaterThan(0);
    expect(JSON.stringify(lines)).not.toContain('secret');
  });

  test('is counted by listener, route and status', async () => {
    const metrics = createMetrics();
    const { url } = await serve(
      (request, response) => {
        exchangeOf(request).route = 'things.list';
        sendJson(response, 200, {});
      },
      { metrics },
    );
    const { url: second } = await serve((_, response) => sendJson(response, 404, {}), { metrics, name: 'second' });
    await Promise.all([fetch(url), fetch(url), fetch(second)]);
    await expect.poll(() => metrics.metrics()).toContain('http_requests_total{listener="test",route="things.list",status="200"} 2');
    expect(await metrics.metrics()).toContain('http_requests_total{listener="second",route="other",status="404"} 1');
  });

  test('is aborted when the caller goes away', async () => {
    const began = gate();
    const aborted = gate();
    const { port, lines } = await serve((request) => {
      exchangeOf(request).signal.addEventListener('abort', aborted.open);
      began.open();
    });
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await began.passed;
    socket.destroy();
    await aborted.passed;
    await expect.poll(() => lines).toEqual([expect.objectContaining({ status: 499 })]);
  });

  test('is not aborted when it ends well', async () => {
    const seen: AbortSignal[] = [];
    const { url, lines } = await serve((request, response) => {
      seen.push(exchangeOf(request).signal);
      sendJson(response, 200, {});
    });
    await (await fetch(url)).text();
    await expect.poll(() => lines).toHaveLength(1);
    expect(seen.map(({ aborted }) => aborted)).toEqual([false]);
  });
});

describe('what goes wrong', () => {
  const fault = (): never => {
    throw new Error('a secret of the house');
  };

  test.each([
    ['throws', fault],
    ['rejects', () => Promise.resolve().then(fault)],
  ])('a handler that %s is answered 500 without words of its own, and logged', async (_, handler) => {
    const { url, lines } = await serve(handler);
    const answer = await fetch(url);
    expect(answer.status).toBe(500);
    expect(await answer.json()).toEqual({ error: { code: 'INTERNAL', message: 'Internal error' } });
    await expect.poll(() => lines.map(({ msg }) => msg)).toEqual(['request failed', 'request']);
    expect(lines[0]?.['request_id']).toBe(answer.headers.get('x-request-id'));
  });

  test('a refusal keeps its status, code, message and details', async () => {
    const { url } = await serve(() => {
      throw new DomainError('BAD_USER_INPUT', 'No such size', { details: { field: 'size' } });
    });
    const answer = await fetch(url);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toEqual({ error: { code: 'BAD_USER_INPUT', message: 'No such size', details: { field: 'size' } } });
  });

  test('an answer that fails half-way is cut, never completed', async () => {
    const { url } = await serve(async (_, response) => {
      response.writeHead(200, { 'Content-Length': 100 });
      response.write('half');
      await Promise.resolve();
      fault();
    });
    await expect(fetch(url).then((answer) => answer.text())).rejects.toThrow();
  });

  test.each([
    ['no HTTP at all', 'HELLO\r\n\r\n', '400 Bad Request'],
    ['a header of 20 KB', `GET / HTTP/1.1\r\nHost: x\r\nA: ${'a'.repeat(20_000)}\r\n\r\n`, '431 Request Header Fields Too Large'],
    ['two lengths', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab', '400 Bad Request'],
    ['a length beside chunks', 'POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n', '400 Bad Request'],
  ])('%s is answered as bad HTTP, and the listener lives', async (_, bytes, status) => {
    const { port, url } = await serve((__, response) => sendJson(response, 200, {}));
    const socket = open(port);
    socket.write(bytes);
    const text = await readAll(socket);
    expect(text).toContain(`HTTP/1.1 ${status}`);
    expect(text).not.toContain('HPE_');
    expect((await fetch(url)).status).toBe(200);
  });

  test('a port that is taken is said so', async () => {
    const { port } = await serve(() => undefined);
    const second = createListener({ name: 'second', host: '127.0.0.1', port, handler: () => undefined, logger: pino({ level: 'silent' }) });
    const refusal = await second.start().then(() => null, (error: unknown) => error);
    expect(isPortTaken(refusal)).toBe(true);
    expect(String(refusal)).toContain(`second cannot listen on 127.0.0.1:${port}: another program listens there`);
    expect(isPortTaken(new Error('x'))).toBe(false);
    await second.stop();
  });

  test('an upgrade handler that throws costs its own socket only', async () => {
    const { port, url } = await serve((_, response) => sendJson(response, 200, {}), { upgrade: fault });
    const socket = open(port);
    socket.write('GET /ws HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n');
    expect(await readAll(socket)).toBe('');
    expect((await fetch(url)).status).toBe(200);
  });
});

describe('one connection', () => {
  test('answers pipelined requests in their order, whichever is ready first', async () => {
    const slow = gate();
    const { port } = await serve(async (request, response) => {
      if (request.url === '/slow') await slow.passed;
      else slow.open();
      sendText(response, { status: 200, contentType: 'text/plain', text: `answer to ${request.url ?? ''};` });
    });
    const socket = open(port);
    socket.write('GET /slow HTTP/1.1\r\nHost: x\r\n\r\nGET /fast HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n');
    const text = await readAll(socket);
    expect(text.match(/answer to [^;]+/gu)).toEqual(['answer to /slow', 'answer to /fast']);
  });

  test('stays open between requests', async () => {
    const { port } = await serve((_, response) => sendText(response, { status: 200, contentType: 'text/plain', text: 'done' }));
    const socket = open(port);
    for (let turn = 0; turn < 3; turn += 1) {
      socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
      expect(await readUntil(socket, 'done')).toContain('200 OK');
    }
  });
});

describe('the end', () => {
  test('waits for the answers under way, closes their connections after, and accepts nothing new', async () => {
    const began = gate();
    const finish = gate();
    const { listener, port, url } = await serve(async (_, response) => {
      began.open();
      await finish.passed;
      sendText(response, { status: 200, contentType: 'text/plain', text: 'finished' });
    });
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await began.passed;
    const stopped = listener.stop();
    await expect(fetch(url)).rejects.toThrow();
    finish.open();
    const text = await readAll(socket);
    expect(text).toContain('finished');
    expect(text).toContain('Connection: close');
    await stopped;
  });

  test('closes the connection also of an answer whose head has promised to keep it', async () => {
    const began = gate();
    const finish = gate();
    const { listener, port } = await serve(async (_, response) => {
      response.writeHead(200, { 'Content-Length': 8 });
      response.write('begi');
      began.open();
      await finish.passed;
      response.end('nend');
    });
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await began.passed;
    const stopped = listener.stop();
    finish.open();
    expect(await readAll(socket)).toContain('beginend');
    await stopped;
  });

  test('closes idle connections at once', async () => {
    const { listener, port } = await serve((_, response) => sendText(response, { status: 200, contentType: 'text/plain', text: 'done' }));
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await readUntil(socket, 'done');
    const closed = once(socket, 'close');
    await listener.stop();
    expect(await closed).toEqual([false]);
  });

  test('cuts what does not finish in time', async () => {
    const began = gate();
    const { listener, port } = await serve(() => began.open());
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    const answer = readAll(socket);
    await began.passed;
    await listener.stop({ timeoutMs: 20 });
    expect(await answer).toBe('');
  });

  test('does not wait for endless answers', async () => {
    const began = gate();
    const { listener, port } = await serve((request, response) => {
      exchangeOf(request).endless = true;
      response.writeHead(200).write('event');
      began.open();
    });
    const socket = open(port);
    socket.write('GET / HTTP/1.1\r\nHost: x\r\n\r\n');
    await began.passed;
    await listener.stop();
    expect(socket.destroyed).toBe(false);
  });

  test('may be asked for twice, and before the start', async () => {
    const { listener } = await serve(() => undefined);
    await Promise.all([listener.stop(), listener.stop()]);
    await createListener({ name: 'unstarted', host: '127.0.0.1', port: 0, handler: () => undefined, logger: pino({ level: 'silent' }) }).stop();
    await expect(fetch(listener.url)).rejects.toThrow();
  });
});
