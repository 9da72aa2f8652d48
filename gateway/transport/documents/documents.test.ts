import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createClient } from 'graphql-ws';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { readEvents } from '../fixture/event-stream.ts';
import { startWorld, type World } from '../fixture/world.ts';
import { createPersistedQueries } from './persisted-queries.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-manifest-'));
afterAll(() => rmSync(folder, { recursive: true }));

function manifestFile(name: string, content: unknown): string {
  const file = path.join(folder, name);
  writeFileSync(file, typeof content === 'string' ? content : JSON.stringify(content));
  return file;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');
const named = (hash: string): object => ({ persistedQuery: { version: 1, sha256Hash: hash } });
const errorOf = (code: string, message: unknown = expect.any(String)): object => ({ errors: [{ message, extensions: { code } }] });
const notFound = errorOf('PERSISTED_QUERY_NOT_FOUND', 'PersistedQueryNotFound');

/** Runs one operation over a WebSocket; what a server refuses comes as `errors`. */
async function overSocket(world: World, payload: Record<string, unknown>): Promise<unknown> {
  const client = createClient({ url: world.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0 });
  try {
    for await (const answer of client.iterate({ query: '', ...payload })) return answer;
    return null;
  } catch (errors) {
    return { errors };
  } finally {
    await client.dispose();
  }
}

describe('automatic persisted queries', () => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld();
  });
  afterAll(() => world.stop());
  const get = (parameters: Record<string, string>, accept = 'application/json'): Promise<Response> =>
    fetch(`${world.graphql}?${new URLSearchParams(parameters).toString()}`, { headers: { Accept: accept } });

  test('are asked for by hash, registered with their text, and known from then on over every transport', async () => {
    const query = 'query ($name: String) { hello(name: $name) }';
    const extensions = named(sha256(query));
    const unknown = await world.post({ extensions });
    expect([unknown.status, await unknown.json()]).toEqual([200, notFound]);
    expect(await (await get({ extensions: JSON.stringify(extensions) })).json()).toEqual(notFound);
    expect(await overSocket(world, { extensions })).toEqual(notFound);

    expect(await (await world.post({ query, extensions, variables: { name: 'you' } })).json()).toEqual({ data: { hello: 'Hello you' } });
    expect(await (await world.post({ extensions })).json()).toEqual({ data: { hello: 'Hello world' } });
    const byGet = await get({ extensions: JSON.stringify(extensions), variables: '{"name":"me"}' });
    expect([byGet.status, await byGet.json()]).toEqual([200, { data: { hello: 'Hello me' } }]);
    expect(await overSocket(world, { extensions, variables: { name: 'socket' } })).toEqual({ data: { hello: 'Hello socket' } });
  });

  test('may be registered by GET and be subscriptions', async () => {
    const query = 'subscription { ticks(count: 1) { number } }';
    const extensions = JSON.stringify(named(sha256(query)));
    for (const parameters of [{ query, extensions }, { extensions }]) {
      const events = readEvents(await get(parameters, 'text/event-stream'));
      expect((await events.next()).value).toEqual({ event: 'next', data: { data: { ticks: { number: 1 } } } });
    }
  });

  test('are never mutations by GET', async () => {
    const query = 'mutation { bump }';
    const extensions = named(sha256(query));
    const bumped = world.lab.counters.bumped + 1;
    expect(await (await world.post({ query, extensions })).json()).toEqual({ data: { bump: bumped } });
    const answer = await get({ extensions: JSON.stringify(extensions) });
    expect([answer.status, await answer.json()]).toEqual([405, errorOf('METHOD_NOT_ALLOWED')]);
    expect(world.lab.counters.bumped).toBe(bumped);
  });

  test('have the text that their hash says', async () => {
    const extensions = named(sha256('{ hello }'));
    expect(await (await world.post({ query: 'mutation { bump }', extensions })).json()).toEqual(errorOf('INVALID_REQUEST'));
    expect(await (await world.post({ query: '{ hello }', extensions: named(sha256('{ hello }').toUpperCase()) })).json()).toEqual(errorOf('INVALID_REQUEST'));
    expect(await (await world.post({ extensions })).json()).toEqual(notFound);
  });

  test('are kept only when they fit the graph', async () => {
    const query = '{ nope }';
    expect(await (await world.post({ query, extensions: named(sha256(query)) })).json()).toMatchObject(errorOf('GRAPHQL_VALIDATION_FAILED'));
    expect(await (await world.post({ extensions: named(sha256(query)) })).json()).toEqual(notFound);
  });

  test.each([{ version: 2, sha256Hash: 'x' }, { version: 1 }, { version: 1, sha256Hash: 7 }, { version: 1, sha256Hash: '' }, [], 'x'])('asked for by %j are no request', async (persistedQuery) => {
    const answer = await world.post({ extensions: { persistedQuery } });
    expect([answer.status, await answer.json()]).toEqual([400, errorOf('INVALID_REQUEST')]);
  });
});

test('what anybody may register is bounded, and what was asked for last stays', () => {
  const queries = createPersistedQueries({ entries: 3, characters: 100 });
  for (const hash of ['a', 'b', 'c']) queries.set(hash, hash.repeat(10));
  expect(queries.get('a')).toBe('aaaaaaaaaa');
  queries.set('d', 'd');
  expect(['a', 'b', 'c', 'd'].map((hash) => queries.get(hash) !== undefined)).toEqual([true, false, true, true]);
  queries.set('e', 'e'.repeat(90));
  expect(['a', 'c', 'd', 'e'].map((hash) => queries.get(hash) !== undefined)).toEqual([false, false, true, true]);
  queries.set('f', 'f'.repeat(101));
  expect(queries.get('f')).toBeUndefined();
});

const hello = 'query Hello { hello }';
const bump = 'mutation Bump { bump }';
const ticks = 'subscription Ticks { ticks(count: 1) { number } }';
const apollo = {
  format: 'apollo-persisted-query-manifest',
  version: 1,
  operations: [{ id: sha256(hello), name: 'Hello', type: 'query', body: hello }, { id: 'bump-1', name: 'Bump', type: 'mutation', body: bump }, { id: 'ticks-1', name: 'Ticks', type: 'subscription', body: ticks }],
};
const relay = { [sha256(hello)]: hello, 'bump-1': bump, 'ticks-1': ticks };

describe.each([['Apollo', apollo], ['Relay', relay]])('a server that runs only the documents of a manifest by %s', (name, manifest) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ trustedDocuments: { manifest: manifestFile(`${name}.json`, manifest), only: true } });
  });
  afterAll(() => world.stop());

  test('runs them by id, by hash and by their exact text, over every transport', async () => {
    const answers = [{ documentId: sha256(hello) }, { extensions: named(sha256(hello)) }, { query: hello }, { query: hello, extensions: named(sha256(hello)) }];
    for (const body of answers) expect(await (await world.post(body)).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await (await fetch(`${world.graphql}?documentId=${sha256(hello)}`)).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await (await fetch(`${world.graphql}?query=${encodeURIComponent(hello)}`)).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await overSocket(world, { documentId: 'ticks-1' })).toEqual({ data: { ticks: { number: 1 } } });
    expect((await fetch(`${world.graphql}?documentId=bump-1`)).status).toBe(405);
  });

  test.each([
    ['another text', { query: '{ hello }' }],
    ['another text with its hash', { query: '{ viewer }', extensions: named(sha256('{ viewer }')) }],
    ['an unknown hash', { extensions: named(sha256('{ viewer }')) }],
    ['an unknown id', { documentId: 'nope' }],
    ['an id that every object has', { documentId: 'constructor' }],
    ['introspection', { query: '{ __schema { queryType { name } } }' }],
  ])('refuses %s, also of somebody who signed in', async (_, body) => {
    const answer = await world.post(body, { Authorization: 'Bearer alice' });
    expect([answer.status, await answer.json()]).toEqual([403, errorOf('DOCUMENT_NOT_TRUSTED', expect.stringContaining('GRAPHQL_TRUSTED_ONLY'))]);
    expect(await overSocket(world, body)).toEqual(errorOf('DOCUMENT_NOT_TRUSTED'));
    expect(await (await world.post([body])).json()).toEqual([errorOf('DOCUMENT_NOT_TRUSTED')]);
  });

  test('refuses another text by GET, which Apollo Server would answer, and one that is not what its id names', async () => {
    const answer = await fetch(`${world.graphql}?query={hello}`);
    expect([answer.status, await answer.json()]).toEqual([403, errorOf('DOCUMENT_NOT_TRUSTED')]);
    expect(await (await world.post({ query: bump, documentId: sha256(hello) })).json()).toEqual(errorOf('INVALID_REQUEST'));
  });

  test('says so in the playground', async () => {
    expect(await (await fetch(new URL('/playground/options.js', world.graphql))).text()).toContain('DOCUMENT_NOT_TRUSTED');
  });

  test('has planned them before anybody asked', async () => {
    await expect.poll(async () => (await fetch(new URL('/ready', world.graphql))).json()).toEqual({ status: 'ok', checks: { documents: 'ok' } });
    expect([hello, bump, ticks].map((query) => world.lab.engine.isPrepared({ query }))).toEqual([true, true, true]);
  });
});

describe('a manifest', () => {
  const worlds: World[] = [];
  afterEach(async () => {
    for (const world of worlds.splice(0)) await world.stop();
  });
  const start = async (manifest: string, only: boolean): Promise<World> => {
    const world = await startWorld({ trustedDocuments: { manifest, only } });
    worlds.push(world);
    return world;
  };

  test('only adds names where other documents run as well', async () => {
    const world = await start(manifestFile('open.json', { one: hello }), false);
    expect(await (await world.post({ documentId: 'one' })).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await (await world.post({ query: '{ hello(name: "free") }' })).json()).toEqual({ data: { hello: 'Hello free' } });
    const unknown = await world.post({ documentId: 'two' });
    expect([unknown.status, await unknown.json()]).toMatchObject([404, errorOf('NOT_FOUND')]);
  });

  test('is read again when it is told to, and one that is broken changes nothing', async () => {
    const file = manifestFile('changing.json', { one: hello });
    const world = await start(file, true);
    manifestFile('changing.json', { two: '{ viewer }' });
    expect((await world.post({ documentId: 'two' })).status).toBe(403);
    await world.transport.reloadDocuments();
    expect(await (await world.post({ documentId: 'two' })).json()).toEqual({ data: { viewer: null } });
    expect((await world.post({ documentId: 'one' })).status).toBe(403);
    manifestFile('changing.json', '{"half":');
    await expect(world.transport.reloadDocuments()).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    expect((await world.post({ documentId: 'two' })).status).toBe(200);
  });

  test('is read again when the graph is reloaded', async () => {
    const file = manifestFile('reloaded.json', { one: hello });
    const world = await start(file, true);
    manifestFile('reloaded.json', { two: hello });
    await world.lab.reload();
    await expect.poll(async () => (await world.post({ documentId: 'two' })).status).toBe(200);
  });

  test.each([
    ['no JSON', 'x', 'cannot be read'],
    ['a list', [], 'no manifest'],
    ['ids of something else than text', { one: 7 }, 'no manifest'],
    ['another version', { ...apollo, version: 2 }, 'no manifest'],
    ['two documents of one id', { ...apollo, operations: [{ id: 'a', body: hello }, { id: 'a', body: bump }] }, 'two documents with the id a'],
  ])('that is %s is refused at start with what is wrong', async (_, content, words) => {
    await expect(start(manifestFile('wrong.json', content), true)).rejects.toThrow(words);
  });

  test('that is not there is refused at start, and a document that does not fit the graph is only reported', async () => {
    await expect(start('/no/such/file.json', true)).rejects.toThrow('/no/such/file.json');
    const world = await start(manifestFile('unfit.json', { one: '{ nope }', two: hello }), true);
    expect(await (await world.post({ documentId: 'two' })).json()).toEqual({ data: { hello: 'Hello world' } });
    expect(await (await world.post({ documentId: 'one' })).json()).toMatchObject({ errors: [{ extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
  });
});
