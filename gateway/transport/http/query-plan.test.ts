import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from '../fixture/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const root = { Authorization: 'Bearer root', 'Pentagraph-Query-Plan': '1' };

test('an administrator who asks for the plan of an operation gets it beside the answer', async () => {
  const answer = await (await world.post({ query: '{ hello }' }, root)).json();
  expect(answer).toEqual({ data: { hello: 'Hello world' }, extensions: { queryPlan: expect.stringContaining('Fetch(lab)') } });
  expect(await (await fetch(`${world.graphql}?query={hello}`, { headers: root })).json()).toEqual(answer);
  expect(await (await world.post({ query: 'query ($length: Int!) { text(length: $length) }' }, root)).json()).toMatchObject({ errors: [{}], extensions: { queryPlan: expect.stringContaining('# no plan') } });
});

test.each([
  ['an administrator who does not ask', { Authorization: root.Authorization }],
  ['somebody else who asks', { ...root, Authorization: 'Bearer alice' }],
  ['nobody in particular', { 'Pentagraph-Query-Plan': '1' }],
])('%s gets the answer alone', async (_, headers) => {
  expect(await (await world.post({ query: '{ hello }' }, headers)).json()).toEqual({ data: { hello: 'Hello world' } });
  expect(await (await fetch(`${world.graphql}?query={hello}`, { headers })).json()).toEqual({ data: { hello: 'Hello world' } });
});
