import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startWorld, type World } from './fixture/world.ts';

let world: World;
beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

const audits = serverAudits({ url: () => world.graphql });

test('the public audit of GraphQL over HTTP has 61 cases', () => {
  expect(audits).toHaveLength(61);
});

test.each(audits)('$id $name', async ({ fn }) => {
  const result = await fn();
  expect(result).toMatchObject({ status: 'ok' });
});
