import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ask } from './fixture/ask.ts';
import { createFixtureEngine } from './fixture/fixture-engine.ts';
import { randomAnswers, randomRequirements, requirementsSupergraph } from './fixture/random-requirements.ts';

const seed = Date.now() % 2 ** 31;
const queries = 8;

test(`what fields require of one another never makes an answer wrong, over random subgraphs (seed ${seed})`, async () => {
  const worlds = randomRequirements.chain((world) => fc.tuple(fc.constant(world), fc.array(randomAnswers(world), { minLength: queries, maxLength: queries })));
  await expect(fc.assert(fc.asyncProperty(worlds, async ([world, answers]) => {
    const engine = createFixtureEngine(requirementsSupergraph(world).subgraphs());
    for (const { query, variables, data } of answers) expect({ query, answer: await ask(engine, query, { variables }) }).toStrictEqual({ query, answer: { data } });
  }), { numRuns: 30, seed, interruptAfterTimeLimit: 40_000 })).resolves.toBeUndefined();
}, 90_000);
