import { describe, expect, it } from 'vitest';
import { createMetrics } from '#kernel/metrics';
import { createPolicyEngineMetrics, type AgentState, type PolicyEngine, type PolicyStep } from './index.ts';
import { observations, openEngine, shipped } from './engine.fixture.ts';
import { versionFolder } from './onnx.fixture.ts';

const likeliest = (engine: PolicyEngine, agent: AgentState, observation: readonly number[]): Promise<PolicyStep> => engine.step({ agent, observation, deterministic: true });
const hex = async (engine: PolicyEngine, agent: AgentState): Promise<string> => Buffer.from(await engine.snapshot(agent)).toString('hex');

describe.each(['cartpole', 'cartpole_pos', 'dock'])('the engine with %s', (name) => {
  it('answers the same in a batch as one by one', async () => {
    const engine = await openEngine(shipped(name));
    const rows = observations(300, engine.shape.observationLength);
    const together = await engine.stepFresh(rows, true);
    for (const [index, observation] of rows.entries()) {
      const alone = await likeliest(engine, engine.createAgent(), observation);
      expect(together[index]?.value).toBeCloseTo(alone.value, 3);
      expect(Math.abs((together[index]?.value ?? Number.NaN) - alone.value) / Math.max(1, Math.abs(alone.value))).toBeLessThan(1e-5);
      expect(Math.abs((together[index]?.logProb ?? Number.NaN) - alone.logProb)).toBeLessThan(1e-4);
    }
  });

  it('answers the same by WebAssembly and on a thread of its own', async () => {
    const native = await openEngine(shipped(name));
    const others = [await openEngine(shipped(name), { runtime: 'wasm' }), await openEngine(shipped(name), { blockingLimitMs: 0 })];
    expect(others.map(({ runtime }) => runtime)).toEqual(['wasm', 'native']);
    const agents = [native, ...others].map((engine) => ({ engine, agent: engine.createAgent() }));
    for (const observation of observations(20, native.shape.observationLength)) {
      const [expected, ...found] = await Promise.all(agents.map(({ engine, agent }) => likeliest(engine, agent, observation)));
      for (const step of found) expect(Math.abs(step.value - (expected?.value ?? Number.NaN))).toBeLessThan(1e-3);
    }
    expect(agents.map(({ agent }) => agent.stepCount)).toEqual([20, 20, 20]);
  });

  it('takes the steps of one agent in the order in which they came', async () => {
    const engine = await openEngine(shipped(name));
    const rows = observations(20, engine.shape.observationLength);
    const [queued, awaited, batched] = [engine.createAgent(), engine.createAgent(), engine.createAgent()];
    const expected: number[] = [];
    for (const observation of rows) expected.push((await likeliest(engine, awaited, observation)).value);
    const fromQueue = await Promise.all(rows.map((observation) => likeliest(engine, queued, observation)));
    const fromBatch = await engine.stepAll(rows.map((observation) => ({ agent: batched, observation, deterministic: true })));
    expect(fromQueue.map(({ value }) => value)).toEqual(expected);
    expect(fromBatch.map(({ value }) => value)).toEqual(expected);
    expect([queued.stepCount, batched.stepCount]).toEqual([20, 20]);
    expect(await hex(engine, queued)).toBe(await hex(engine, batched));
  });
});

describe('the engine', () => {
  it('runs what waits in one turn of the event loop together', async () => {
    const registry = createMetrics();
    const engine = await openEngine(shipped('cartpole'), { metrics: createPolicyEngineMetrics(registry)('cartpole') });
    const agents = Array.from({ length: 32 }, () => engine.createAgent());
    await Promise.all(agents.map((agent) => likeliest(engine, agent, [0, 0, 0, 0])));
    await engine.stepFresh(observations(600, 4), false);
    const text = await registry.metrics();
    expect(text).toContain('policy_steps_total{policy="cartpole"} 632');
    expect(text).toContain('policy_batch_size_count{policy="cartpole"} 4');
    expect(text).toContain('policy_agents{policy="cartpole"} 32');
    expect(text).toContain('policy_queue_length{policy="cartpole"} 0');
  });

  it('puts resets and snapshots behind the steps that wait', async () => {
    const engine = await openEngine(shipped('cartpole'));
    const agent = engine.createAgent();
    const observation = [0.1, 0.2, 0.3, 0.4];
    const first = likeliest(engine, agent, observation);
    const before = engine.snapshot(agent);
    const second = likeliest(engine, agent, observation);
    engine.reset(agent);
    const third = likeliest(engine, agent, observation);
    expect((await third).value).toBe((await first).value);
    expect((await second).value).not.toBe((await first).value);
    expect(agent.stepCount).toBe(1);
    const restored = engine.createAgent({ state: await before });
    expect(restored.stepCount).toBe(1);
    expect((await likeliest(engine, restored, observation)).value).toBe((await second).value);
  });

  it('repeats the actions of a seed, also from a snapshot, and forgets them after a reset without one', async () => {
    const engine = await openEngine(shipped('dock'));
    const rows = observations(30, 4);
    const play = async (agent: AgentState): Promise<unknown[]> => (await Promise.all(rows.map((observation) => engine.step({ agent, observation, deterministic: false })))).map(({ action }) => action);
    const agent = engine.createAgent({ seed: 42 });
    const played = await play(agent);
    expect(await play(engine.createAgent({ seed: 42 }))).toEqual(played);
    expect(await play(engine.createAgent({ seed: 43 }))).not.toEqual(played);
    const copy = engine.createAgent({ state: await engine.snapshot(agent) });
    expect(await play(copy)).toEqual(await play(agent));
    engine.reset(agent, 42);
    expect(await play(agent)).toEqual(played);
    engine.reset(agent);
    expect(await play(agent)).not.toEqual(played);
  });

  it('samples actions as often as their probability says', async () => {
    const engine = await openEngine(await versionFolder());
    const steps = await engine.stepFresh(Array.from({ length: 20_000 }, () => [1, 0]), false);
    const chosen = steps.filter(({ action }) => action === 0);
    expect(Math.exp(chosen[0]?.logProb ?? 0)).toBeCloseTo(Math.E / (Math.E + 1), 6);
    // Five standard errors.
    expect(Math.abs(chosen.length / steps.length - Math.E / (Math.E + 1))).toBeLessThan(0.016);
  });

  it('samples continuous actions around the mean with the deviation of the model', async () => {
    const engine = await openEngine(shipped('dock'), { maxAgents: 1 });
    const observation = [0.5, -0.5, 0, 0];
    const [usual] = await engine.stepFresh([observation], true);
    const steps = await engine.stepFresh(Array.from({ length: 20_000 }, () => observation), false);
    const scores = steps.map(({ action }) => (typeof action === 'number' ? Number.NaN : (action[0] ?? Number.NaN) - (Array.isArray(usual?.action) ? Number(usual.action[0]) : Number.NaN)) / Math.exp(-1.2));
    const mean = scores.reduce((sum, score) => sum + score, 0) / scores.length;
    const variance = scores.reduce((sum, score) => sum + score * score, 0) / scores.length;
    expect(Math.abs(mean)).toBeLessThan(0.036);
    expect(Math.abs(variance - 1)).toBeLessThan(0.05);
    expect(usual?.logProb).toBeCloseTo(2 * (1.2 - 0.5 * Math.log(2 * Math.PI)), 3);
  });

  it('needs less than 3,000 bytes for an agent', async () => {
    const engine = await openEngine(shipped('cartpole'), { maxAgents: 200_000 });
    const used = (): number => process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    const before = used();
    const agents = Array.from({ length: 20_480 }, () => engine.createAgent());
    expect((used() - before) / agents.length).toBeLessThan(3_000);
  });
});
