import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { createCartPole } from './cart-pole.ts';
import { createDock } from './dock.ts';
import { createRecall, recallEpisode } from './recall.ts';
import { createRandom, type Simulator } from './simulator.ts';

const four = z.tuple([z.number(), z.number(), z.number(), z.number()]);
const cue = z.tuple([z.number(), z.number()]);
const trajectory = <TStart extends z.ZodType>(start: TStart) =>
  z.object({ start, actions: z.array(z.union([z.number(), z.array(z.number())])), observations: z.array(z.array(z.number())), rewards: z.array(z.number()), over: z.array(z.boolean()) });

// Written by models/policies/training/trajectories.py from the environments that the policies were trained in.
const recorded = z
  .object({ cartpole: trajectory(four), cartpole_pos: trajectory(four), dock: trajectory(four), recall: trajectory(z.object({ shown: z.array(cue), noise: z.array(cue), asked: z.array(z.number()) })) })
  .parse(JSON.parse(readFileSync(new URL('trajectories.json', import.meta.url), 'utf8')));

const simulators: readonly (readonly [string, Simulator, Omit<z.infer<ReturnType<typeof trajectory>>, 'start'>])[] = [
  ['cartpole', createCartPole(recorded.cartpole.start), recorded.cartpole],
  ['cartpole_pos', createCartPole(recorded.cartpole_pos.start, { positionsOnly: true }), recorded.cartpole_pos],
  ['dock', createDock(recorded.dock.start), recorded.dock],
  ['recall', createRecall(recorded.recall.start), recorded.recall],
];

test.each(simulators)('%s goes the way it went in training', (_, simulator, { actions, observations, rewards, over }) => {
  expect(actions.length).toBeGreaterThan(5);
  for (const [at, action] of actions.entries()) {
    for (const [index, number] of simulator.observe().entries()) expect(number).toBeCloseTo(observations[at]?.[index] ?? Number.NaN, 4);
    const step = simulator.step(action);
    expect(step.reward).toBeCloseTo(rewards[at] ?? Number.NaN, 4);
    expect(step.over).toBe(over[at]);
  }
});

test('a cart that is pushed one way for ever falls within ten steps', () => {
  const simulator = createCartPole([0, 0, 0, 0]);
  const steps = Array.from({ length: 10 }, () => simulator.step(1));
  expect(steps.some(({ over }) => over)).toBe(true);
});

test('the same seed makes the same episode, another seed another one', () => {
  expect(recallEpisode(createRandom(1))).toEqual(recallEpisode(createRandom(1)));
  expect(recallEpisode(createRandom(1))).not.toEqual(recallEpisode(createRandom(2)));
});
