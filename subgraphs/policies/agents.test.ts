import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { Database } from '#kernel/database';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createPoliciesWorld, createTestClock, resetDocument, stepDocument, stepsDocument, type PoliciesWorld, type PoliciesWorldOptions } from './policies.fixture.ts';

let database: Database;
let world: PoliciesWorld;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(() => world.close());
afterAll(() => database.close());

const clock = createTestClock();
const observation = [0.1, 0.2, 0.3, 0.4];
const open = async (options: PoliciesWorldOptions = {}) => {
  world = await createPoliciesWorld({ database, clock, ...options });
};
const reset = async (agentId: string, input: object = {}) => (await world.ask(resetDocument, { input: { agentId, ...input } })).resetPolicyAgent.agent;
const step = async (agentId: string, input: object = {}) => (await world.ask(stepDocument, { input: { agentId, observation, deterministic: true, ...input } })).stepPolicy;
const isKnown = async (id: string): Promise<boolean> => (await world.refusal('query ($id: ID!) { policyAgentSnapshot(agentId: $id) { version } }', { id })) === undefined;
const snapshotOf = async (agentId: string) => (await world.ask('query ($agentId: ID!) { policyAgentSnapshot(agentId: $agentId) { policyName version stepCount state } }', { agentId })).policyAgentSnapshot;
const restore = 'mutation ($input: RestorePolicyAgentInput!) { restorePolicyAgent(input: $input) { agent { id stepCount pressure version { version } } } }';
const fork = 'mutation ($input: ForkPolicyAgentInput!) { forkPolicyAgent(input: $input) { agent { id stepCount } } }';
const release = async (agentId: string) => (await world.ask('mutation ($agentId: ID!) { releasePolicyAgent(input: { agentId: $agentId }) { released } }', { agentId })).releasePolicyAgent.released;

describe('an agent', () => {
  test('is shown as it stands', async () => {
    await open();
    const before = await reset('a');
    expect(before).toMatchObject({ id: 'a', policyName: 'cartpole', stepCount: 0, pressure: 0, isRecorded: false, resetAt: new Date(clock.now()).toISOString(), lastUsedAt: new Date(clock.now()).toISOString() });
    clock.advance(5_000);
    const { pressure } = await step('a');
    const { policyAgent } = await world.ask('{ policyAgent(id: "a") { stepCount pressure episodeId resetAt lastUsedAt policy { name } } }');
    expect(policyAgent).toEqual({ stepCount: 1, pressure, episodeId: before.episodeId, resetAt: before.resetAt, lastUsedAt: new Date(clock.now()).toISOString(), policy: { name: 'cartpole' } });
    expect((await reset('a')).episodeId).not.toBe(before.episodeId);
  });

  test('is forgotten when it is released, and the one that is always there begins anew', async () => {
    await open();
    await reset('a');
    expect([await release('a'), await release('a'), await isKnown('a')]).toEqual([true, false, false]);
    await step('default');
    expect(await release('default')).toBe(true);
    expect(await world.ask('{ policyAgent(id: "default") { stepCount } }')).toEqual({ policyAgent: { stepCount: 0 } });
  });

  test('is listed by its id, in pages', async () => {
    await open();
    for (const id of ['c', 'a', 'e', 'b', 'd']) await reset(id);
    const page = async (after: string | null) => (await world.ask('query ($after: String) { policy { agents(first: 4, after: $after) { totalCount nodes { id } edges { cursor node { id } } pageInfo { hasNextPage hasPreviousPage endCursor } } } }', { after })).policy.agents;
    const first = await page(null);
    expect(first).toMatchObject({ totalCount: 6, nodes: [{ id: 'a' }, { id: 'b' }, { id: 'c' }, { id: 'd' }], pageInfo: { hasNextPage: true, hasPreviousPage: false } });
    expect(await page(first.pageInfo.endCursor)).toMatchObject({ nodes: [{ id: 'default' }, { id: 'e' }], pageInfo: { hasNextPage: false, hasPreviousPage: true } });
    expect(await world.refusal('{ policy { agents(first: 101) { totalCount } } }')).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test.each([['', 'BAD_USER_INPUT'], ['x'.repeat(129), 'BAD_USER_INPUT'], ['a\0', 'BAD_USER_INPUT'], ['\ud800', 'BAD_USER_INPUT']])('cannot be called %j', async (agentId, code) => {
    await open();
    expect(await world.refusal(resetDocument, { input: { agentId } })).toMatchObject({ code });
    expect(await world.refusal(fork, { input: { agentId: 'default', newAgentId: agentId } })).toMatchObject({ code });
  });

  test('is not made with a version or policy that there is not', async () => {
    await open();
    expect(await world.refusal(resetDocument, { input: { version: '99' } })).toMatchObject({ code: 'NOT_FOUND' });
    expect(await world.refusal(resetDocument, { input: { policy: 'nothing' } })).toMatchObject({ code: 'NOT_FOUND' });
  });
});

describe('agents that nobody uses', () => {
  test('are forgotten after their time, in the background, and the one that is always there never', async () => {
    await open({ config: { agentTtlSeconds: 60 } });
    await reset('idle');
    await reset('busy');
    clock.advance(40_000);
    await step('busy');
    clock.advance(40_000);
    await vi.waitFor(async () => expect(await isKnown('idle')).toBe(false));
    expect([await isKnown('busy'), await isKnown('default')]).toEqual([true, true]);
    expect(await world.metric('policy_agents_evicted_total')).toBe(1);
    expect(await world.refusal(stepDocument, { input: { agentId: 'idle', observation } })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
  });

  test('make room for new ones, those first that were used least recently', async () => {
    await open({ config: { maxAgents: 3 } });
    for (const id of ['a', 'b', 'c']) await reset(id);
    await step('a');
    await world.ask(stepsDocument, { input: { observations: [observation], agentIds: ['b'] } });
    await reset('d');
    expect([await isKnown('a'), await isKnown('b'), await isKnown('c'), await isKnown('d'), await isKnown('default')]).toEqual([true, true, false, true, true]);
    await reset('a');
    await reset('e');
    expect([await isKnown('a'), await isKnown('b')]).toEqual([true, false]);
    expect(await world.metric('policy_agents_evicted_total')).toBe(2);
  });

  test('are not pushed out by an agent that is reset', async () => {
    await open({ config: { maxAgents: 2 } });
    for (const id of ['a', 'b', 'b', 'a', 'b']) await reset(id);
    expect([await isKnown('a'), await isKnown('b')]).toEqual([true, true]);
  });
});

describe('the state of an agent', () => {
  test('can be kept elsewhere and restored, also after a restart', async () => {
    await open();
    await reset('a', { seed: 5 });
    for (let count = 0; count < 3; count += 1) await step('a', { deterministic: false });
    const snapshot = await snapshotOf('a');
    expect(snapshot).toMatchObject({ policyName: 'cartpole', stepCount: 3, state: expect.stringMatching(/^[A-Za-z\d+/]+=*$/u) });
    const next = [await step('a', { deterministic: false }), await step('a', { deterministic: false })];
    await world.close();
    await open();
    const input = { policy: 'cartpole', version: snapshot.version, agentId: 'b', state: snapshot.state };
    expect((await world.ask(restore, { input })).restorePolicyAgent.agent).toMatchObject({ id: 'b', stepCount: 3 });
    for (const expected of next) {
      const { action, value } = await step('b', { deterministic: false });
      expect(action).toBe(expected.action);
      expect(value).toBeCloseTo(expected.value, 3);
    }
  });

  test('replaces that of the agent it is restored to', async () => {
    await open();
    await step('default');
    const { state, version } = await snapshotOf('default');
    const second = await step('default');
    await reset('a');
    await world.ask(restore, { input: { policy: 'cartpole', version, agentId: 'a', state } });
    expect((await step('a')).value).toBeCloseTo(second.value, 4);
    expect((await world.ask('{ policy { currentVersion { agentCount } } }')).policy.currentVersion.agentCount).toBe(2);
  });

  test('can be copied', async () => {
    await open();
    for (let count = 0; count < 2; count += 1) await step('default');
    expect((await world.ask(fork, { input: { agentId: 'default', newAgentId: 'copy' } })).forkPolicyAgent.agent).toEqual({ id: 'copy', stepCount: 2 });
    expect((await step('copy')).value).toBeCloseTo((await step('default')).value, 4);
    expect(await world.refusal(fork, { input: { agentId: 'nobody', newAgentId: 'copy' } })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
  });

  test.each(['', 'AAAA', 'not base64', '=', 'AAA', 'A'.repeat(4_000)])('cannot be made up: %s', async (state) => {
    await open();
    const answer = await world.run(restore, { input: { policy: 'cartpole', version: '1', agentId: 'a', state } });
    expect(answer.errors).toHaveLength(1);
    expect(['BAD_USER_INPUT', undefined]).toContain(answer.errors[0]?.code);
    expect(await isKnown('a')).toBe(false);
  });

  test('of another policy does not fit', async () => {
    await open();
    const { state } = await snapshotOf('default');
    expect(await world.refusal(restore, { input: { policy: 'dock', version: '1', agentId: 'a', state } })).toMatchObject({ code: 'BAD_USER_INPUT' });
    expect(await world.refusal(restore, { input: { policy: 'cartpole', version: '99', agentId: 'a', state } })).toMatchObject({ code: 'NOT_FOUND' });
  });
});
