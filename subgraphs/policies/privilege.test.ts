import { afterAll, beforeAll, expect, test } from 'vitest';
import { createWorld, type World } from '../../tests/testkit/world.ts';
import { resetDocument, stepDocument } from './policies.fixture.ts';

let world: World;
let admin: string;
let developer: string;
const cyborg = 'a token for this test alone';
beforeAll(async () => {
  world = await createWorld({ AUTH_TOKEN: cyborg }, { model: false });
  admin = await world.signInAdmin();
  developer = await world.register('developer');
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
const step = (token?: string) => world.graphql(stepDocument, { variables: { input: { observation } }, ...(token !== undefined && { token }) });
const load = (token: string) => world.graphql('mutation { loadPolicyVersion(input: { policy: "cartpole", version: "1" }) { version { state } } }', { token });
const codes = ({ errors = [] }: Awaited<ReturnType<typeof step>>) => errors.map(({ extensions }) => extensions['code']);

test('callers of CyborgMind and administrators step, nobody else', async () => {
  for (const token of [cyborg, admin]) expect(await step(token)).toMatchObject({ data: { stepPolicy: { agentId: 'default', action: expect.any(Number) } } });
  expect(codes(await step(developer))).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  expect(codes(await step())).toEqual(['UNAUTHENTICATED']);
});

test('both see the same agents', async () => {
  await world.graphql(resetDocument, { token: cyborg, variables: { input: { agentId: 'shared' } } });
  expect(await world.graphql('{ policyAgent(id: "shared") { stepCount } }', { token: admin })).toMatchObject({ data: { policyAgent: { stepCount: 0 } } });
});

test('only administrators change versions', async () => {
  expect(codes(await load(cyborg))).toEqual(['UNAUTHORIZED_FIELD_OR_TYPE']);
  expect(await load(admin)).toMatchObject({ data: { loadPolicyVersion: { version: { state: 'LOADED' } } } });
});

test('refusals reach clients with their codes and details', async () => {
  const refusal = async (input: object) => (await world.graphql(stepDocument, { token: cyborg, variables: { input } })).errors?.[0]?.extensions;
  expect(await refusal({ observation: [1] })).toMatchObject({ code: 'OBSERVATION_LENGTH_MISMATCH', details: { expected: 4, received: 1 } });
  expect(await refusal({ observation, agentId: 'nobody' })).toMatchObject({ code: 'AGENT_NOT_INITIALIZED', details: { agentId: 'nobody' } });
  expect(await refusal({ observation: 'text' })).toMatchObject({ code: 'BAD_USER_INPUT' });
});
