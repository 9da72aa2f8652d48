import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../fixture/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld({ limits: { operationsPerBatch: 3 } });
});
afterAll(() => world.stop());

const errorOf = (code: string): object => ({ errors: [{ extensions: { code } }] });

describe('a list of operations', () => {
  test('is answered by the list of their answers', async () => {
    const { bumped } = world.lab.counters;
    const answer = await world.post([{ query: '{ hello }' }, { query: 'mutation { bump }' }, { query: 'query ($name: String) { hello(name: $name) }', variables: { name: 'you' } }]);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(await answer.json()).toEqual([{ data: { hello: 'Hello world' } }, { data: { bump: bumped + 1 } }, { data: { hello: 'Hello you' } }]);
  });

  test('runs side by side', async () => {
    const pending = world.post([{ query: '{ meeting }' }, { query: '{ meeting }' }]);
    expect(await (await pending).json()).toEqual([{ data: { meeting: 2 } }, { data: { meeting: 2 } }]);
  });

  test('says what is wrong with one in its place', async () => {
    const answer = await world.post([{ query: '{ nope }' }, 7, { query: 'subscription { idle { number } }' }]);
    expect([answer.status, await answer.json()]).toMatchObject([200, [errorOf('GRAPHQL_VALIDATION_FAILED'), errorOf('INVALID_REQUEST'), errorOf('INVALID_REQUEST')]]);
    const faults = await (await world.post([{ query: '{ broken }' }, { query: '{ hello }' }])).text();
    expect(faults).toContain('Hello world');
    expect(faults).not.toContain('a secret of the house');
  });

  test.each([
    ['longer than may be', Array.from({ length: 4 }, () => ({ query: 'mutation { bump }' }))],
    ['empty', []],
  ])('that is %s is refused as a whole', async (_, list) => {
    const { bumped } = world.lab.counters;
    const answer = await world.post(list);
    expect([answer.status, await answer.json()]).toEqual([400, { errors: [{ message: 'A list holds 1 to 3 operations', extensions: { code: 'INVALID_REQUEST', details: { limit: 3 } } }] }]);
    expect(world.lab.counters.bumped).toBe(bumped);
  });

  test('is no request where lists are off', async () => {
    const other = await startWorld({ limits: { operationsPerBatch: 1 } });
    const answer = await other.post([{ query: 'mutation { bump }' }]);
    expect([answer.status, await answer.json()]).toMatchObject([400, errorOf('INVALID_REQUEST')]);
    expect(other.lab.counters.bumped).toBe(0);
    await other.stop();
  });

  test('counts as many operations as it holds', async () => {
    const other = await startWorld({ limits: { operationsPerMinute: 4 } });
    expect((await other.post([{ query: '{ hello }' }, { query: '{ hello }' }, { query: '{ hello }' }])).status).toBe(200);
    const answer = await other.post([{ query: 'mutation { bump }' }, { query: 'mutation { bump }' }]);
    expect([answer.status, await answer.json()]).toMatchObject([429, errorOf('RATE_LIMITED')]);
    expect(other.lab.counters.bumped).toBe(0);
    await other.stop();
  });
});
