import { rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '#kernel/database';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createPoliciesWorld, createPolicyFolder, resetDocument, shippedPolicies, stepDocument, stepsDocument, type PoliciesWorld, type PoliciesWorldOptions } from './policies.fixture.ts';

let database: Database;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

const cleanUp: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const clean of cleanUp.splice(0).reverse()) await clean();
});

const observation = [0.1, 0.2, 0.3, 0.4];
function folder() {
  const own = createPolicyFolder();
  cleanUp.push(own.remove);
  return own;
}
async function openAny(options: PoliciesWorldOptions): Promise<PoliciesWorld> {
  const world = await createPoliciesWorld({ database, ...options });
  cleanUp.push(() => world.close());
  return world;
}
const openShipped = (): Promise<PoliciesWorld> => openAny({});
/** The policies of a folder; the default one is called `pole`. */
const open = (own: { readonly folder: string }, options: PoliciesWorldOptions = {}): Promise<PoliciesWorld> => openAny({ ...options, config: { folders: [own.folder], defaultPolicy: 'pole' } });
const versions = async (world: PoliciesWorld, name: string) => (await world.ask('query ($name: ID!) { policy(name: $name) { currentVersion { version } aliases { name version { version } } versions { version state refusal agentCount runtime } } }', { name })).policy;
const load = 'mutation ($input: LoadPolicyVersionInput!) { loadPolicyVersion(input: $input) { version { version state runtime loadedAt goldenDifference } } }';
const unload = 'mutation ($input: UnloadPolicyVersionInput!) { unloadPolicyVersion(input: $input) { version { version state agentCount } } }';
const alias = 'mutation ($input: SetPolicyAliasInput!) { setPolicyAlias(input: $input) { policy { aliases { name version { version } } currentVersion { version } } } }';
const reset = async (world: PoliciesWorld, input: object) => (await world.ask(resetDocument, { input })).resetPolicyAgent.agent;
const step = (world: PoliciesWorld, input: object) => world.run(stepDocument, { input: { observation, ...input } });

describe('the policies that ship', () => {
  test('are there, checked against their recorded outputs, with one agent each', async () => {
    const world = await openShipped();
    const { policies } = await world.ask('{ policies { name isDefault description observationLength actionKind actionSize versions { version state runtime sizeBytes sha256 hiddenLength memorySlots memoryWidth goldenDifference loadedAt agentCount policy { name } } agents { nodes { id } } } }');
    expect(policies.map(({ name }: { name: string }) => name)).toEqual(expect.arrayContaining(['cartpole', 'cartpole_pos', 'dock']));
    const [cartpole] = policies;
    expect(cartpole).toMatchObject({ isDefault: true, observationLength: 4, actionKind: 'DISCRETE', actionSize: 2, agents: { nodes: [{ id: 'default' }] } });
    expect(cartpole?.versions.at(-1)).toMatchObject({ state: 'LOADED', sha256: expect.stringMatching(/^[\da-f]{64}$/u), hiddenLength: 64, memorySlots: 16, memoryWidth: 32, agentCount: 1, policy: { name: 'cartpole' } });
    expect(cartpole?.versions.at(-1)?.goldenDifference).toBeLessThan(1e-4);
  });

  test('are entities', async () => {
    const world = await openShipped();
    const representations = [
      { __typename: 'Policy', name: 'dock' }, { __typename: 'PolicyVersion', policyName: 'dock', version: '1' }, { __typename: 'PolicyAgent', policyName: 'dock', id: 'default' },
      { __typename: 'Policy', name: 'nothing' }, { __typename: 'PolicyVersion', policyName: 'dock', version: '0' }, { __typename: 'PolicyAgent', policyName: 'dock', id: 'nobody' },
    ];
    const source = 'query ($representations: [_Any!]!) { _entities(representations: $representations) { ... on Policy { name } ... on PolicyVersion { state } ... on PolicyAgent { stepCount } } }';
    expect((await world.ask(source, { representations }))._entities).toEqual([{ name: 'dock' }, { state: 'LOADED' }, { stepCount: 0 }, null, null, null]);
  });

  test('must hold the default one', async () => {
    await expect(openAny({ config: { defaultPolicy: 'nothing' } })).rejects.toThrow(/DEFAULT_POLICY names 'nothing'.*cartpole/u);
  });
});

describe('versions', () => {
  test('of a policy are loaded newest first, in the order of their numbers', async () => {
    const own = folder();
    for (const version of ['2', '10', '9']) own.add('pole', version);
    const { currentVersion, versions: all } = await versions(await open(own), 'pole');
    expect(currentVersion).toEqual({ version: '10' });
    expect(all.map(({ version, state }: { version: string; state: string }) => [version, state])).toEqual([['2', 'UNLOADED'], ['9', 'UNLOADED'], ['10', 'LOADED']]);
  });

  test('come in while the server runs; agents keep theirs until they are reset', async () => {
    const own = folder();
    own.add('pole', '1');
    const world = await open(own);
    await reset(world, { policy: 'pole', agentId: 'old' });
    await step(world, { policy: 'pole', agentId: 'old' });
    own.add('pole', '2');
    expect((await world.ask(load, { input: { policy: 'pole', version: '2', alias: 'canary' } })).loadPolicyVersion.version).toMatchObject({ state: 'LOADED' });
    expect(await versions(world, 'pole')).toMatchObject({ currentVersion: { version: '2' }, aliases: [{ name: 'latest', version: { version: '2' } }, { name: 'canary', version: { version: '2' } }] });
    expect((await step(world, { policy: 'pole', agentId: 'old' })).errors).toEqual([]);
    expect((await world.ask('{ policyAgent(policy: "pole", id: "old") { stepCount version { version } } }')).policyAgent).toEqual({ stepCount: 2, version: { version: '1' } });
    expect(await reset(world, { policy: 'pole', agentId: 'new' })).toMatchObject({ version: { version: '2' } });
    expect(await reset(world, { policy: 'pole', agentId: 'old' })).toMatchObject({ version: { version: '2' }, stepCount: 0 });
    expect(await reset(world, { policy: 'pole', agentId: 'old', version: '1' })).toMatchObject({ version: { version: '1' } });
  });

  test('of several kinds answer one batch, in its order', async () => {
    const own = folder();
    own.add('pole', '1');
    own.add('pole', '2');
    const world = await open(own);
    await world.ask(load, { input: { policy: 'pole', version: '1' } });
    const ids = ['a', 'b', 'c', 'd'];
    for (const [index, agentId] of ids.entries()) await reset(world, { policy: 'pole', agentId, version: index % 2 === 0 ? '1' : '2' });
    const observations = ids.map((_, index) => observation.map((number) => number * index));
    const { stepPolicies: batch } = await world.ask(stepsDocument, { input: { policy: 'pole', observations, agentIds: ids, deterministic: true } });
    const { stepPolicies: fresh } = await world.ask(stepsDocument, { input: { policy: 'pole', observations, deterministic: true } });
    for (const [index, value] of batch.values.entries()) expect(value).toBeCloseTo(fresh.values[index] ?? Number.NaN, 3);
  });

  test('that go retire until their last agent is reset or released', async () => {
    const own = folder();
    own.add('pole', '1');
    own.add('pole', '2');
    const world = await open(own);
    await world.ask(load, { input: { policy: 'pole', version: '1' } });
    for (const agentId of ['one', 'two']) await reset(world, { policy: 'pole', agentId, version: '1' });
    expect((await world.ask(unload, { input: { policy: 'pole', version: '1' } })).unloadPolicyVersion.version).toEqual({ version: '1', state: 'RETIRING', agentCount: 2 });
    expect((await step(world, { policy: 'pole', agentId: 'one' })).errors).toEqual([]);
    expect(await world.refusal(resetDocument, { input: { policy: 'pole', agentId: 'three', version: '1' } })).toMatchObject({ code: 'CONFLICT' });
    expect(await reset(world, { policy: 'pole', agentId: 'one' })).toMatchObject({ version: { version: '2' } });
    await world.ask('mutation { releasePolicyAgent(input: { policy: "pole", agentId: "two" }) { released } }');
    expect((await versions(world, 'pole')).versions[0]).toMatchObject({ state: 'UNLOADED', runtime: null, agentCount: 0 });
  });

  test('are not held back by the agent that is always there, unless it has begun', async () => {
    const own = folder();
    own.add('pole', '1');
    own.add('pole', '2');
    const world = await open(own);
    await world.ask(load, { input: { policy: 'pole', version: '1' } });
    const leave = async (version: string) => (await world.ask(unload, { input: { policy: 'pole', version } })).unloadPolicyVersion.version.state;
    expect(await leave('2')).toBe('UNLOADED');
    await step(world, {});
    await world.ask(load, { input: { policy: 'pole', version: '2' } });
    expect(await leave('1')).toBe('RETIRING');
    expect(await reset(world, {})).toMatchObject({ id: 'default', version: { version: '2' } });
    expect((await versions(world, 'pole')).versions[0]).toMatchObject({ state: 'UNLOADED' });
  });

  test('can be called back while they retire', async () => {
    const own = folder();
    own.add('pole', '1');
    own.add('pole', '2');
    const world = await open(own);
    await reset(world, { policy: 'pole', agentId: 'one' });
    await world.ask(unload, { input: { policy: 'pole', version: '2' } });
    expect((await world.ask(load, { input: { policy: 'pole', version: '2' } })).loadPolicyVersion.version).toMatchObject({ state: 'LOADED' });
    expect(await world.ask('{ policyAgent(policy: "pole", id: "one") { version { state } } }')).toEqual({ policyAgent: { version: { state: 'LOADED' } } });
  });

  test('that are forced to go take their agents with them; the last one leaves a policy that answers nobody', async () => {
    const own = folder();
    own.add('pole', '1');
    const world = await open(own);
    await reset(world, { policy: 'pole', agentId: 'one' });
    expect((await world.ask(unload, { input: { policy: 'pole', version: '1', force: true } })).unloadPolicyVersion.version).toEqual({ version: '1', state: 'UNLOADED', agentCount: 0 });
    expect(await versions(world, 'pole')).toMatchObject({ currentVersion: null, aliases: [] });
    expect((await step(world, { policy: 'pole', agentId: 'one' })).errors[0]).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
    expect(await world.refusal(resetDocument, { input: { policy: 'pole' } })).toMatchObject({ code: 'UNAVAILABLE' });
    await world.ask(load, { input: { policy: 'pole', version: '1' } });
    expect((await step(world, { policy: 'pole' })).errors).toEqual([]);
  });

  test('are named by aliases that outlive the process', async () => {
    const own = folder();
    for (const version of ['1', '2', '3']) own.add('pole', version);
    const kept = await createTestDatabase();
    cleanUp.push(() => kept.close());
    const world = await open(own, { database: kept });
    expect(await world.refusal(alias, { input: { policy: 'pole', alias: 'latest', version: '1' } })).toMatchObject({ code: 'CONFLICT' });
    await world.ask(load, { input: { policy: 'pole', version: '2' } });
    await world.ask(load, { input: { policy: 'pole', version: '1', alias: 'stable' } });
    expect((await world.ask(alias, { input: { policy: 'pole', alias: 'latest', version: 'stable' } })).setPolicyAlias.policy).toEqual({
      aliases: [{ name: 'latest', version: { version: '1' } }, { name: 'stable', version: { version: '1' } }], currentVersion: { version: '1' },
    });
    await world.subgraph.stop();
    const next = await open(own, { database: kept });
    expect(await versions(next, 'pole')).toMatchObject({ currentVersion: { version: '1' } });
    expect(await reset(next, { policy: 'pole', agentId: 'x', version: 'stable' })).toMatchObject({ version: { version: '1' } });
  });

  test('have no aliases without a name of their own', async () => {
    const world = await openShipped();
    for (const name of ['', '1', 'x'.repeat(33), 'a b']) expect(await world.refusal(alias, { input: { policy: 'cartpole', alias: name, version: '1' } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('that there are not cannot be changed', async () => {
    const world = await openShipped();
    for (const document of [load, unload, alias]) {
      for (const [policy, version] of [['cartpole', '99'], ['nothing', '1'], ['../policies/cartpole', '1'], ['cartpole', '../1'], ['cartpole', 'a\0b']]) {
        expect(await world.refusal(document, { input: { policy, version, ...(document === alias && { alias: 'x' }) } })).toMatchObject({ code: 'NOT_FOUND' });
      }
    }
  });
});

describe('a version that cannot be used', () => {
  const spoil: readonly (readonly [string, RegExp, (target: string) => void])[] = [
    ['without a model', /policy\.onnx is missing/u, (target) => rmSync(path.join(target, 'policy.onnx'))],
    ['with a cut model', /policy\.onnx/u, (target) => truncateSync(path.join(target, 'policy.onnx'), 1_000)],
    ['with a model of noise', /policy\.onnx/u, (target) => writeFileSync(path.join(target, 'policy.onnx'), Buffer.alloc(10_000, 7))],
    ['with recorded outputs of another model', /golden|differ/u, (target) => writeFileSync(path.join(target, 'golden.json'), '{"steps":[{"observation":[[0,0,0,0]],"logits":[[9,9]],"value":[9],"pressure":[0]}]}')],
    ['with a model behind a link', /link/u, (target) => {
      rmSync(path.join(target, 'policy.onnx'));
      symlinkSync(path.join(shippedPolicies, 'cartpole/1/policy.onnx'), path.join(target, 'policy.onnx'));
    }],
    ['with huge recorded outputs', /golden\.json has more than/u, (target) => truncateSync(path.join(target, 'golden.json'), 17 * 1024 ** 2)],
    ['with a broken description', /not JSON/u, (target) => writeFileSync(path.join(target, 'policy.json'), '{')],
  ];

  test.each(spoil)('%s is refused with the reason, and the one before serves', async (_, reason, change) => {
    const own = folder();
    own.add('pole', '1');
    change(own.add('pole', '2'));
    const world = await open(own);
    const { currentVersion, versions: [, second] } = await versions(world, 'pole');
    expect(currentVersion).toEqual({ version: '1' });
    expect(second).toMatchObject({ state: 'REFUSED', refusal: expect.stringMatching(reason) });
    expect(await world.refusal(load, { input: { policy: 'pole', version: '2' } })).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'version', reason: expect.stringMatching(reason) } });
    own.add('pole', '2');
  });

  test.each([
    [{ name: 'other' }, /another policy/u], [{ version: '7' }, /another policy or version/u], [{ observationLabels: [] }, /observationLabels/u], [{ description: '' }, /description/u], [{ actionKind: 'wild' }, /actionKind/u],
    [{ actionLabels: ['one'] }, /size 1/u], [{ observationLabels: ['one'] }, /observes 1 numbers/u],
  ])('because of %j in its description says so', async (change, reason) => {
    const own = folder();
    own.add('pole', '1');
    own.add('pole', '2', { change });
    const { versions: [, second] } = await versions(await open(own), 'pole');
    expect(second).toMatchObject({ state: 'REFUSED', refusal: expect.stringMatching(reason) });
  });

  test('can be tried again when it is mended', async () => {
    const own = folder();
    own.add('pole', '1');
    rmSync(path.join(own.add('pole', '2'), 'policy.onnx'));
    const world = await open(own);
    rmSync(path.join(own.folder, 'pole/2'), { recursive: true });
    own.add('pole', '2');
    expect((await world.ask(load, { input: { policy: 'pole', version: '2' } })).loadPolicyVersion.version).toMatchObject({ state: 'LOADED' });
  });

  test('because it observes otherwise than the policy does not come in', async () => {
    const own = folder();
    own.add('pole', '1');
    const world = await open(own);
    own.add('pole', '2', { from: 'cartpole_pos/1' });
    own.add('pole', '3', { from: 'dock/1' });
    expect(await world.refusal(load, { input: { policy: 'pole', version: '2' } })).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('observes 2 numbers, the policy 4') });
    expect(await world.refusal(load, { input: { policy: 'pole', version: '3' } })).toMatchObject({ code: 'BAD_USER_INPUT', message: expect.stringContaining('continuous') });
  });

  test('in a folder that is a link to elsewhere is refused', async () => {
    const own = folder();
    own.add('pole', '1');
    symlinkSync(path.join(shippedPolicies, 'cartpole/1'), path.join(own.folder, 'pole/2'));
    const { versions: [, second] } = await versions(await open(own), 'pole');
    expect(second).toMatchObject({ state: 'REFUSED', refusal: expect.stringContaining('link') });
  });

  test('alone makes no policy', async () => {
    const own = folder();
    own.add('pole', '1');
    writeFileSync(path.join(own.add('other', '1'), 'policy.json'), '[]');
    const world = await open(own);
    expect(await world.ask('{ policy(name: "other") { name } }')).toEqual({ policy: null });
    expect(await world.refusal(load, { input: { policy: 'other', version: '1' } })).toMatchObject({ code: 'BAD_USER_INPUT' });
  });
});
