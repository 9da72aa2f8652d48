import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createCyborgMindClient, documentedToken as token, frameSchema, type CyborgMindClient } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CyborgMindClient;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCyborgMindClient(world.urls.cyborg);
});
afterAll(() => world.close());

const observation = [0.1, 0.2, 0.3, 0.4];
const messages = 300;

/** Numbers as a hostile client writes them, also those that JSON has not. */
const numberText = fc.oneof(fc.double().map(String), fc.constantFrom('1e999', '-1e999', '1e16', 'NaN', 'Infinity', '0x10', '1e-400', '-0', '"1"', 'null', 'true', '[]', '{}'));
const listText = fc.array(numberText, { maxLength: 8 }).map((items) => `[${items.join(',')}]`);
const valueText = fc.oneof(listText, fc.array(listText, { maxLength: 4 }).map((rows) => `[${rows.join(',')}]`), fc.json(), numberText, fc.constantFrom(`[${'1,'.repeat(70_000)}1]`, '['.repeat(5000), `"${'x'.repeat(100_000)}"`, '"\\ud800"', '"\\u0000"'));
const keyText = fc.constantFrom('observation', 'observation', 'agent_id', 'deterministic', '__proto__', 'constructor', 'token');
const bodyText = fc.oneof(
  fc.array(fc.tuple(keyText, valueText), { maxLength: 5 }).map((members) => `{${members.map(([key, value]) => `"${key}":${value}`).join(',')}}`),
  fc.json(),
  fc.string({ unit: 'binary' }),
);

/** Whether a text is a step that anybody may take; such a one moves state, rightly. */
function isStep(text: string): boolean {
  return /"observation":\[[^\][]*\]/u.test(text);
}

test('hostile steps get documented errors, and nothing moves', async () => {
  const [agent, twin] = ['hostile', 'twin'];
  for (const id of [agent, twin]) {
    await client.post('/reset', { agent_id: id });
    await client.step({ observation, agent_id: id, deterministic: true });
  }
  await fc.assert(
    fc.asyncProperty(bodyText, async (body) => {
      const { status, body: answer } = await client.post('/step', body);
      expect([200, 400, 413, 422]).toContain(status);
      expect(answer).toHaveProperty(status === 200 ? 'action' : 'detail');
    }),
    { numRuns: messages },
  );
  const step = (id: string) => client.step({ observation, agent_id: id, deterministic: true });
  expect((await step(agent)).value).toBe((await step(twin)).value);
}, 60_000);

test('hostile messages get an answer each, on a connection that goes on', async () => {
  const [stream, twin] = [await client.stream(), await client.stream()];
  for (const one of [stream, twin]) await one.ask({ observation, token });
  await fc.assert(
    fc.asyncProperty(bodyText.filter((text) => !isStep(text)), async (text) => {
      const frame = frameSchema.parse(await stream.ask(text));
      expect(frame.error).toEqual(expect.any(String));
      expect(frame.error).not.toBe('Internal server error');
    }),
    { numRuns: messages },
  );
  expect(await stream.ask({ observation, token })).toEqual(await twin.ask({ observation, token }));
  await Promise.all([stream.close(), twin.close()]);
}, 60_000);

test('frames that are no text and connections that break off leave the server alive', async () => {
  for (let round = 0; round < 20; round += 1) {
    const stream = await client.stream();
    stream.send(Buffer.from([0xff, 0xfe, round]));
    for (let index = 0; index < 50; index += 1) stream.send({ observation, token });
    stream.socket.terminate();
  }
  expect((await client.call('GET', '/health', { token: null })).status).toBe(200);
  await expect.poll(() => world.metric('cyborg_websocket_connections')).toBe(0);
});
