import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createCloudBrainClient, expectAnswer, listIn, numberIn, objectIn, type CloudBrainClient, type TestAi, type WireAnswer } from '../testkit/cloudbrain.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CloudBrainClient;
let ada: TestAi;
let bob: TestAi;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCloudBrainClient(world.urls.cloudbrain);
});
beforeEach(async () => {
  [ada, bob] = [await client.newAi(), await client.newAi()];
});
afterAll(() => world.close());

const anInstant: unknown = expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
const aText: unknown = expect.any(String);
const aNumber: unknown = expect.any(Number);
const v1 = (...call: Parameters<CloudBrainClient['v1']>) => client.v1(...call);
const refusal = (status: number, code: string, error: unknown = aText) => ({ status, body: { error, code } });
const invalid = (field: string) => ({ status: 400, body: { error: expect.stringContaining(field), code: 'VALIDATION_ERROR', details: { [field]: aText } } });

const send = (from: TestAi, body: object): Promise<WireAnswer> => v1('POST', '/message/send', { token: from.token, body: { message_type: 'message', content: 'Hello!', ...body } });
const get = (as: TestAi, path: string): Promise<WireAnswer> => v1('GET', path, { token: as.token });
const messagesOf = async (as: TestAi, path: string) => listIn((await get(as, path)).body, 'messages');

describe('login', () => {
  test('answers tokens and who signed in', async () => {
    const answer = await v1('POST', '/auth/login', { body: { ai_id: ada.id, ai_name: ada.name, ai_nickname: 'whatever' } });
    expectAnswer(answer, 200, { token: aText, refresh_token: aText, expires_in: 3600, ai_id: ada.id, ai_name: ada.name, ai_nickname: ada.name });
  });

  test('works for the documented AIs of a fresh server', async () => {
    const answer = await v1('POST', '/auth/login', { body: { ai_id: 32, ai_name: 'GLM47', ai_nickname: 'GLM47' } });
    expect(answer.body).toMatchObject({ success: true, ai_id: 32, ai_name: 'GLM47', ai_nickname: 'GLM47' });
  });

  test.each([
    ['another name', () => ({ ai_id: ada.id, ai_name: bob.name })],
    ['an unknown id', () => ({ ai_id: 999_999_999, ai_name: ada.name })],
    ['a negative id', () => ({ ai_id: -1, ai_name: ada.name })],
    ['a giant id', () => ({ ai_id: Number.MAX_SAFE_INTEGER, ai_name: ada.name })],
  ])('with %s is refused', async (_, credentials) => {
    expect(await v1('POST', '/auth/login', { body: credentials() })).toMatchObject(refusal(401, 'INVALID_CREDENTIALS', 'Invalid credentials'));
  });

  test.each([
    [{ ai_name: 'x' }, 'ai_id'],
    [{ ai_id: 32 }, 'ai_name'],
    [{ ai_id: '32', ai_name: 'GLM47' }, 'ai_id'],
    [{ ai_id: 32.5, ai_name: 'GLM47' }, 'ai_id'],
    [{ ai_id: 32, ai_name: 7 }, 'ai_name'],
    [[], 'body'],
  ])('with %j names the field', async (body, field) => {
    expect(await v1('POST', '/auth/login', { body })).toMatchObject(invalid(field));
  });
});

describe('a session of tokens', () => {
  test('is verified', async () => {
    expectAnswer(await v1('POST', '/auth/verify', { token: ada.token }), 200, { valid: true, ai_id: ada.id, ai_name: ada.name });
  });

  test('is refreshed', async () => {
    const answer = await v1('POST', '/auth/refresh', { body: { refresh_token: ada.refreshToken } });
    expectAnswer(answer, 200, { token: aText, expires_in: 3600 });
    expect((await v1('POST', '/auth/verify', { token: String(answer.body['token']) })).body).toMatchObject({ valid: true, ai_id: ada.id });
    expect((await v1('POST', '/auth/verify', { token: ada.token })).status).toBe(200);
  });

  test('ends as a whole with a logout', async () => {
    const again = String((await v1('POST', '/auth/refresh', { body: { refresh_token: ada.refreshToken } })).body['token']);
    expectAnswer(await v1('POST', '/auth/logout', { token: ada.token }), 200, { message: 'Logged out successfully' });
    for (const token of [ada.token, again]) expect(await v1('POST', '/auth/verify', { token })).toMatchObject(refusal(401, 'INVALID_TOKEN'));
    expect(await v1('POST', '/auth/refresh', { body: { refresh_token: ada.refreshToken } })).toMatchObject(refusal(401, 'INVALID_TOKEN'));
    expect((await v1('POST', '/auth/logout', { token: ada.token })).status).toBe(401);
  });

  test('is not refreshed by its access token', async () => {
    expect(await v1('POST', '/auth/refresh', { body: { refresh_token: ada.token } })).toMatchObject(refusal(401, 'INVALID_TOKEN'));
    expect(await v1('POST', '/auth/refresh', { body: {} })).toMatchObject(invalid('refresh_token'));
  });
});

describe('profiles', () => {
  const profile = { ai_nickname: 'N', expertise: 'Logic', version: '1.0.0', project: 'cloudbrain' };

  test('are shown', async () => {
    const { id, name, token } = await client.newAi(profile);
    expectAnswer(await v1('GET', `/ai/${id}`, { token }), 200, { ai_id: id, ai_name: name, ...profile, created_at: anInstant, last_seen: anInstant });
    expect((await get(bob, `/ai/${id}`)).body).toMatchObject({ ai_id: id });
  });

  test.each(['999999999', '0', '-1', 'abc', '1e3', '99999999999999999999', '%00', "1'--"])('%s is nobody', async (id) => {
    const answer = await get(ada, `/ai/${id}`);
    expect({ status: answer.status, body: answer.body }).toEqual(refusal(404, 'AI_NOT_FOUND', 'AI profile not found'));
  });

  test('are listed, page by page', async () => {
    const expertise = 'Paging';
    for (let count = 0; count < 5; count += 1) await client.newAi({ expertise });
    const list = async (query: string) => (await v1('GET', `/ai/list?expertise=${expertise}&${query}`)).body;
    const pages = [await list('limit=2'), await list('limit=2&offset=2'), await list('limit=2&offset=4')];
    expect(pages.map((page) => [Object.keys(page), page['total'], page['limit'], page['offset']])).toEqual([0, 2, 4].map((offset) => [['success', 'ais', 'total', 'limit', 'offset'], 5, 2, offset]));
    const ais = pages.flatMap((page) => listIn(page, 'ais'));
    expect(new Set(ais.map(({ ai_id }) => ai_id)).size).toBe(5);
    for (const ai of ais) expect(Object.keys(ai)).toEqual(['ai_id', 'ai_name', 'ai_nickname', 'expertise', 'version', 'project', 'online']);
    expect((await list('limit=1000'))['limit']).toBe(100);
    expect(numberIn((await v1('GET', '/ai/list?expertise=paging')).body, 'total')).toBe(0);
  });

  test('are online until they log out', async () => {
    const expertise = 'Presence';
    const here = await client.newAi({ expertise });
    const online = async () => listIn((await v1('GET', `/ai/list?expertise=${expertise}`)).body, 'ais').map((ai) => ai['online']);
    expect(await online()).toEqual([true]);
    await v1('POST', '/auth/logout', { token: here.token });
    expect(await online()).toEqual([false]);
  });

  test('are changed by their own AI', async () => {
    const { id, name, token } = await client.newAi(profile);
    const changes = { ai_nickname: 'Other', expertise: 'Sums', version: '1.1.0' };
    expectAnswer(await v1('PUT', `/ai/${id}`, { token, body: changes }), 200, { ai_id: id, ai_name: name, ...changes, updated_at: anInstant });
    await v1('PUT', `/ai/${id}`, { token, body: { version: '2' } });
    expect((await get(ada, `/ai/${id}`)).body).toMatchObject({ ...changes, version: '2', project: 'cloudbrain' });
  });
});

describe('sessions', () => {
  const metadata = { task: 'API design', collaborators: [32, 33] };
  const create = (as: TestAi, body: object = { session_type: 'autonomous', project: 'cloudbrain', metadata }) => v1('POST', '/session/create', { token: as.token, body });
  const stats = { thoughts_generated: 37, insights_shared: 3, responses_sent: 17, collaborations_initiated: 8 };
  const noStats = { thoughts_generated: 0, insights_shared: 0, responses_sent: 0, collaborations_initiated: 0 };

  test('begin, are shown, end once and are history', async () => {
    const begun = await create(ada);
    const head = { session_id: aNumber, session_identifier: expect.stringMatching(/^[\da-f]{7}$/u), ai_id: ada.id, ai_name: ada.name, session_type: 'autonomous', project: 'cloudbrain' };
    expectAnswer(begun, 201, { ...head, created_at: anInstant, metadata });
    const id = numberIn(begun.body, 'session_id');
    expectAnswer(await get(ada, `/session/${id}`), 200, { ...head, status: 'active', created_at: anInstant, ended_at: null, stats: noStats });
    const end = () => v1('DELETE', `/session/${id}`, { token: ada.token, body: { summary: 'Done', final_stats: stats } });
    const ends = await Promise.all([end(), end(), end()]);
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    expectAnswer(ends.find(({ status }) => status === 200) ?? begun, 200, { session_id: id, ended_at: anInstant, summary: 'Done' });
    expect(ends.find(({ status }) => status === 400)?.body).toMatchObject({ code: 'VALIDATION_ERROR', details: {} });
    expectAnswer(await get(ada, `/session/${id}`), 200, { ...head, status: 'ended', created_at: anInstant, ended_at: anInstant, stats });
    const history = await get(ada, `/session/${ada.id}/history`);
    expectAnswer(history, 200, { sessions: [expect.anything()], total: 1, limit: 20, offset: 0 });
    const [past = {}] = listIn(history.body, 'sessions');
    expect(Object.keys(past)).toEqual(['session_id', 'session_identifier', 'session_type', 'project', 'status', 'created_at', 'ended_at', 'duration_seconds']);
    expect(past).toMatchObject({ session_id: id, status: 'ended', duration_seconds: expect.any(Number) });
  });

  test('end without a body', async () => {
    const id = numberIn((await create(ada, { session_type: 'chat' })).body, 'session_id');
    expectAnswer(await v1('DELETE', `/session/${id}`, { token: ada.token }), 200, { session_id: id, ended_at: anInstant, summary: null });
    expect(objectIn((await get(ada, `/session/${id}`)).body, 'stats')).toEqual(noStats);
  });

  test.each([
    [{}, 'session_type'],
    [{ session_type: '' }, 'session_type'],
    [{ session_type: 7 }, 'session_type'],
    [{ session_type: 'x', metadata: [] }, 'metadata'],
    [{ session_type: 'x', project: {} }, 'project'],
  ])('from %j are refused', async (body, field) => {
    expect(await create(ada, body)).toMatchObject(invalid(field));
  });

  test.each(['999999999', 'abc', '9223372036854775808'])('%s is none', async (id) => {
    expect(await get(ada, `/session/${id}`)).toMatchObject(refusal(404, 'RESOURCE_NOT_FOUND'));
    expect(await v1('DELETE', `/session/${id}`, { token: ada.token, body: {} })).toMatchObject(refusal(404, 'RESOURCE_NOT_FOUND'));
  });
});

describe('messages', () => {
  test('are sent, received, read and deleted', async () => {
    const sent = await send(ada, { target_ai_id: bob.id, conversation_id: 7, metadata: { priority: 'normal', tags: ['greeting'] } });
    const sender = { message_id: aNumber, sender_id: ada.id, sender_name: ada.name };
    expectAnswer(sent, 201, { ...sender, target_ai_id: bob.id, conversation_id: 7, message_type: 'message', content: 'Hello!', created_at: anInstant });
    const inbox = await get(bob, '/message/inbox?limit=10&unread_only=true');
    expectAnswer(inbox, 200, { messages: [expect.anything()], total: 1, unread_count: 1, limit: 10, offset: 0 });
    const received = { ...sender, message_type: 'message', content: 'Hello!', conversation_id: 7, read: false, created_at: anInstant };
    expect(listIn(inbox.body, 'messages')).toEqual([received]);
    expect(Object.keys(listIn(inbox.body, 'messages')[0] ?? {})).toEqual(Object.keys(received));
    expect((await get(bob, '/message/inbox')).body).toMatchObject({ messages: [{ read: true }], total: 1, unread_count: 0 });
    const outbox = await get(ada, '/message/sent');
    expectAnswer(outbox, 200, { messages: [expect.anything()], total: 1, limit: 20, offset: 0 });
    expect(Object.keys(listIn(outbox.body, 'messages')[0] ?? {})).toEqual(['message_id', 'sender_id', 'sender_name', 'target_ai_id', 'message_type', 'content', 'created_at']);
    const id = numberIn(sent.body, 'message_id');
    const removals = await Promise.all([1, 2].map(() => v1('DELETE', `/message/${id}`, { token: ada.token })));
    expect(removals.map(({ status }) => status).sort()).toEqual([200, 404]);
    expectAnswer(removals.find(({ status }) => status === 200) ?? sent, 200, { message_id: id, deleted_at: anInstant });
    for (const [as, path] of [[bob, '/message/inbox'], [ada, '/message/sent'], [bob, '/message/search?q=hello'], [ada, '/message/search?q=hello']] as const) {
      expect((await messagesOf(as, path)).map(({ message_id }) => message_id)).not.toContain(id);
    }
  });

  test('may be peeked at', async () => {
    await send(ada, { target_ai_id: bob.id });
    for (const query of ['mark_read=false', 'mark_read=False', 'mark_read=0', '']) expect((await get(bob, `/message/inbox?${query}`)).body).toMatchObject({ unread_count: 1, messages: [{ read: false }] });
    expect((await get(bob, '/message/inbox?unread_only=true')).body).toMatchObject({ messages: [], total: 0, unread_count: 0 });
  });

  test('to all reach everybody but their sender', async () => {
    const everybody = await send(ada, { content: 'A broadcast of Ada' });
    expect(everybody.body).toMatchObject({ target_ai_id: null, conversation_id: null });
    const id = everybody.body['message_id'];
    expect((await messagesOf(bob, '/message/inbox')).map(({ message_id }) => message_id)).toContain(id);
    expect((await messagesOf(ada, '/message/inbox')).map(({ message_id }) => message_id)).not.toContain(id);
    expect((await send(ada, { target_ai_id: null })).status).toBe(201);
  });

  test('of a pair keep their conversation', async () => {
    const numbers = [await send(ada, { target_ai_id: bob.id }), await send(bob, { target_ai_id: ada.id })].map(({ body }) => numberIn(body, 'conversation_id'));
    expect(numbers[0]).toBe(numbers[1]);
    await send(ada, { target_ai_id: bob.id, conversation_id: 99 });
    expect((await get(bob, '/message/inbox?conversation_id=99')).body).toMatchObject({ total: 1, messages: [{ conversation_id: 99 }] });
  });

  test('are found by words of content and metadata', async () => {
    const word = `zebra${ada.id}`;
    await send(ada, { target_ai_id: bob.id, content: `A ${word.toUpperCase()} in Content` });
    await send(ada, { target_ai_id: bob.id, message_type: 'note', metadata: { tags: [word] } });
    const search = await get(bob, `/message/search?q=${word}&limit=10`);
    expectAnswer(search, 200, { messages: [expect.anything(), expect.anything()], total: 2, limit: 10, offset: 0 });
    expect(Object.keys(listIn(search.body, 'messages')[0] ?? {})).toEqual(['message_id', 'sender_id', 'sender_name', 'message_type', 'content', 'created_at']);
    const total = async (query: string) => (await get(bob, `/message/search?q=${word}&${query}`)).body['total'];
    const today = new Date().toISOString().slice(0, 10);
    expect([await total('message_type=note'), await total(`date_from=${today}&date_to=${today}`), await total('date_to=2020-01-01'), await total('date_from=2020-01-01T00:00:00Z')]).toEqual([1, 2, 0, 2]);
    expect((await get(bob, '/message/search?q=zebr')).body).toMatchObject({ total: 2 });
  });

  test.each([
    [{ content: '' }, 'content'],
    [{ content: 7 }, 'content'],
    [{ content: 'a\u0000b' }, 'content'],
    [{ message_type: '' }, 'message_type'],
    [{ target_ai_id: 'GLM47' }, 'target_ai_id'],
    [{ target_ai_id: 1.5 }, 'target_ai_id'],
    [{ conversation_id: 'x' }, 'conversation_id'],
    [{ conversation_id: -1 }, 'conversation_id'],
    [{ metadata: 'x' }, 'metadata'],
  ])('with %j are refused', async (body, field) => {
    expect(await send(ada, body)).toMatchObject(invalid(field));
  });

  test('to nobody are refused', async () => {
    for (const target of [999_999_999, 0, -5, Number.MAX_SAFE_INTEGER]) expect(await send(ada, { target_ai_id: target })).toMatchObject(refusal(404, 'AI_NOT_FOUND', 'AI profile not found'));
  });
});

describe('collaborations', () => {
  const body = () => ({ target_ai_id: bob.id, collaboration_type: 'pair_programming', title: 'API Design', description: 'Together', metadata: { priority: 'high' } });
  const request = (more: object = {}) => v1('POST', '/collaboration/request', { token: ada.token, body: { ...body(), ...more } });
  const newId = async () => numberIn((await request()).body, 'collaboration_id');
  const respond = (as: TestAi, id: number, response: string) => v1('POST', '/collaboration/respond', { token: as.token, body: { collaboration_id: id, response, message: 'Fine', metadata: {} } });
  const complete = (as: TestAi, id: number, more?: object) => v1('POST', `/collaboration/${id}/complete`, { token: as.token, ...(more && { body: more }) });

  test('are asked for, accepted, worked on and completed', async () => {
    const asked = await request();
    const head = { collaboration_id: aNumber, requester_ai_id: ada.id, requester_name: ada.name, target_ai_id: bob.id };
    const topic = { collaboration_type: 'pair_programming', title: 'API Design', description: 'Together' };
    expectAnswer(asked, 201, { ...head, ...topic, status: 'pending', created_at: anInstant });
    const id = numberIn(asked.body, 'collaboration_id');
    expect((await complete(ada, id)).body).toMatchObject({ code: 'VALIDATION_ERROR' });
    const responses = await Promise.all(['accept', 'accept', 'decline'].map((response) => respond(bob, id, response)));
    expect(responses.map(({ status }) => status).sort()).toEqual([200, 400, 400]);
    const listed = listIn((await get(bob, '/collaboration/list')).body, 'collaborations')[0] ?? {};
    expect(Object.keys(listed)).toEqual([...Object.keys(head), 'target_name', ...Object.keys(topic), 'status', 'created_at', 'updated_at']);
  });

  test('that are accepted have progress and an end', async () => {
    const id = await newId();
    expectAnswer(await respond(bob, id, 'accept'), 200, { collaboration_id: id, status: 'active', responded_at: anInstant, message: 'Collaboration accepted' });
    const progress = { tasks_completed: 0, total_tasks: 0, percentage: 0, current_task: null, last_updated: anInstant };
    const participants = [{ ai_id: ada.id, ai_name: ada.name, role: 'requester' }, { ai_id: bob.id, ai_name: bob.name, role: 'responder' }];
    for (const as of [ada, bob]) expectAnswer(await get(as, `/collaboration/${id}/progress`), 200, { collaboration_id: id, status: 'active', progress, participants });
    const ends = await Promise.all([ada, bob].map((as) => complete(as, id, { summary: 'Done', outcome: 'success', final_stats: { tasks_completed: 10 } })));
    expect(ends.map(({ status }) => status).sort()).toEqual([200, 400]);
    expectAnswer(ends.find(({ status }) => status === 200) ?? { status: 0, headers: new Headers(), body: {} }, 200, { collaboration_id: id, status: 'completed', completed_at: anInstant, summary: 'Done' });
    expect((await get(ada, `/collaboration/${id}/progress`)).body).toMatchObject({ status: 'completed', progress: { tasks_completed: 10, percentage: 100 } });
  });

  test.each(['decline', 'reject'])('are turned down by %s', async (response) => {
    const id = await newId();
    expectAnswer(await respond(bob, id, response), 200, { collaboration_id: id, status: 'declined', responded_at: anInstant, message: 'Collaboration declined' });
    expect((await complete(ada, id)).status).toBe(400);
  });

  test('are listed by status and role', async () => {
    const [first] = [await newId(), await newId()];
    await respond(bob, first, 'accept');
    const total = async (as: TestAi, query: string) => (await get(as, `/collaboration/list?${query}`)).body['total'];
    expect(await Promise.all(['', 'status=active', 'status=pending', 'status=completed', 'role=requester', 'role=responder'].map((query) => total(ada, query)))).toEqual([2, 1, 1, 0, 2, 0]);
    expect(await total(bob, 'role=responder&status=pending')).toBe(1);
    expect((await get(ada, '/collaboration/list?limit=1&offset=1')).body).toMatchObject({ total: 2, limit: 1, offset: 1, collaborations: [{ collaboration_id: first }] });
  });

  test.each([
    [{ target_ai_id: undefined }, 'target_ai_id'],
    [{ target_ai_id: 'x' }, 'target_ai_id'],
    [{ collaboration_type: undefined }, 'collaboration_type'],
    [{ title: undefined }, 'title'],
    [{ title: '' }, 'title'],
    [{ metadata: [] }, 'metadata'],
  ])('with %j are refused', async (more, field) => {
    expect(await request(more)).toMatchObject(invalid(field));
  });

  test('need somebody else', async () => {
    expect(await request({ target_ai_id: ada.id })).toMatchObject(invalid('target_ai_id'));
    expect(await request({ target_ai_id: 999_999_999 })).toMatchObject(refusal(404, 'AI_NOT_FOUND', 'AI profile not found'));
  });

  test('are answered with a word that is known', async () => {
    const id = await newId();
    for (const response of ['maybe', '', 'ACCEPT']) expect(await respond(bob, id, response)).toMatchObject(invalid('response'));
    expect(await respond(bob, 999_999_999, 'accept')).toMatchObject(refusal(404, 'RESOURCE_NOT_FOUND'));
  });
});
