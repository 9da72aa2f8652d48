import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createPoliciesWorld, resetDocument, stepDocument, stepsDocument, type PoliciesWorld } from './policies.fixture.ts';

let world: PoliciesWorld;
beforeAll(async () => {
  world = await createPoliciesWorld();
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
const reset = async (input: object = {}) => (await world.ask(resetDocument, { input })).resetPolicyAgent.agent;
const step = async (input: object = {}) => (await world.ask(stepDocument, { input: { observation, deterministic: true, ...input } })).stepPolicy;
const steps = async (input: object) => (await world.ask(stepsDocument, { input: { deterministic: true, ...input } })).stepPolicies;
const refused = (input: object, document = stepDocument) => world.refusal(document, { input: { observation, ...input } });
const refusedSteps = (input: object) => world.refusal(stepsDocument, { input });

describe('a step', () => {
  test('of the agent that is always there needs no reset', async () => {
    expect(await step()).toEqual({ agentId: 'default', action: expect.any(Number), value: expect.any(Number), logProb: expect.any(Number), pressure: expect.any(Number) });
  });

  test('moves the state of its agent alone, and a reset brings the first answer back', async () => {
    await reset({ agentId: 'a' });
    await reset({ agentId: 'b' });
    const [first, second] = [await step({ agentId: 'a' }), await step({ agentId: 'a' })];
    expect(second.value).not.toBe(first.value);
    expect(await step({ agentId: 'b' })).toMatchObject({ value: first.value });
    await reset({ agentId: 'a' });
    expect(await step({ agentId: 'a' })).toEqual(first);
  });

  test('tells the log-probability of the action that it took', async () => {
    for (let count = 0; count < 20; count += 1) {
      await reset({ agentId: 'sampled' });
      const { action, logProb } = await step({ agentId: 'sampled', deterministic: false });
      expect([0, 1]).toContain(action);
      expect(logProb).toBeLessThanOrEqual(0);
    }
  });

  test('is repeatable with a seed', async () => {
    const play = async () => {
      await reset({ agentId: 'seeded', seed: 7 });
      const actions = [];
      for (let count = 0; count < 30; count += 1) actions.push((await step({ agentId: 'seeded', observation: [0, 0, 0, 0], deterministic: false })).action);
      return actions;
    };
    expect(await play()).toEqual(await play());
  });

  test('of a continuous policy is one number per dimension', async () => {
    expect(await step({ policy: 'dock' })).toMatchObject({ action: [expect.any(Number), expect.any(Number)] });
  });

  test('comes in order, however many of one agent wait', async () => {
    await reset({ agentId: 'one by one' });
    const alone = [];
    for (let count = 0; count < 20; count += 1) alone.push((await step({ agentId: 'one by one' })).value);
    await reset({ agentId: 'at once' });
    const together = await Promise.all(Array.from({ length: 20 }, () => step({ agentId: 'at once' })));
    for (const [index, { value }] of together.entries()) expect(value).toBeCloseTo(alone[index] ?? Number.NaN, 3);
  });

  test('of the wrong length is refused before the agent is looked for', async () => {
    expect(await refused({ agentId: 'nobody', observation: [1, 2] })).toEqual({ code: 'OBSERVATION_LENGTH_MISMATCH', message: 'Expected observation of length 4, got 2', details: { expected: 4, received: 2 } });
  });

  test('of an unknown agent is refused', async () => {
    expect(await refused({ agentId: 'unknown_agent' })).toEqual({ code: 'AGENT_NOT_INITIALIZED', message: "Agent 'unknown_agent' has no state in policy 'cartpole'; reset it first", details: { agentId: 'unknown_agent' } });
    await reset({ agentId: 'here' });
    expect(await refused({ policy: 'dock', agentId: 'here' })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
  });

  test.each([[{ agentId: '' }, 'BAD_USER_INPUT'], [{ agentId: 'x'.repeat(129) }, 'BAD_USER_INPUT'], [{ agentId: 'a\0b' }, 'BAD_USER_INPUT'], [{ agentId: '__proto__' }, 'AGENT_NOT_INITIALIZED'], [{ policy: 'nothing' }, 'NOT_FOUND'], [{ policy: '__proto__' }, 'NOT_FOUND'], [{ observation: [1e300, 0, 0, 0] }, 'BAD_USER_INPUT']])('%j is refused with %s, and moves nothing', async (input, code) => {
    const before = await world.ask('{ policyAgent(id: "default") { stepCount pressure } }');
    expect(await refused(input)).toMatchObject({ code });
    expect(await world.ask('{ policyAgent(id: "default") { stepCount pressure } }')).toEqual(before);
  });
});

describe('several steps', () => {
  test('are those of single agents, in the order of the rows', async () => {
    const ids = ['m1', 'm2', 'm3'];
    const observations = ids.map((_, index) => observation.map((number) => number * (index + 1)));
    const singles = [];
    for (const [index, agentId] of ids.entries()) {
      await reset({ agentId });
      singles.push(await step({ agentId, observation: observations[index] }));
      await reset({ agentId });
    }
    const batch = await steps({ observations, agentIds: ids });
    expect(batch.agentIds).toEqual(ids);
    for (const [index, single] of singles.entries()) {
      expect(batch.actions[index]).toBe(single.action);
      expect(batch.values[index]).toBeCloseTo(single.value, 3);
      expect(batch.logProbs[index]).toBeCloseTo(single.logProb, 4);
    }
    expect((await world.ask('{ policyAgent(id: "m2") { stepCount } }')).policyAgent.stepCount).toBe(1);
  });

  test('without ids are fresh and forgotten', async () => {
    const before = (await world.ask('{ policy { agents { totalCount } } }')).policy.agents.totalCount;
    const { agentIds, values } = await steps({ observations: [observation, observation] });
    expect(agentIds).toEqual(['batch_0', 'batch_1']);
    expect(values[0]).toBe(values[1]);
    expect((await world.ask('{ policy { agents { totalCount } } }')).policy.agents.totalCount).toBe(before);
  });

  test('without ids may name a version, others keep theirs', async () => {
    expect((await steps({ observations: [observation], version: 'latest' })).agentIds).toEqual(['batch_0']);
    expect(await refusedSteps({ observations: [observation], version: '99' })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await refusedSteps({ observations: [observation], agentIds: ['default'], version: '1' })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('of one agent named twice are two steps', async () => {
    await reset({ agentId: 'twice' });
    const { values } = await steps({ observations: [observation, observation], agentIds: ['twice', 'twice'] });
    expect(values[0]).not.toBe(values[1]);
    expect((await world.ask('{ policyAgent(id: "twice") { stepCount } }')).policyAgent.stepCount).toBe(2);
  });

  test('make unknown agents only when they are asked to', async () => {
    expect(await refusedSteps({ observations: [observation, observation], agentIds: ['default', 'new one'] })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED', details: { agentId: 'new one' } });
    expect((await steps({ observations: [observation, observation], agentIds: ['new one', 'new one'], createMissing: true })).agentIds).toEqual(['new one', 'new one']);
    expect((await world.ask('{ policyAgent(id: "new one") { stepCount } }')).policyAgent.stepCount).toBe(2);
  });

  test('of nobody are none', async () => {
    const nothing = { agentIds: [], actions: [], values: [], logProbs: [], pressures: [] };
    expect(await steps({ observations: [] })).toEqual(nothing);
    expect(await steps({ observations: [], agentIds: [] })).toEqual(nothing);
  });

  test.each([
    [{ observations: [observation, [1]], agentIds: ['default', 'default'] }, 'OBSERVATION_LENGTH_MISMATCH'],
    [{ observations: [observation, observation], agentIds: ['default'] }, 'BAD_USER_INPUT'],
    [{ observations: [observation, observation], agentIds: ['default', 'unknown'] }, 'AGENT_NOT_INITIALIZED'],
    [{ observations: [observation, [1e300, 0, 0, 0]], agentIds: ['default', 'default'] }, 'BAD_USER_INPUT'],
    [{ observations: [observation, observation], agentIds: ['default', ''], createMissing: true }, 'BAD_USER_INPUT'],
    [{ observations: Array.from({ length: 1025 }, () => observation) }, 'BAD_USER_INPUT'],
  ])('are all or none: %#', async (input, code) => {
    const before = await world.ask('{ policyAgent(id: "default") { stepCount } policy { agents { totalCount } } }');
    expect(await refusedSteps(input)).toMatchObject({ code });
    expect(await world.ask('{ policyAgent(id: "default") { stepCount } policy { agents { totalCount } } }')).toEqual(before);
  });
});

describe('watching', () => {
  const document = 'subscription ($policy: ID, $agentId: ID) { policyStepped(policy: $policy, agentId: $agentId) { policyName agentId step observation action value logProb pressure agent { id stepCount } } }';

  test('shows the steps of one agent as they are taken, from single calls and batches', async () => {
    await reset({ agentId: 'seen' });
    const stream = await world.follow(document, { agentId: 'seen' });
    await step({ agentId: 'default' });
    const first = await step({ agentId: 'seen' });
    await steps({ observations: [observation], agentIds: ['seen'] });
    expect(await stream.next()).toMatchObject({ policyStepped: { policyName: 'cartpole', ...first, step: 0, observation, agent: { id: 'seen' } } });
    expect(await stream.next()).toMatchObject({ policyStepped: { agentId: 'seen', step: 1 } });
    await stream.close();
    expect(await stream.next()).toBeNull();
  });

  test('loses steps rather than hold up an agent', async () => {
    await reset({ agentId: 'fast' });
    const stream = await world.follow(document);
    for (let round = 0; round < 3; round += 1) await steps({ observations: Array.from({ length: 100 }, () => observation), agentIds: Array.from({ length: 100 }, () => 'fast') });
    expect((await stream.next())?.policyStepped.step).toBe(300 - 256);
    await stream.close();
  });

  test('ends while it waits, and is refused for a policy that there is not', async () => {
    const stream = await world.follow(document);
    const pending = stream.next();
    await stream.close();
    expect(await pending).toBeNull();
    await expect(world.follow(document, { policy: 'nothing' })).rejects.toThrow('NOT_FOUND');
  });
});
