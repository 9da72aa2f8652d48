import { describe, expect, test } from 'vitest';
import type { ServedSurface } from '../../tests/testkit/surface.ts';
import { renamed } from './index.ts';
import { serveRpc } from './rpc.fixture.ts';

const headers = { Authorization: 'Bearer ada', 'Content-Type': 'application/json' };
const call = (method: string, params?: unknown, id: unknown = 1) => ({ jsonrpc: '2.0', method, ...(params !== undefined && { params }), id });
const partly = (part: object): unknown => expect.objectContaining(part);
const failed = (code: number, id: unknown = null) => ({ jsonrpc: '2.0', error: partly({ code }), id });

async function ask({ post }: ServedSurface, body: unknown): Promise<{ status: number; body: unknown; headers: Headers }> {
  const answer = await post('/rpc', typeof body === 'string' ? body : JSON.stringify(body), headers);
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === '' ? null : JSON.parse(text) };
}

test('a call is answered with its result and the headers of its method', async () => {
  const answer = await ask(await serveRpc(), call('voice.say', { text: 'hello' }));
  expect([answer.status, answer.body]).toEqual([200, { jsonrpc: '2.0', result: { said: 'hello' }, id: 1 }]);
  expect(answer.headers.get('x-said')).toBe('hello');
});

test.each([['a text', 'x'], ['an empty text', ''], ['a number', 7], ['a fraction', 0.5], ['null', null]])('an id that is %s comes back as it is', async (_, id) => {
  expect((await ask(await serveRpc(), call('voice.say', { text: 'a' }, id))).body).toEqual({ jsonrpc: '2.0', result: { said: 'a' }, id });
});

test.each<[string, unknown, unknown]>([
  ['by position', ['a', 3], { said: 'a' }],
  ['by name, with more than is known', { text: 'a', other: 1 }, { said: 'a' }],
])('parameters come %s', async (_, params, result) => {
  expect((await ask(await serveRpc(), call('voice.say', params))).body).toMatchObject({ result });
});

test.each<[string, unknown, string, string]>([
  ['none', undefined, 'text', 'is required'],
  ['one of another type', { text: 7 }, 'text', 'must be a text'],
  ['one of another type by position', ['a', 'loud'], 'loudness', 'must be a number'],
  ['too many by position', ['a', 1, false, 'b'], 'params', 'must have at most 3 items'],
  ['one that the domain refuses', { text: 'wrong' }, 'loudness', 'is too loud'],
])('of wrong parameters, %s, the field and the reason are told', async (...[, params, field, reason]) => {
  const { status, body } = await ask(await serveRpc(), call('voice.say', params, 'x'));
  expect([status, body]).toEqual([200, { jsonrpc: '2.0', error: { code: -32602, message: 'validation failed', data: { field, reason } }, id: 'x' }]);
});

test.each(['nothing', 'voice.shout', 'constructor', '__proto__', 'toString', 'rpc.x', ''])('the method %j is not found', async (method) => {
  const { status, body } = await ask(await serveRpc(), call(method, {}, 'x'));
  expect([status, body]).toEqual([200, { jsonrpc: '2.0', error: { code: -32601, message: 'Method not found', data: { code: 'METHOD_NOT_FOUND', reason: 'is unknown' } }, id: 'x' }]);
});

test.each(['', '{', '{"jsonrpc":"2.0","method"', '[{"jsonrpc":"2.0"},', 'hello', '\u0000'])('%j is not JSON', async (body) => {
  const answer = await ask(await serveRpc(), body);
  expect([answer.status, answer.body]).toEqual([200, { jsonrpc: '2.0', error: partly({ code: -32700, message: 'Parse error' }), id: null }]);
});

test('bytes that are no UTF-8 are not JSON', async () => {
  const { url } = await serveRpc();
  const answer = await fetch(`${url}/rpc`, { method: 'POST', headers, body: Buffer.from([0x22, 0xff, 0x22]) });
  expect(await answer.json()).toEqual(failed(-32700));
});

test.each<[string, unknown]>([
  ['an empty batch', []],
  ['a number', 7],
  ['a text', '"hello"'],
  ['null', 'null'],
  ['no version', { method: 'voice.say', params: { text: 'a' }, id: 1 }],
  ['another version', { jsonrpc: '1.0', method: 'voice.say', id: 1 }],
  ['a version that is a number', { jsonrpc: 2, method: 'voice.say', id: 1 }],
  ['no method', { jsonrpc: '2.0', id: 1 }],
  ['a method that is no text', { jsonrpc: '2.0', method: 1, params: 'bar' }],
  ['parameters that are a text', { jsonrpc: '2.0', method: 'voice.say', params: 'a', id: 1 }],
  ['parameters that are null', { jsonrpc: '2.0', method: 'voice.say', params: null, id: 1 }],
  ['an id that is a list', call('voice.say', { text: 'a' }, [])],
  ['an id that is an object', call('voice.say', { text: 'a' }, {})],
  ['an id that is true', call('voice.say', { text: 'a' }, true)],
  ['an id beyond all numbers', '{"jsonrpc":"2.0","method":"voice.say","params":{"text":"a"},"id":1e999}'],
])('%s is no request', async (_, body) => {
  const answer = await ask(await serveRpc(), body);
  expect([answer.status, answer.body]).toEqual([200, { jsonrpc: '2.0', error: partly({ code: -32600, message: 'Invalid Request' }), id: null }]);
});

describe('a notification', () => {
  test.each<[string, unknown]>([
    ['that does something', { jsonrpc: '2.0', method: 'voice.say', params: { text: 'a' } }],
    ['that is refused', { jsonrpc: '2.0', method: 'voice.say', params: { text: 'missing' } }],
    ['of no method', { jsonrpc: '2.0', method: 'nothing' }],
    ['among others', [{ jsonrpc: '2.0', method: 'voice.say', params: { text: 'a' } }, { jsonrpc: '2.0', method: 'nothing' }]],
  ])('%s has no answer', async (_, body) => {
    const { status, body: said } = await ask(await serveRpc(), body);
    expect([status, said]).toEqual([204, null]);
  });

  test('is done', async () => {
    const served = await serveRpc();
    await ask(served, { jsonrpc: '2.0', method: 'voice.say', params: { text: 'a' } });
    expect(served.seen.contexts).toHaveLength(1);
  });
});

describe('a batch', () => {
  test('has an answer for each call that is no notification', async () => {
    const { status, body } = await ask(await serveRpc(), [call('voice.say', { text: 'a' }, 1), { jsonrpc: '2.0', method: 'voice.say', params: ['b'] }, call('voice.say', {}, 'x'), 1, call('nothing', {}, null)]);
    expect([status, body]).toEqual([200, [{ jsonrpc: '2.0', result: { said: 'a' }, id: 1 }, failed(-32602, 'x'), failed(-32600), failed(-32601)]]);
  });

  test('of things that are no calls has an answer for each', async () => {
    expect((await ask(await serveRpc(), [1])).body).toEqual([failed(-32600)]);
    expect((await ask(await serveRpc(), [1, [], null])).body).toEqual([failed(-32600), failed(-32600), failed(-32600)]);
  });

  test('runs its calls beside each other', async () => {
    let release: (text: string) => void = () => undefined;
    const both = new Promise<string>((resolve) => (release = resolve));
    const served = await serveRpc({ say: (text) => (text === 'last' ? (release('both'), 'last') : both) });
    const { body } = await ask(served, [call('voice.say', ['first'], 1), call('voice.say', ['last'], 2)]);
    expect(body).toMatchObject([{ result: { said: 'both' } }, { result: { said: 'last' } }]);
  });

  test('has at most a hundred calls', async () => {
    const served = await serveRpc();
    const calls = (count: number) => Array.from({ length: count }, (_, id) => call('voice.say', ['a'], id));
    expect((await ask(served, calls(100))).body).toHaveLength(100);
    expect((await ask(served, calls(101))).body).toEqual(failed(-32600));
    expect(served.seen.contexts).toHaveLength(100);
  });

  test('whose answers are too large together loses the last of them', async () => {
    const { body } = await ask(await serveRpc({ say: () => 'x'.repeat(9_000_000) }), Array.from({ length: 9 }, (_, id) => call('voice.say', ['a'], id)));
    expect(body).toEqual([...Array.from({ length: 7 }, () => partly({ result: expect.anything() })), failed(-32063, 7), failed(-32063, 8)]);
  });
});

describe('a refusal', () => {
  test('of the domain has its number and what it says', async () => {
    const { status, body } = await ask(await serveRpc(), call('voice.say', ['missing']));
    const error = { code: -32004, message: 'There is no such word', data: { code: 'NOT_FOUND', field: 'text', reason: 'There is no such word', working_directory: '/x' } };
    expect([status, body]).toEqual([200, { jsonrpc: '2.0', error, id: 1 }]);
  });

  test.each(['odd', 'broken'])('that nobody documents is a fault, without its words: %s', async (text) => {
    const served = await serveRpc();
    const { body } = await ask(served, call('voice.say', [text]));
    expect(body).toEqual({ jsonrpc: '2.0', error: { code: -32603, message: 'Internal error', data: { code: 'INTERNAL', reason: 'Internal error' } }, id: 1 });
    expect(served.lines).toContainEqual(partly({ msg: 'request failed', route: 'voice.say' }));
  });

  test('of who lacks the scope comes before the parameters are looked at', async () => {
    expect((await ask(await serveRpc(), call('voice.command', { text: 7 }))).body).toEqual(failed(-32003, 1));
  });
});

test.each([['volume', 'loudness'], ['volume.1', 'loudness[1]'], ['volume[0].b', 'loudness[0].b'], ['workingDirectory', 'working_directory'], ['some.a1.2', 'some.a1[2]'], ['constructor', 'constructor'], ['', '']])('the field %j is %j to the caller', (field, named) => {
  expect(renamed({ volume: 'loudness' })(field)).toBe(named);
});

describe('the HTTP status', () => {
  test.each<[string, Record<string, string>]>([['no credential', {}], ['a bad token', { Authorization: 'Bearer eve' }], ['a bad key', { 'X-API-Key': 'eve' }]])('with %s is 401', async (_, given) => {
    const served = await serveRpc();
    const answer = await served.post('/rpc', '{', given);
    expect([answer.status, answer.headers.get('www-authenticate')]).toEqual([401, 'Bearer']);
    expect(await answer.json()).toEqual(failed(-32001));
  });

  test('is 429 without a balance, but not where something was done', async () => {
    const served = await serveRpc();
    const poor = call('voice.say', ['poor']);
    expect(await ask(served, poor)).toMatchObject({ status: 429, body: { error: { code: -32029, data: { balance: 3 } }, id: 1 } });
    expect(await ask(served, [poor, poor])).toMatchObject({ status: 429, body: [{ error: { code: -32029 } }, { error: { code: -32029 } }] });
    expect(await ask(served, [poor, call('voice.say', ['a'])])).toMatchObject({ status: 200, body: [{ error: { code: -32029 } }, { result: { said: 'a' } }] });
    expect(await ask(served, [poor, call('voice.say', ['missing'])])).toMatchObject({ status: 200 });
  });

  test('is 429 where a method is called too often, and says when to come back', async () => {
    const served = await serveRpc();
    const whisper = call('voice.whisper', ['a']);
    expect(await ask(served, [whisper, whisper, whisper])).toMatchObject({ status: 200, body: [{ result: {} }, { result: {} }, { error: { code: -32030 } }] });
    const refused = await ask(served, whisper);
    expect([refused.status, refused.body]).toEqual([429, failed(-32030, 1)]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await ask(served, call('voice.say', ['a']))).toMatchObject({ status: 200 });
  });

  test('is 429 where requests are too many', async () => {
    const served = await serveRpc({ points: 1 });
    await ask(served, call('voice.say', ['a']));
    const refused = await ask(served, call('voice.say', ['a']));
    expect([refused.status, refused.body]).toEqual([429, failed(-32030)]);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  test('is 413 for a body that is too large', async () => {
    const { status, body } = await ask(await serveRpc(), call('voice.say', ['x'.repeat(1_000_001)]));
    expect([status, body]).toEqual([413, failed(-32019)]);
  });

  test('is 405 for another method, and 404 elsewhere', async () => {
    const { url } = await serveRpc();
    const got = await fetch(`${url}/rpc`, { headers });
    expect([got.status, got.headers.get('allow')]).toEqual([405, 'POST']);
    expect((await fetch(`${url}/other`, { headers })).status).toBe(404);
  });
});

test('subscriptions are not there over HTTP', async () => {
  for (const method of ['voice.subscribe', 'subscription.list', 'subscription.cancel', 'call.cancel']) expect((await ask(await serveRpc(), call(method, {}))).body).toEqual(failed(-32601, 1));
});

test('a call that could tell its pieces is answered whole over HTTP', async () => {
  expect((await ask(await serveRpc(), call('voice.say', { text: 'a', stream: true }))).body).toMatchObject({ result: { said: 'a' } });
});

test('a line in the log and the metrics name the methods', async () => {
  const served = await serveRpc();
  await ask(served, [call('voice.say', ['a']), call('voice.say', ['missing']), call('nothing.like.that')]);
  await expect.poll(() => served.lines).toContainEqual(partly({ msg: 'request', path: '/rpc', subject: 'cds:1', rpc_methods: ['voice.say', 'other'], rpc_calls: 3, rpc_errors: ['NOT_FOUND', 'METHOD_NOT_FOUND'] }));
  const text = await (await fetch(`${served.url}/metrics`)).text();
  expect(text).toContain('rpc_calls_total{method="voice.say",transport="http",outcome="ok"} 1');
  expect(text).toContain('rpc_calls_total{method="voice.say",transport="http",outcome="NOT_FOUND"} 1');
  expect(text).toContain('rpc_calls_total{method="other",transport="http",outcome="METHOD_NOT_FOUND"} 1');
  expect(text).toContain('rpc_call_duration_seconds_count{method="voice.say"} 2');
});
