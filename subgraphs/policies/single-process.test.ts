import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import type { Database } from '#kernel/database';
import { createTestDatabase } from '../../tests/testkit/database.ts';
import { createPoliciesWorld, resetDocument, stepDocument, type PoliciesWorld, type PoliciesWorldOptions } from './policies.fixture.ts';

let database: Database;
const worlds: PoliciesWorld[] = [];
beforeAll(async () => {
  database = await createTestDatabase();
});
afterEach(async () => {
  for (const world of worlds.splice(0)) await world.close();
});
afterAll(() => database.close());

const open = async (options: PoliciesWorldOptions = {}): Promise<PoliciesWorld> => {
  const world = await createPoliciesWorld({ database, ...options });
  worlds.push(world);
  return world;
};
const observation = [0.1, 0.2, 0.3, 0.4];
const step = (world: PoliciesWorld, agentId = 'default') => world.run(stepDocument, { input: { observation, agentId } });
/** Ends the connections that hold the lock, as a restart of the server would. */
const endHolders = () => database.pool.query("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'pentagraph policies' AND datname = current_database()");

test('one process per database serves the policies; the next takes over when it ends', async () => {
  const first = await open();
  const second = await open({ must: false });
  expect([first.subgraph.ready(), second.subgraph.ready()]).toEqual([true, false]);
  for (const document of ['{ policies { name } }', '{ policy { name } }', '{ policyTransitions { jsonLines } }']) expect(await second.refusal(document)).toMatchObject({ code: 'UNAVAILABLE' });
  expect((await step(second)).errors[0]).toMatchObject({ code: 'UNAVAILABLE' });
  await first.subgraph.stop();
  await vi.waitFor(() => expect(second.subgraph.ready()).toBe(true), { timeout: 10_000 });
  expect((await step(second)).errors).toEqual([]);
});

test('a process that must serve them does not start beside another one, and says what to do', async () => {
  await open();
  await expect(open()).rejects.toThrow(/Another process serves the policies.*CYBORG_PORT=off/u);
});

test('a process that lost the database goes on with its agents when nobody else had them', async () => {
  const world = await open();
  await world.ask(resetDocument, { input: { agentId: 'kept' } });
  const stream = await world.follow('subscription { policyStepped { step } }');
  await endHolders();
  expect(await stream.next()).toBeNull();
  expect((await step(world, 'kept')).errors[0]).toMatchObject({ code: 'UNAVAILABLE' });
  await vi.waitFor(() => expect(world.subgraph.ready()).toBe(true), { timeout: 10_000 });
  expect((await step(world, 'kept')).errors).toEqual([]);
});

test('a process that was replaced meanwhile forgets them', async () => {
  const first = await open();
  const second = await open({ must: false });
  for (const agentId of ['old', 'default']) await first.ask(resetDocument, { input: { agentId } });
  await step(first);
  // Whoever comes first after this goes on; ended often enough, the second is it once.
  await vi.waitFor(async () => {
    await endHolders();
    expect(second.subgraph.ready()).toBe(true);
  }, { timeout: 20_000, interval: 300 });
  await second.subgraph.stop();
  await vi.waitFor(() => expect(first.subgraph.ready()).toBe(true), { timeout: 10_000 });
  expect((await step(first, 'old')).errors[0]).toMatchObject({ code: 'AGENT_NOT_INITIALIZED' });
  expect((await first.ask('{ policyAgent(id: "default") { stepCount } }')).policyAgent.stepCount).toBe(0);
});
