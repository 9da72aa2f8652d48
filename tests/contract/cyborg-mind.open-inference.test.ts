import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { createCyborgMindClient, type CyborgMindClient } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CyborgMindClient;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCyborgMindClient(world.urls.cyborg);
});
afterAll(() => world.close());

const outputSchema = z.strictObject({ name: z.string(), shape: z.array(z.int()), datatype: z.string(), data: z.array(z.number()) });
const answerSchema = z.strictObject({ model_name: z.string(), model_version: z.string().optional(), id: z.string().optional(), outputs: z.array(outputSchema) });
const row = [0.1, 0.2, 0.3, 0.4];
const tensor = (data: unknown, shape: readonly number[]) => ({ name: 'observation', shape, datatype: 'FP32', data });
const one = { inputs: [tensor(row, [1, 4])], parameters: { deterministic: true } };

async function infer(body: object, path = '/v2/models/cartpole/infer') {
  const answer = await client.post(path, body);
  expect([answer.status, answer.body]).toMatchObject([200, {}]);
  const { outputs, ...rest } = answerSchema.parse(answer.body);
  return { ...rest, outputs, data: Object.fromEntries(outputs.map(({ name, data }) => [name, data])) };
}

test('the server tells what it is and how it is, to anybody', async () => {
  const ask = async (path: string) => {
    const { status, body } = await client.call('GET', path, { token: null });
    return [status, body];
  };
  expect(await ask('/v2')).toEqual([200, { name: 'pentagraph', version: '3.0.0', extensions: ['sequence'] }]);
  expect(await ask('/v2/health/live')).toEqual([200, { live: true }]);
  expect(await ask('/v2/health/ready')).toEqual([200, { ready: true }]);
  expect(await ask('/v2/no/such/thing')).toEqual([404, { error: expect.any(String) }]);
});

describe('a model', () => {
  test('tells what it takes and gives', async () => {
    const { body } = await client.call('GET', '/v2/models/cartpole');
    expect(body).toEqual({
      name: 'cartpole',
      versions: expect.arrayContaining(['1']),
      platform: 'onnx_onnxruntime',
      inputs: [{ name: 'observation', datatype: 'FP32', shape: [-1, 4] }],
      outputs: [
        { name: 'action', datatype: 'INT64', shape: [-1] },
        { name: 'value', datatype: 'FP32', shape: [-1] },
        { name: 'log_prob', datatype: 'FP32', shape: [-1] },
        { name: 'pressure', datatype: 'FP32', shape: [-1] },
      ],
    });
    expect((await client.call('GET', '/v2/models/dock')).body).toMatchObject({ outputs: [{ name: 'action', datatype: 'FP32', shape: [-1, 2] }, {}, {}, {}] });
    expect((await client.call('GET', '/v2/models/cartpole/versions/1')).status).toBe(200);
  });

  test('is ready', async () => {
    for (const path of ['/v2/models/cartpole/ready', '/v2/models/cartpole/versions/1/ready']) expect((await client.call('GET', path)).body).toEqual({ name: 'cartpole', ready: true });
  });

  test.each(['/v2/models/none', '/v2/models/none/ready', '/v2/models/cartpole/versions/99', '/v2/models/cartpole/versions/99/ready'])('%s is not found', async (path) => {
    const { status, body } = await client.call('GET', path);
    expect([status, body]).toEqual([404, { error: expect.any(String) }]);
  });

  test('is for who has a token', async () => {
    for (const token of [null, 'wrong']) {
      expect((await client.call('GET', '/v2/models/cartpole', { token })).status).toBe(401);
      const { status, body } = await client.post('/v2/models/cartpole/infer', one, { token });
      expect([status, body]).toEqual([401, { error: expect.any(String) }]);
    }
  });
});

describe('an inference', () => {
  test('takes numbers flat and nested, and forgets what it saw', async () => {
    const flat = await infer({ id: 'r1', inputs: [tensor([...row, ...row], [2, 4])], parameters: { deterministic: true } });
    expect(flat).toMatchObject({ model_name: 'cartpole', id: 'r1' });
    expect(flat.outputs.map(({ name, shape, datatype }) => [name, shape, datatype])).toEqual([['action', [2], 'INT64'], ['value', [2], 'FP32'], ['log_prob', [2], 'FP32'], ['pressure', [2], 'FP32']]);
    expect(flat.data['value']?.[0]).toBeCloseTo(flat.data['value']?.[1] ?? Number.NaN, 4);
    expect((await infer({ inputs: [tensor([row, row], [2, 4])], parameters: { deterministic: true } })).data).toEqual(flat.data);
  });

  test('answers with the outputs that are asked for', async () => {
    expect((await infer({ ...one, outputs: [{ name: 'value' }] })).outputs.map(({ name }) => name)).toEqual(['value']);
  });

  test('of a version says which', async () => {
    expect(await infer(one, '/v2/models/cartpole/versions/1/infer')).toMatchObject({ model_name: 'cartpole', model_version: '1' });
    expect((await client.post('/v2/models/cartpole/versions/99/infer', one)).status).toBe(404);
    expect((await client.post('/v2/models/none/infer', one)).status).toBe(404);
  });

  test('of continuous actions has a row for each', async () => {
    const [action] = (await infer({ inputs: [tensor([0, 0, 0, 0, 1, 1, 0, 0], [2, 4])] }, '/v2/models/dock/infer')).outputs;
    expect(action).toMatchObject({ name: 'action', datatype: 'FP32', shape: [2, 2] });
    expect(action?.data).toHaveLength(4);
  });

  test('of a sequence carries state from its start to its end', async () => {
    const step = (parameters: object) => infer({ ...one, parameters: { deterministic: true, sequence_id: 42, ...parameters } });
    const first = await step({ sequence_start: true });
    const second = await step({});
    expect(second.data['value']).not.toEqual(first.data['value']);
    expect((await step({ sequence_start: true })).data).toEqual(first.data);
    await step({ sequence_end: true });
    const ended = await client.post('/v2/models/cartpole/infer', { ...one, parameters: { sequence_id: 42 } });
    expect([ended.status, ended.body]).toEqual([400, { error: 'The sequence 42 has not begun: its first request needs sequence_start' }]);
  });

  test.each<[string, unknown]>([
    ['bad JSON', '{'],
    ['no inputs', {}],
    ['no input', { inputs: [] }],
    ['another tensor', { inputs: [{ ...tensor(row, [1, 4]), name: 'x' }] }],
    ['another type', { inputs: [{ ...tensor(row, [1, 4]), datatype: 'BYTES' }] }],
    ['another shape than the numbers have', { inputs: [tensor(row, [2, 4])] }],
    ['rows of different lengths', { inputs: [tensor([[1, 2, 3, 4], [1]], [2, 4])] }],
    ['another length than the model takes', { inputs: [tensor([1, 2], [1, 2])] }],
    ['texts', { inputs: [tensor(['1', '2', '3', '4'], [1, 4])] }],
    ['a negative shape', { inputs: [tensor([], [-1, 4])] }],
    ['an unknown output', { ...one, outputs: [{ name: 'x' }] }],
    ['a wrong parameter', { ...one, parameters: { deterministic: 'yes' } }],
  ])('with %s is a 400', async (_, body) => {
    const answer = await client.post('/v2/models/cartpole/infer', body);
    expect([answer.status, answer.body]).toEqual([400, { error: expect.any(String) }]);
  });
});
