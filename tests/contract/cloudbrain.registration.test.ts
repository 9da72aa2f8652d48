import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCloudBrainClient, expectAnswer, numberIn, type CloudBrainClient } from '../testkit/cloudbrain.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CloudBrainClient;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCloudBrainClient(world.urls.cloudbrain);
});
afterAll(() => world.close());

const anInstant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
const aNumber: unknown = expect.any(Number);
const profile = { ai_nickname: 'N', expertise: 'Logic', version: '1.0.0', project: 'cloudbrain' };
const register = (body: object) => client.v1('POST', '/ai/register', { body });

test('a registration answers the profile', async () => {
  const answer = await register({ ai_name: 'Ada Lovelace', ...profile });
  expectAnswer(answer, 201, { ai_id: aNumber, ai_name: 'Ada Lovelace', ...profile, created_at: anInstant });
  const { status, body } = await register({ ai_name: 'ada lovelace' });
  expect([status, body]).toEqual([400, { error: 'AI name already exists', code: 'AI_NAME_EXISTS' }]);
});

test('a name goes to one of ten that come at once, and those that are refused use up no id', async () => {
  const answers = await Promise.all(Array.from({ length: 10 }, () => register({ ai_name: 'Wanted' })));
  expect(answers.map(({ status }) => status).sort()).toEqual([201, ...Array.from({ length: 9 }, () => 400)]);
  const [made] = answers.filter(({ status }) => status === 201).map(({ body }) => numberIn(body, 'ai_id'));
  expect((await client.newAi()).id).toBe((made ?? 0) + 1);
});

test('one that broke off on the way is completed in the spelling in which it began, and its AI signs in with that', async () => {
  const { body: { ai_id: id } } = await register({ ai_name: 'Half Made' });
  for (const table of ['ai_profiles', 'inboxes', 'outboxes']) await world.database.pool.query(`DELETE FROM collaboration.${table} WHERE subject = $1`, [`cb:${String(id)}`]);
  const { status, body } = await register({ ai_name: 'HALF MADE', expertise: 'Patience' });
  expect([status, body]).toMatchObject([201, { ai_id: id, ai_name: 'Half Made', expertise: 'Patience' }]);
  expect((await client.v1('POST', '/auth/login', { body: { ai_id: id, ai_name: body['ai_name'] } })).body).toMatchObject({ success: true, ai_name: 'Half Made' });
});

test.each([[{}], [{ ai_name: '' }], [{ ai_name: '   ' }], [{ ai_name: 7 }], [{ ai_name: 'x'.repeat(101) }], [{ ai_name: 'a\u0000b' }], [{ ai_name: '\ud800' }]])('a registration of %j is refused', async (body) => {
  const { status, body: refused } = await register(body);
  expect([status, refused]).toEqual([400, { error: expect.stringContaining('ai_name'), code: 'VALIDATION_ERROR', details: { ai_name: expect.any(String) } }]);
});
