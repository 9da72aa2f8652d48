import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { batchSchema, createCyborgMindClient, stepSchema, type CyborgMindClient } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CyborgMindClient;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCyborgMindClient(world.urls.cyborg);
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
const steep = [1.5, -0.5, 0.1, 2];
let agents = 0;

/** A new agent with fresh state. */
async function newAgent(): Promise<string> {
  const id = `agent-${(agents += 1)}`;
  await client.post('/reset', { agent_id: id });
  return id;
}

const aText: unknown = expect.any(String);

describe('GET /health', () => {
  test('needs no token and has exactly three fields', async () => {
    const { status, body } = await client.call('GET', '/health', { token: null });
    expect([status, body]).toEqual([200, { status: 'healthy', version: '3.0.0', timestamp: expect.stringMatching(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/u) }]);
  });
});

describe('authentication', () => {
  const protectedCalls = [['/reset', {}], ['/step', { observation }], ['/step_batch', { observations: [observation] }]] as const;

  test.each(protectedCalls)('%s takes the static token', async (path, body) => {
    expect((await client.post(path, body)).status).toBe(200);
  });

  test.each(protectedCalls)('%s refuses a wrong token', async (path, body) => {
    for (const token of ['wrong', 'cyborg-secret-v', 'cyborg-secret-v22', 'a.b.c', 'x'.repeat(10_000)]) {
      const answer = await client.post(path, body, { token });
      expect([answer.status, answer.body]).toEqual([403, { detail: 'Invalid authentication token' }]);
    }
  });

  test.each(protectedCalls)('%s refuses who sends none', async (path, body) => {
    for (const headers of [{}, { Authorization: 'Basic Y3lib3JnOmN5Ym9yZw==' }, { Authorization: 'Bearer' }, { Authorization: 'Bearer ' }]) {
      const answer = await client.post(path, body, { token: null, headers });
      expect([answer.status, answer.body]).toEqual([403, { detail: 'Not authenticated' }]);
    }
  });

  test('comes before anything is read', async () => {
    expect((await client.post('/step', '{"observation', { token: 'wrong' })).status).toBe(403);
  });

  test('the token is good on the graph, for policies only', async () => {
    const step = await world.graphql('mutation { stepPolicy(input: { observation: [0, 0, 0, 0], deterministic: true }) { action } }', { token: 'cyborg-secret-v2' });
    expect(step.errors).toBeUndefined();
    const others = await world.graphql('{ users { totalCount } }', { token: 'cyborg-secret-v2' });
    expect(others.errors?.[0]?.extensions['code']).toBe('UNAUTHORIZED_FIELD_OR_TYPE');
  });
});

describe('POST /reset', () => {
  test('answers as documented', async () => {
    const { status, body } = await client.post('/reset', { agent_id: 'session_abc123' });
    expect([status, body]).toEqual([200, { message: 'Agent state reset', agent_id: 'session_abc123', state: { hidden: 'initialized', memory: 'initialized' } }]);
  });

  test.each([['no body', '/reset', undefined, 'default'], ['an empty object', '/reset', {}, 'default'], ['null', '/reset', null, 'default'], ['the query', '/reset?agent_id=q1', undefined, 'q1'], ['both', '/reset?agent_id=q1', { agent_id: 'b1' }, 'b1']])(
    'takes the id of %s',
    async (...[, path, body, id]) => {
      expect((await client.post(path, body)).body).toMatchObject({ agent_id: id });
    },
  );
});

describe('POST /step', () => {
  test('needs nothing but an observation: the agent default is there from the start', async () => {
    const { status, body } = await client.post('/step', { observation });
    expect(status).toBe(200);
    expect(stepSchema.parse(body).agent_id).toBe('default');
    expect(Object.keys(stepSchema.parse(body))).toEqual(['action', 'value', 'log_prob', 'agent_id']);
  });

  test.each([[[0.1, 0.2], 2], [[], 0], [[1, 2, 3, 4, 5], 5]])('refuses %j, which is too short or too long', async (wrong, length) => {
    const { status, body } = await client.post('/step', { observation: wrong });
    expect([status, body]).toEqual([400, { detail: `Expected observation of length 4, got ${length}` }]);
  });

  test('refuses an agent that was never reset', async () => {
    const { status, body } = await client.post('/step', { observation, agent_id: 'unknown_agent' });
    expect([status, body]).toEqual([400, { detail: "Agent 'unknown_agent' not initialized. Call /reset first." }]);
  });

  test('is repeatable when it is deterministic, and the value tells observations apart', async () => {
    const [one, other] = [await newAgent(), await newAgent()];
    const first = await client.step({ observation, agent_id: one, deterministic: true });
    expect(await client.step({ observation, agent_id: other, deterministic: true })).toEqual({ ...first, agent_id: other });
    const elsewhere = await client.step({ observation: steep, agent_id: await newAgent(), deterministic: true });
    expect(elsewhere.value).not.toBe(first.value);
  });

  test('samples by itself, and tells the probability of what it took', async () => {
    const seen = new Map<unknown, number>();
    for (let round = 0; round < 60; round += 1) {
      const { action, log_prob: logProb } = await client.step({ observation: [0, 0, 0, 0], agent_id: await newAgent() });
      expect(logProb).toBeLessThanOrEqual(0);
      seen.set(action, logProb);
    }
    expect([...seen.values()].reduce((sum, logProb) => sum + Math.exp(logProb), 0)).toBeLessThanOrEqual(1 + 1e-5);
  });

  test('carries state from step to step until a reset', async () => {
    const agent = await newAgent();
    const step = () => client.step({ observation, agent_id: agent, deterministic: true });
    const first = await step();
    const second = await step();
    expect(second.value).not.toBe(first.value);
    await client.post('/reset', { agent_id: agent });
    expect(await step()).toEqual(first);
  });

  test('a refused step moves no state', async () => {
    const [agent, twin] = [await newAgent(), await newAgent()];
    const ask = (id: string) => client.step({ observation, agent_id: id, deterministic: true });
    await ask(agent);
    await ask(twin);
    for (const body of [{ observation: [1], agent_id: agent }, { observation: ['1', 2, 3, 4], agent_id: agent }, { observation, agent_id: agent, deterministic: 'maybe' }]) await client.post('/step', body);
    expect((await ask(agent)).value).toBe((await ask(twin)).value);
  });
});

describe('POST /step_batch', () => {
  const observations = [observation, [0.5, 0.6, 0.7, 0.8], steep];

  test('answers for the agents that are named, known or not, in their order', async () => {
    const { status, body } = await client.post('/step_batch', { observations: observations.slice(0, 2), agent_ids: ['agent_b', 'agent_a'], deterministic: true });
    expect(status).toBe(200);
    expect(Object.keys(batchSchema.parse(body))).toEqual(['actions', 'values', 'log_probs', 'agent_ids']);
    expect(batchSchema.parse(body).agent_ids).toEqual(['agent_b', 'agent_a']);
  });

  test('without ids every row is fresh', async () => {
    const ask = async () => batchSchema.parse((await client.post('/step_batch', { observations, deterministic: true })).body);
    const first = await ask();
    expect(first.agent_ids).toEqual(['batch_0', 'batch_1', 'batch_2']);
    expect([first.actions.length, first.values.length, first.log_probs.length]).toEqual([3, 3, 3]);
    expect(await ask()).toEqual(first);
    expect((await client.post('/step', { observation, agent_id: 'batch_0' })).status).toBe(400);
  });

  test('a batch answers as single steps do', async () => {
    const ids = [await newAgent(), await newAgent(), await newAgent()];
    const { values, actions } = batchSchema.parse((await client.post('/step_batch', { observations, agent_ids: ids, deterministic: true })).body);
    for (const [index, row] of observations.entries()) {
      const single = await client.step({ observation: row, agent_id: await newAgent(), deterministic: true });
      expect(single.action).toBe(actions[index]);
      expect(Math.abs(single.value - (values[index] ?? Number.NaN))).toBeLessThan(1e-4);
    }
  });

  test('an agent named twice takes two steps', async () => {
    const [agent, twin] = [await newAgent(), await newAgent()];
    const { values } = batchSchema.parse((await client.post('/step_batch', { observations: [observation, steep], agent_ids: [agent, agent], deterministic: true })).body);
    const singles = [await client.step({ observation, agent_id: twin, deterministic: true }), await client.step({ observation: steep, agent_id: twin, deterministic: true })];
    for (const [index, { value }] of singles.entries()) expect(Math.abs(value - (values[index] ?? Number.NaN))).toBeLessThan(1e-4);
  });

  test('no observations are no actions', async () => {
    expect((await client.post('/step_batch', { observations: [] })).body).toEqual({ actions: [], values: [], log_probs: [], agent_ids: [] });
  });

  test('refuses ids that do not match in number', async () => {
    const { status, body } = await client.post('/step_batch', { observations: observations.slice(0, 2), agent_ids: ['one'] });
    expect([status, body]).toEqual([400, { detail: 'Expected 2 agent_ids to match observations, got 1' }]);
  });

  test('refuses a row of the wrong length, and takes none of the others', async () => {
    const [agent, twin] = [await newAgent(), await newAgent()];
    const { status, body } = await client.post('/step_batch', { observations: [observation, [1, 2, 3]], agent_ids: [agent, twin] });
    expect([status, body]).toEqual([400, { detail: 'Expected observation of length 4, got 3' }]);
    const [one, other] = [await client.step({ observation, agent_id: agent, deterministic: true }), await client.step({ observation, agent_id: await newAgent(), deterministic: true })];
    expect(one.value).toBe(other.value);
  });
});

describe('a request that does not fit', () => {
  test.each([
    ['bad JSON', '{"observation": [', ['body', 0], 'json_invalid'],
    ['no JSON', 'observation=1', ['body', 0], 'json_invalid'],
    ['no body', undefined, ['body'], 'missing'],
    ['a list', '[]', ['body'], 'model_attributes_type'],
    ['no observation', '{}', ['body', 'observation'], 'missing'],
    ['an observation that is a number', '{"observation": 1}', ['body', 'observation'], 'list_type'],
    ['a text in the observation', '{"observation": [1, "2", 3, 4]}', ['body', 'observation', 1], 'float_type'],
    ['a null in the observation', '{"observation": [1, 2, null, 4]}', ['body', 'observation', 2], 'float_type'],
    ['true in the observation', '{"observation": [true, 2, 3, 4]}', ['body', 'observation', 0], 'float_type'],
    ['infinity', '{"observation": [1e999, 2, 3, 4]}', ['body', 'observation', 0], 'float_type'],
    ['NaN', '{"observation": [NaN, 2, 3, 4]}', ['body', 0], 'json_invalid'],
    ['a word for a flag', '{"observation": [1, 2, 3, 4], "deterministic": "maybe"}', ['body', 'deterministic'], 'bool_type'],
    ['a number for an id', '{"observation": [1, 2, 3, 4], "agent_id": 7}', ['body', 'agent_id'], 'string_type'],
    ['an empty id', '{"observation": [1, 2, 3, 4], "agent_id": ""}', ['body', 'agent_id'], 'value_error'],
    ['a prototype', '{"__proto__": {"observation": [1, 2, 3, 4]}}', ['body', 'observation'], 'missing'],
  ])('with %s is a 422 that says where', async (...[, body, loc, type]) => {
    const answer = await client.post('/step', body);
    expect([answer.status, answer.body]).toMatchObject([422, { detail: [{ loc, type, msg: aText }] }]);
    expect(answer.body).toHaveProperty('detail.0.input');
  });

  test('a giant list is refused without being repeated', async () => {
    const answer = await client.post('/step', `{"observation": [${'1,'.repeat(70_000)}1]}`);
    expect(answer.status).toBe(422);
    expect(JSON.stringify(answer.body).length).toBeLessThan(1000);
    expect((await client.post('/step_batch', { observations: Array.from({ length: 1025 }, () => observation) })).status).toBe(422);
    expect((await client.post('/step', `{"x":"${'x'.repeat(10 * 1024 * 1024)}"}`)).status).toBe(413);
  });

  test('unknown paths and methods answer as FastAPI does', async () => {
    const unknown = await client.post('/no/such/path', {});
    expect([unknown.status, unknown.body]).toEqual([404, { detail: 'Not Found' }]);
    const method = await client.call('GET', '/step');
    expect([method.status, method.body, method.headers.get('allow')]).toEqual([405, { detail: 'Method Not Allowed' }, 'POST']);
  });
});

describe('GET /metrics', () => {
  test('has the documented metrics and follows the traffic', async () => {
    const before = [await client.counted('/step', 'success'), await client.counted('/step', 'error'), await client.counted('/step', 'auth_failed')];
    for (let round = 0; round < 3; round += 1) await client.post('/step', { observation });
    for (let round = 0; round < 2; round += 1) await client.post('/step', { observation: [1] });
    await client.post('/step', { observation }, { token: 'wrong' });
    const after = [await client.counted('/step', 'success'), await client.counted('/step', 'error'), await client.counted('/step', 'auth_failed')];
    expect(after.map((count, index) => count - (before[index] ?? Number.NaN))).toEqual([3, 2, 1]);

    const { headers, body } = await client.call('GET', '/metrics', { token: null });
    expect(headers.get('content-type')).toContain('text/plain');
    for (const line of [
      '# HELP request_count_total Total requests by endpoint',
      '# TYPE request_count_total counter',
      '# HELP request_latency_seconds Request latency',
      '# TYPE request_latency_seconds histogram',
    ]) expect(body).toContain(`${line}\n`);
    for (const bound of ['0.0001', '0.005', '0.01', '+Inf']) expect(body).toMatch(new RegExp(`^request_latency_seconds_bucket\\{(?=.*endpoint="/step")(?=.*le="${bound.replace('+', '\\+')}").*\\} \\d+$`, 'mu'));
  });
});

test('POST /auth/token says that signed tokens are off', async () => {
  const { status, body } = await client.post('/auth/token', { subject: 'user123', expiry_minutes: 120 }, { token: null });
  expect([status, body]).toEqual([501, { detail: 'JWT authentication is not enabled. Set api.jwt_enabled=true in config.' }]);
});

test('the OpenAPI document and the page that shows it are there', async () => {
  const { status, body } = await client.call('GET', '/openapi.json', { token: null });
  expect([status, body]).toMatchObject([200, { paths: { '/step': { post: { responses: { 200: {}, 400: {}, 403: {}, 422: {}, 429: {} } } }, '/health': {}, '/metrics': {} } }]);
  expect((await client.call('GET', '/docs', { token: null })).status).toBe(200);
});
