import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorld, type World } from '../fixture/world.ts';

describe.each([['our executor', { isApollo: false }], ['Apollo\'s executor', { isApollo: true }]] as const)('on %s', (_name, options) => {
  let world: World;
  beforeAll(async () => {
    world = await startWorld(options);
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
});
