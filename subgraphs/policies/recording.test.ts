import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createPoliciesWorld, createTestClock, resetDocument, stepDocument, stepsDocument, type PoliciesWorld } from './policies.fixture.ts';

let world: PoliciesWorld;
const clock = createTestClock();
beforeAll(async () => {
  world = await createPoliciesWorld({ clock });
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
let made = 0;
const newAgent = async (input: object = { record: true }): Promise<{ readonly id: string; readonly episodeId: string }> =>
  (await world.ask(resetDocument, { input: { agentId: `agent ${made++}`, ...input } })).resetPolicyAgent.agent;
const step = async (agentId: string, input: object = {}) => (await world.ask(stepDocument, { input: { agentId, observation, ...input } })).stepPolicy;
const report = 'mutation ($input: ReportPolicyRewardInput!) { reportPolicyReward(input: $input) { transition { id step reward terminated truncated } } }';
const setRecording = 'mutation ($input: SetPolicyRecordingInput!) { setPolicyRecording(input: $input) { policy { name } } }';
const fields = 'id policyName version agentId episodeId step observation action logProb value deterministic reward terminated truncated recordedAt';
const list = async (variables: object) => (await world.ask(`query ($policy: ID, $agentId: ID, $episodeId: ID, $first: Int, $after: String) {
  policyTransitions(policy: $policy, agentId: $agentId, episodeId: $episodeId, first: $first, after: $after) { nodes { ${fields} } pageInfo { hasNextPage endCursor } jsonLines } }`, variables)).policyTransitions;
const listed = (agentId: string, count: number) => vi.waitFor(async () => {
  const page = await list({ agentId });
  expect(page.nodes).toHaveLength(count);
  return page;
});

describe('a recorded step', () => {
  test('has all that is needed to learn from it', async () => {
    const { id, episodeId } = await newAgent();
    const first = await step(id, { deterministic: true });
    await world.ask(stepsDocument, { input: { observations: [observation, observation], agentIds: [id, id] } });
    const { nodes, jsonLines } = await listed(id, 3);
    expect(nodes[0]).toEqual({
      id: expect.stringMatching(/^\d+$/u), policyName: 'cartpole', version: '1', agentId: id, episodeId, step: 0, observation, action: first.action, logProb: first.logProb, value: first.value,
      deterministic: true, reward: null, terminated: false, truncated: false, recordedAt: new Date(clock.now()).toISOString(),
    });
    expect(nodes.map(({ step: place }: { step: number }) => place)).toEqual([0, 1, 2]);
    const lines = jsonLines.trimEnd().split('\n').map((line: string): unknown => JSON.parse(line));
    expect(lines[0]).toEqual({
      id: nodes[0]?.id, policy_name: 'cartpole', version: '1', agent_id: id, episode_id: episodeId, step: 0, observation, action: first.action, log_prob: first.logProb, value: first.value,
      deterministic: true, reward: null, terminated: false, truncated: false, recorded_at: nodes[0]?.recordedAt,
    });
    expect(lines).toHaveLength(3);
  });

  test('of a continuous policy has a list for its action', async () => {
    const { id } = await newAgent({ policy: 'dock', record: true });
    const { action } = await step(id, { policy: 'dock' });
    await vi.waitFor(async () => expect((await list({ policy: 'dock', agentId: id })).nodes).toMatchObject([{ action }]));
  });

  test('gets its reward, also much later and again', async () => {
    const { id } = await newAgent();
    for (let count = 0; count < 3; count += 1) await step(id);
    const tell = async (input: object) => (await world.ask(report, { input: { agentId: id, ...input } })).reportPolicyReward.transition;
    expect(await tell({ reward: 1.5 })).toMatchObject({ step: 2, reward: 1.5, terminated: false });
    expect(await tell({ reward: -1, terminated: true })).toMatchObject({ step: 2, reward: -1, terminated: true });
    expect(await tell({ reward: 0.25, step: 0, truncated: true })).toMatchObject({ step: 0, reward: 0.25, truncated: true });
    expect((await list({ agentId: id })).nodes.map(({ reward }: { reward: number }) => reward)).toEqual([0.25, null, -1]);
  });

  test.each([{ step: 1 }, { step: -1 }, { step: 2_147_483_647 }])('cannot have a reward at %j when it was not taken', async (input) => {
    const { id } = await newAgent();
    await step(id);
    expect(await world.refusal(report, { input: { agentId: id, reward: 1, ...input } })).toMatchObject({ code: 'NOT_FOUND' });
  });

  test('is what a reward needs', async () => {
    const { id } = await newAgent({});
    expect(await world.refusal(report, { input: { agentId: id, reward: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
    await step(id);
    expect(await world.refusal(report, { input: { agentId: id, reward: 1 } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.refusal(report, { input: { agentId: 'nobody', reward: 1 } })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
  });
});

describe('recording', () => {
  test('is off unless it is asked for, by agent or by policy, and stays as it was over resets', async () => {
    const { id } = await newAgent({});
    await step(id);
    await world.ask(setRecording, { input: { policy: 'cartpole', agentId: id, enabled: true } });
    await step(id);
    await world.ask(resetDocument, { input: { agentId: id } });
    await step(id);
    expect((await listed(id, 2)).nodes.map(({ step: place }: { step: number }) => place)).toEqual([1, 0]);
    await world.ask(setRecording, { input: { policy: 'cartpole', agentId: id, enabled: false } });
    await step(id);
    const { id: other } = await newAgent();
    await step(other);
    await listed(other, 1);
    await listed(id, 2);
  });

  test('of a policy is of all its agents', async () => {
    const { id } = await newAgent({ policy: 'cartpole_pos', record: false });
    await world.ask(setRecording, { input: { policy: 'cartpole_pos', enabled: true } });
    const { id: later } = await newAgent({ policy: 'cartpole_pos' });
    for (const agentId of [id, later]) await step(agentId, { policy: 'cartpole_pos', observation: [0, 0] });
    await vi.waitFor(async () => expect((await list({ policy: 'cartpole_pos' })).nodes).toHaveLength(2));
  });

  test('of a policy outlives the process', async () => {
    const database = await createTestDatabase();
    for (const isRecorded of [false, true]) {
      const process = await createPoliciesWorld({ database });
      expect((await process.ask('{ policyAgent(id: "default") { isRecorded } }')).policyAgent.isRecorded).toBe(isRecorded);
      await process.ask(setRecording, { input: { policy: 'cartpole', enabled: true } });
      await process.close();
    }
    await database.close();
  });

  test('is read in pages, filtered by agent and episode', async () => {
    const { id, episodeId } = await newAgent();
    for (let count = 0; count < 5; count += 1) await step(id);
    const { episodeId: second } = await newAgent({ agentId: id, record: true });
    await step(id);
    await listed(id, 6);
    const first = await list({ agentId: id, first: 4 });
    expect(first.pageInfo.hasNextPage).toBe(true);
    expect((await list({ agentId: id, first: 4, after: first.pageInfo.endCursor })).nodes).toHaveLength(2);
    expect([(await list({ episodeId })).nodes.length, (await list({ episodeId: second })).nodes.length]).toEqual([5, 1]);
  });

  test.each([{ first: 0 }, { first: 1001 }, { after: 'x' }, { after: 'WyIwMSJd' }, { episodeId: 'x' }, { agentId: 'a\0' }])('is not read with %j', async (variables) => {
    const source = 'query ($agentId: ID, $episodeId: ID, $first: Int, $after: String) { policyTransitions(agentId: $agentId, episodeId: $episodeId, first: $first, after: $after) { jsonLines } }';
    expect(await world.refusal(source, variables)).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});

describe('following', () => {
  const document = 'subscription ($agentId: ID, $after: ID) { policyTransitionRecorded(agentId: $agentId, after: $after) { id agentId step } }';

  test('shows each step once, in order', async () => {
    const [{ id }, { id: other }] = [await newAgent(), await newAgent()];
    const stream = await world.follow(document, { agentId: id });
    for (let count = 0; count < 3; count += 1) await Promise.all([step(id), step(other)]);
    for (let count = 0; count < 3; count += 1) expect((await stream.next())?.policyTransitionRecorded).toMatchObject({ agentId: id, step: count });
    await stream.close();
  });

  test('goes on behind a step, and misses none of many', async () => {
    const { id } = await newAgent();
    await step(id);
    const after = (await listed(id, 1)).nodes[0]?.id;
    await world.ask(stepsDocument, { input: { observations: Array.from({ length: 700 }, () => observation), agentIds: Array.from({ length: 700 }, () => id) } });
    const stream = await world.follow(document, { agentId: id, after });
    await world.ask(stepsDocument, { input: { observations: Array.from({ length: 700 }, () => observation), agentIds: Array.from({ length: 700 }, () => id) } });
    for (let count = 1; count <= 1400; count += 1) expect((await stream.next())?.policyTransitionRecorded.step).toBe(count);
    await stream.close();
  });

  test('ends while it waits, and is refused behind what is no step', async () => {
    const stream = await world.follow(document, { agentId: 'silent' });
    const pending = stream.next();
    await delay(1); // it reads once before it waits
    await stream.close();
    expect(await pending).toBeNull();
    await expect(world.follow(document, { after: 'x' })).rejects.toThrow('BAD_USER_INPUT');
  });
});

describe('while the database takes no steps', () => {
  const batch = (agentId: string, count: number) => ({ input: { observations: Array.from({ length: count }, () => observation), agentIds: Array.from({ length: count }, () => agentId) } });

  test('recorded agents go on until memory is full, then are refused in time, and nothing is lost', async () => {
    const own = await createPoliciesWorld({ recording: { capacity: 10, patienceMs: 100 } });
    await own.ask(resetDocument, { input: { agentId: 'recorded', record: true } });
    await own.database.pool.query('ALTER TABLE policies.policy_transitions RENAME TO away');
    await own.ask(stepsDocument, batch('recorded', 8));
    expect(await own.refusal(stepsDocument, batch('recorded', 3))).toMatchObject({ code: 'UNAVAILABLE' });
    expect(await own.refusal(report, { input: { agentId: 'recorded', reward: 1 } })).toMatchObject({ code: 'UNAVAILABLE' });
    expect((await own.run(stepDocument, { input: { observation } })).errors).toEqual([]);
    expect((await own.ask('{ policyAgent(id: "recorded") { stepCount } }')).policyAgent.stepCount).toBe(8);
    const waiting = own.run(stepsDocument, batch('recorded', 3));
    await own.database.pool.query('ALTER TABLE policies.away RENAME TO policy_transitions');
    await waiting;
    await vi.waitFor(async () => expect((await own.run(stepDocument, { input: { agentId: 'recorded', observation } })).errors).toEqual([]));
    const { stepCount } = (await own.ask('{ policyAgent(id: "recorded") { stepCount } }')).policyAgent;
    await vi.waitFor(async () => {
      const { nodes } = (await own.ask('{ policyTransitions(agentId: "recorded") { nodes { step } } }')).policyTransitions;
      expect(nodes.map(({ step: place }: { step: number }) => place)).toEqual(Array.from({ length: stepCount }, (_, index) => index));
    });
    // All room is there again: it is used several times over.
    for (let round = 0; round < 5; round += 1) expect((await own.run(stepsDocument, batch('recorded', 8))).errors).toEqual([]);
    await own.close();
  });

  test('a server still stops', async () => {
    const own = await createPoliciesWorld({ recording: { patienceMs: 100 } });
    await own.ask(resetDocument, { input: { record: true } });
    await own.database.pool.query('DROP TABLE policies.policy_transitions');
    await own.ask(stepDocument, { input: { observation } });
    await expect(own.close()).resolves.toBeUndefined();
  });
});

describe('what was recorded long ago', () => {
  test('is deleted when the server starts', async () => {
    const database = await createTestDatabase();
    const before = await createPoliciesWorld({ database, clock });
    await before.ask(resetDocument, { input: { record: true } });
    await before.ask(stepDocument, { input: { observation } });
    await before.close();
    const later = createTestClock(clock.now() + 31 * 86_400_000);
    const own = await createPoliciesWorld({ database, clock: later });
    await own.ask(resetDocument, { input: { record: true } });
    await own.ask(stepDocument, { input: { observation } });
    await vi.waitFor(async () => {
      const { nodes } = (await own.ask('{ policyTransitions { nodes { recordedAt } } }')).policyTransitions;
      expect(nodes).toEqual([{ recordedAt: new Date(later.now()).toISOString() }]);
    });
    await own.close();
    await database.close();
  });
});
