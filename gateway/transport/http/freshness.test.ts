import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../fixture/world.ts';

const alice = { Authorization: 'Bearer alice' };
const root = { Authorization: 'Bearer root' };

/** What a cache looks at. */
const told = ({ status, headers }: Response): object => ({ status, control: headers.get('cache-control'), age: headers.get('age'), vary: headers.get('vary') });
const once = { status: 200, control: 'no-store', age: null };

describe.each([['our executor', false], ['Apollo\'s executor', true]])('over %s, an answer', (_, isApollo) => {
  let now = 1_000_000;
  let world: World;
  beforeAll(async () => {
    world = await startWorld({ isApollo, clock: { now: () => now } });
  });
  afterAll(() => world.stop());
  // Answers of the test before are over.
  beforeEach(() => {
    now += 100_000;
  });
  const post = (query: string, headers: Record<string, string> = {}, variables: object = {}): Promise<Response> => world.post({ query, variables }, headers);
  const get = (query: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${world.graphql}?query=${encodeURIComponent(query)}`, { headers });

  describe.each([['POST', post], ['GET', get]])('by %s', (__, ask) => {
    test('that is kept says for how long and how old it is', async () => {
      const first = await ask('{ news }');
      expect(told(first)).toEqual({ status: 200, control: 'max-age=60, public', age: null, vary: 'Accept, Origin' });
      now += 7_000;
      const second = await ask('{ news }');
      expect(told(second)).toEqual({ status: 200, control: 'max-age=60, public', age: '7', vary: 'Accept, Origin' });
      expect(await second.text()).toBe(await first.text());
      now += 53_000;
      expect(told(await ask('{ news }'))).toMatchObject({ control: 'max-age=60, public', age: null });
    });

    test('goes by the least of its fields, and is private when one of them is', async () => {
      expect(told(await ask('{ news diary }', alice))).toMatchObject({ control: 'max-age=30, private', vary: 'Accept, Origin, Authorization, X-API-Key' });
    });

    test('that is private is for who asked', async () => {
      const mine = await (await ask('{ diary }', alice)).text();
      expect(mine).toContain('cds:1');
      expect(told(await ask('{ diary }', alice))).toMatchObject({ age: '0' });
      const other = await ask('{ diary }', root);
      expect(told(other)).toMatchObject({ age: null });
      expect(await other.text()).toContain('cds:0');
      expect(await (await ask('{ diary }')).text()).toContain('null');
    });

    test('that some may not see is private outside, and is told apart here', async () => {
      expect(told(await ask('{ minutes }', alice))).toMatchObject({ control: 'max-age=60, private', age: null });
      expect(told(await ask('{ minutes }', root))).toMatchObject({ control: 'max-age=60, private', age: '0' });
      const refused = await ask('{ minutes }');
      expect(told(refused)).toMatchObject(once);
      expect(await refused.json()).toMatchObject({ data: { minutes: null }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    });

    test('is begun anew after a mutation that changes it', async () => {
      await ask('{ news }');
      await post('mutation { publish }');
      expect(told(await ask('{ news }'))).toMatchObject({ age: null });
    });

    test.each([
      ['without hints', '{ hello }'],
      ['with one part without hints', '{ news hello }'],
      ['with an error', '{ shaky(fails: true) }'],
      ['that did not run', '{ nothing }'],
    ])('%s is for once', async (___, query) => {
      await ask(query);
      const answer = await ask(query);
      expect(told(answer)).toMatchObject({ control: 'no-store', age: null });
    });
  });

  test('to a mutation, a list, a stream or a request for the plan is for once', async () => {
    await post('{ news }');
    expect(told(await post('mutation { publish }'))).toMatchObject(once);
    expect(told(await world.post([{ query: '{ news }' }]))).toMatchObject(once);
    expect(told(await post('{ news }', { Accept: 'text/event-stream' }))).toMatchObject({ status: 200, control: 'no-store, no-transform' });
    expect(told(await post('{ news }', { ...root, 'Pentagraph-Query-Plan': '1' }))).toMatchObject(once);
  });

  test('by the name of its document says the same', async () => {
    const query = '{ news(topic: "named") }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: createHash('sha256').update(query).digest('hex') } };
    const byName = (): Promise<Response> => fetch(`${world.graphql}?extensions=${encodeURIComponent(JSON.stringify(extensions))}`);
    expect(told(await byName())).toMatchObject(once);
    expect(told(await world.post({ query, extensions }))).toMatchObject({ control: 'max-age=60, public', age: null });
    expect(told(await byName())).toMatchObject({ control: 'max-age=60, public', age: '0' });
  });

  test('to a page of another origin says so too', async () => {
    const headers = { Origin: 'http://allowed.example' };
    expect(told(await get('{ news }', headers))).toMatchObject({ control: 'max-age=60, public', vary: 'Accept, Origin' });
    expect((await get('{ news }', headers)).headers.get('access-control-allow-origin')).toBe('http://allowed.example');
  });
});
