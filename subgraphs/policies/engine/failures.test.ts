import { describe, expect, it } from 'vitest';
import { createMetrics } from '#kernel/metrics';
import { createPolicyEngineMetrics, type AgentState, type PolicyEngine } from './index.ts';
import { openEngine } from './engine.fixture.ts';
import { versionFolder } from './onnx.fixture.ts';

const take = (agent: AgentState, observation: readonly number[]): Parameters<PolicyEngine['step']>[0] => ({ agent, observation, deterministic: false });
const hex = async (engine: PolicyEngine, agent: AgentState): Promise<string> => Buffer.from(await engine.snapshot(agent)).toString('hex');

describe('a call that fails', () => {
  it('resets the agent whose state is not finite, says so, and counts it', async () => {
    const registry = createMetrics();
    const engine = await openEngine(await versionFolder(), { metrics: createPolicyEngineMetrics(registry)('tiny') });
    const [agent, other] = [engine.createAgent(), engine.createAgent()];
    await engine.stepAll([take(agent, [4, 9]), take(other, [4, 9])]);
    const [failed, fine] = await Promise.allSettled([engine.step(take(agent, [-1, 1])), engine.step(take(other, [1, 1]))]);
    expect(failed).toMatchObject({ status: 'rejected', reason: { code: 'INTERNAL' } });
    expect(fine).toMatchObject({ status: 'fulfilled', value: { value: 7 } });
    expect([agent.stepCount, agent.pressure, other.stepCount]).toEqual([0, 0, 2]);
    expect((await engine.step(take(agent, [4, 9]))).value).toBe(5);
    expect(await registry.metrics()).toContain('policy_state_resets_total{policy="tiny"} 1');
  });

  it('moves no other agent of its batch, nor their chance', async () => {
    const engine = await openEngine(await versionFolder());
    const agents = Array.from({ length: 400 }, (_, index) => engine.createAgent({ seed: index }));
    await engine.stepAll(agents.map((agent) => take(agent, [1, 1])));
    const before = await Promise.all(agents.map((agent) => hex(engine, agent)));
    const faulty = agents.length - 1;
    // The first 256 rows are computed by then, and the first agent takes a second step in the same call.
    const rows = [...agents.map((agent, index) => take(agent, index === faulty ? [-1, 0] : [4, 4])), take(agents[0] ?? engine.createAgent(), [4, 4])];
    await expect(engine.stepAll(rows)).rejects.toMatchObject({ code: 'INTERNAL' });
    const after = await Promise.all(agents.map((agent) => hex(engine, agent)));
    expect(after.slice(0, faulty)).toEqual(before.slice(0, faulty));
    expect(agents[faulty]?.stepCount).toBe(0);
  });

  it('lets what waits behind it go on', async () => {
    const engine = await openEngine(await versionFolder());
    const [first, second] = [engine.createAgent(), engine.createAgent()];
    const results = await Promise.allSettled([
      engine.stepAll([take(first, [1, 1]), take(second, [-1, 1]), take(first, [1, 1])]),
      engine.stepAll([take(second, [4, 4]), take(first, [4, 4]), take(second, [4, 4])]),
      engine.step(take(first, [9, 9])),
    ]);
    expect(results).toMatchObject([{ status: 'rejected' }, { value: [{ value: 4 }, { value: 4 }, { value: 8 }] }, { value: { value: 10 } }]);
    expect([first.stepCount, second.stepCount]).toEqual([2, 2]);
  });

  it.each([[[1]], [[1, 2, 3]], [[1, Number.NaN]], [[1, Infinity]], [[1e39, 0]], [[]]])('refuses the observation %j and moves nothing', async (observation) => {
    const engine = await openEngine(await versionFolder());
    const [agent, other] = [engine.createAgent(), engine.createAgent()];
    const refusal = { code: 'BAD_USER_INPUT', details: { field: 'observation' } };
    await expect(engine.step(take(agent, observation))).rejects.toMatchObject(refusal);
    await expect(engine.stepAll([take(other, [1, 1]), take(agent, observation)])).rejects.toMatchObject(refusal);
    await expect(engine.stepFresh([[1, 1], observation], true)).rejects.toMatchObject(refusal);
    expect([agent.stepCount, other.stepCount]).toEqual([0, 0]);
  });
});

describe('the engine at its limits', () => {
  it('has room for so many agents, and for another once one was released', async () => {
    const engine = await openEngine(await versionFolder(), { maxAgents: 2 });
    const [first] = [engine.createAgent(), engine.createAgent()];
    expect(() => engine.createAgent()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    const last = engine.step(take(first, [1, 1]));
    engine.release(first);
    engine.release(first);
    expect(() => engine.createAgent()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
    expect((await last).value).toBe(2);
    await expect(engine.step(take(first, [1, 1]))).rejects.toMatchObject({ code: 'NOT_FOUND' });
    const fresh = engine.createAgent();
    expect((await engine.step(take(fresh, [1, 1]))).value).toBe(2);
    expect(() => engine.createAgent()).toThrow(expect.objectContaining({ code: 'UNAVAILABLE' }));
  });

  it('refuses what would wait too long, and goes on with what waits', async () => {
    const engine = await openEngine(await versionFolder());
    const waiting = engine.stepFresh(Array.from({ length: 65_536 }, () => [1, 1]), true);
    await expect(engine.step(take(engine.createAgent(), [1, 1]))).rejects.toMatchObject({ code: 'UNAVAILABLE' });
    expect(await waiting).toHaveLength(65_536);
    expect(await engine.stepFresh([[1, 1]], true)).toHaveLength(1);
  });

  it('refuses what waits when it is closed', async () => {
    const engine = await openEngine(await versionFolder());
    const agent = engine.createAgent();
    const steps = Array.from({ length: 3 }, () => engine.step(take(agent, [1, 1])));
    const closing = engine.close();
    const outcomes = await Promise.allSettled([...steps, engine.step(take(agent, [1, 1]))]);
    expect(outcomes).toMatchObject(Array.from({ length: 4 }, () => ({ status: 'rejected', reason: { code: 'UNAVAILABLE' } })));
    await closing;
    expect(agent.stepCount).toBe(0);
  });

  it('takes no agent of another engine', async () => {
    const [engine, another] = [await openEngine(await versionFolder()), await openEngine(await versionFolder())];
    await expect(engine.step(take(another.createAgent(), [1, 1]))).rejects.toMatchObject({ code: 'INTERNAL' });
  });
});

describe('a snapshot', () => {
  it('is refused when a byte of its head or a number of it is wrong, and when it is of another model', async () => {
    const engine = await openEngine(await versionFolder());
    const agent = engine.createAgent({ seed: 1 });
    await engine.step(take(agent, [4, 9]));
    const state = await engine.snapshot(agent);
    const refusal = expect.objectContaining({ code: 'BAD_USER_INPUT' });
    const edited = (at: number, value: number): Uint8Array => state.map((byte, index) => (index === at ? value : byte));
    const notFinite = edited(state.length - 1, 0x7f).map((byte, index) => (index === state.length - 2 ? 0x80 : byte));
    for (const bytes of [state.subarray(1), new Uint8Array(0), edited(0, 0), edited(4, 9), edited(6, 2), edited(6, 0), edited(8, 7), edited(32, (state[32] ?? 0) + 1), notFinite]) {
      expect(() => engine.createAgent({ state: bytes })).toThrow(refusal);
    }
    const restored = engine.createAgent({ state: Uint8Array.from([0, ...state]).subarray(1) });
    expect((await engine.step(take(restored, [1, 1]))).value).toBe(7);
  });
});
