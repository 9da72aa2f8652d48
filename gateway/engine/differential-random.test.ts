import { describe, expect, test } from 'vitest';
import { compareRandomOperations } from './fixture/compare-random.ts';
import { fixtureSupergraphs } from './fixture/supergraphs/index.ts';

const seed = Date.now() % 2 ** 31;

describe(`random operations are answered as by Apollo's gateway (seed ${seed})`, () => {
  test.each(fixtureSupergraphs.filter(({ apolloRefuses }) => apolloRefuses === undefined))('over $name', async (supergraph) => {
    await expect(compareRandomOperations(supergraph, { runs: 25, seed, timeLimitMs: 40_000 })).resolves.toBeUndefined();
  });
});
