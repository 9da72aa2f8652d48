import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createCyborgMindClient } from '../testkit/cyborg-mind.ts';
import { cartPoleStart, createCartPole } from '../testkit/simulators/cart-pole.ts';
import { createDock, dockStart } from '../testkit/simulators/dock.ts';
import { createRecall, recallEpisode } from '../testkit/simulators/recall.ts';
import { createRandom, type Simulator } from '../testkit/simulators/simulator.ts';
import { createWorld, type World } from '../testkit/world.ts';

const episodes = 100;
const random = createRandom(20);

let world: World;
/** CyborgMind serves the default policy only: the cart without its velocities has a world of its own. */
let blindWorld: World;
beforeAll(async () => {
  [world, blindWorld] = await Promise.all([createWorld({ LLM_PORT: 'off' }, { model: false }), createWorld({ LLM_PORT: 'off', DEFAULT_POLICY: 'cartpole_pos' }, { model: false })]);
});
afterAll(() => Promise.all([world.close(), blindWorld.close()]));

/** One likeliest action per observation; each agent has an id of its own and keeps its state, without ids every row is a fresh agent. */
type Player = (observations: readonly (readonly number[])[], agentIds: readonly string[] | undefined) => Promise<readonly (number | readonly number[])[]>;

const actions = z.array(z.union([z.int(), z.array(z.number())]));
const batch = z.object({ actions });
const steps = z.object({ stepPolicies: batch });

/** Through `/step_batch`, which knows the default policy. */
function throughCyborgMind({ urls }: World): Player {
  const client = createCyborgMindClient(urls.cyborg);
  return async (observations, agentIds) => batch.parse((await client.post('/step_batch', { observations, deterministic: true, ...(agentIds && { agent_ids: agentIds }) })).body).actions;
}

/** Through GraphQL, which knows every policy. */
function throughGraph(played: World, policy: string): Player {
  const query = 'mutation ($input: StepPoliciesInput!) { stepPolicies(input: $input) { actions } }';
  return async (observations, agentIds) => {
    const { data, errors } = await played.graphql(query, { token: 'cyborg-secret-v2', variables: { input: { policy, observations, agentIds, createMissing: true, deterministic: true } } });
    expect(errors).toBeUndefined();
    return steps.parse(data).stepPolicies.actions;
  };
}

/** The return of each episode; all are played side by side, one request per step. */
async function play(simulators: readonly Simulator[], player: Player, { remember = true }: { readonly remember?: boolean } = {}): Promise<readonly number[]> {
  const returns = simulators.map(() => 0);
  let running = simulators.map((simulator, index) => ({ simulator, index }));
  while (running.length > 0) {
    const chosen = await player(running.map(({ simulator }) => simulator.observe()), remember ? running.map(({ index }) => `episode-${index}`) : undefined);
    running = running.filter(({ simulator, index }, row) => {
      const { reward, over } = simulator.step(chosen[row] ?? expect.fail('an action is missing'));
      returns[index] = (returns[index] ?? 0) + reward;
      return !over;
    });
  }
  return returns;
}

const many = (create: () => Simulator): readonly Simulator[] => Array.from({ length: episodes }, create);
const mean = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0) / numbers.length;
const carts = (): readonly Simulator[] => many(() => createCartPole(cartPoleStart(random)));
const blindCarts = (): readonly Simulator[] => many(() => createCartPole(cartPoleStart(random), { positionsOnly: true }));
const recalls = (): readonly Simulator[] => many(() => createRecall(recallEpisode(random)));

test('cartpole balances for as long as an episode lasts, every time', async () => {
  expect(mean(await play(carts(), throughCyborgMind(world)))).toBe(500);
});

test('cartpole_pos does so without seeing velocities', async () => {
  expect(mean(await play(blindCarts(), throughCyborgMind(blindWorld)))).toBe(500);
});

test('cartpole_pos fails when it forgets between steps', async () => {
  expect(mean(await play(blindCarts(), throughCyborgMind(blindWorld), { remember: false }))).toBeLessThan(100);
});

test('dock comes to rest at its target', async () => {
  const crafts = many(() => createDock(dockStart(random)));
  const returns = await play(crafts, throughGraph(world, 'dock'));
  expect(mean(returns)).toBeGreaterThan(-6);
  for (const craft of crafts) expect(Math.hypot(...craft.observe())).toBeLessThan(0.1);
});

test('recall tells every symbol that it was shown, and guesses when it forgets between steps', async () => {
  expect(mean(await play(recalls(), throughGraph(world, 'recall')))).toBe(8);
  expect(mean(await play(recalls(), throughGraph(world, 'recall'), { remember: false }))).toBeLessThan(2);
});
