import { once } from 'node:events';
import { connect } from 'node:net';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createCors, createListener, readJson, sendJson, waitForDrain, type Listener } from '#kernel/listener';

const refusals: unknown[] = [];
const cors = createCors(['http://allowed.example']);
let bytesWritten = 0;
let requests = 0;
let listener: Listener;

beforeAll(async () => {
  listener = createListener({
    name: 'test',
    host: '127.0.0.1',
    port: 0,
    logger: pino({ level: 'silent' }),
    handler: async (request, response) => {
      requests += 1;
      if (cors(request, response)) return;
      if (request.url === '/flood') {
        while (!response.destroyed) {
          if (!response.write('x'.repeat(65_536))) await waitForDrain(response);
          bytesWritten += 65_536;
        }
        return;
      }
      try {
        sendJson(response, 200, { got: await readJson(request, { limitBytes: 1000 }) });
      } catch (error) {
        refusals.push(error);
        throw error;
      }
    },
  });
  await listener.start();
});
afterAll(() => listener.stop({ timeoutMs: 0 }));

const post = (body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}): Promise<Response> => fetch(listener.url, { method: 'POST', body, headers });

describe('a JSON body', () => {
  test.each(['application/json', 'text/plain', 'application/x-www-form-urlencoded', 'nonsense'])('is read as JSON when it says %s', async (type) => {
    expect(await (await post('{"a":[1]}', { 'Content-Type': type })).json()).toEqual({ got: { a: [1] } });
  });

  test.each([
    ['nothing', ''],
    ['half of it', '{"a":'],
    ['other text', 'a=b'],
    ['bytes that are not UTF-8', new Uint8Array([0x22, 0xff, 0x22])],
    ['UTF-16', new Uint8Array(Buffer.from('{"a":1}', 'utf16le'))],
  ])('that is %s is refused as such', async (_, body) => {
    const answer = await post(body);
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject({ error: { code: 'INVALID_JSON' } });
  });

  test('is kept whole over chunks that split a character', async () => {
    const bytes = Buffer.from('{"a":"🏊"}');
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: ${bytes.length}\r\n\r\n`);
    for (const byte of bytes) {
      socket.write(Buffer.from([byte]));
      await new Promise(setImmediate);
    }
    let text = '';
    for await (const chunk of socket) text += String(chunk);
    expect(text).toContain('{"got":{"a":"🏊"}}');
  });

  test('that is too large is refused, and the connection goes on', async () => {
    const answer = await post(JSON.stringify('x'.repeat(3_000_000)));
    expect(answer.status).toBe(413);
    expect(await answer.json()).toEqual({ error: { code: 'PAYLOAD_TOO_LARGE', message: 'The request body is larger than 1000 bytes', details: { limit_bytes: 1000 } } });
    expect((await post('1')).status).toBe(200);
  });

  test('that is too large is refused also when it does not say how long it is', async () => {
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n');
    for (let turn = 0; turn < 5; turn += 1) socket.write(`300\r\n${'x'.repeat(0x300)}\r\n`);
    expect(String(await once(socket, 'data'))).toContain('413 Payload Too Large');
    socket.destroy();
  });

  test('that stops half-way is cancelled', async () => {
    refusals.length = 0;
    const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{');
    const begun = requests;
    await expect.poll(() => requests).toBe(begun + 1);
    socket.destroy();
    await expect.poll(() => refusals).toEqual([expect.objectContaining({ code: 'CANCELLED' })]);
  });
});

test('a writer that waits for drain is held back by a reader that stops', async () => {
  const socket = connect(Number(new URL(listener.url).port), '127.0.0.1');
  socket.pause();
  socket.write('GET /flood HTTP/1.1\r\nHost: x\r\n\r\n');
  let before = -1;
  await expect.poll(() => {
    const still = before === bytesWritten && bytesWritten > 0;
    before = bytesWritten;
    return still;
  }, { interval: 100 }).toBe(true);
  expect(bytesWritten).toBeLessThan(50_000_000);
  socket.destroy();
});

describe('cross-origin access', () => {
  const preflight = (origin: string): Promise<Response> =>
    fetch(listener.url, { method: 'OPTIONS', headers: { Origin: origin, 'Access-Control-Request-Method': 'POST', 'Access-Control-Request-Headers': 'authorization,content-type' } });

  test('is allowed to pages of the list', async () => {
    const answer = await preflight('http://allowed.example');
    expect(answer.status).toBe(204);
    expect(answer.headers.get('access-control-allow-origin')).toBe('http://allowed.example');
    expect(answer.headers.get('access-control-allow-headers')).toBe('authorization,content-type');
    expect((await post('1', { Origin: 'http://allowed.example' })).headers.get('access-control-allow-origin')).toBe('http://allowed.example');
  });

  test.each(['http://evil.example', 'http://allowed.example.evil.example', 'null'])('is not allowed to %s', async (origin) => {
    expect((await preflight(origin)).headers.get('access-control-allow-origin')).toBeNull();
    const answer = await post('1', { Origin: origin });
    expect(answer.headers.get('access-control-allow-origin')).toBeNull();
    expect(answer.headers.get('vary')).toBe('Origin');
  });

  test('never allows credentials', async () => {
    expect((await preflight('http://allowed.example')).headers.get('access-control-allow-credentials')).toBeNull();
  });
});
