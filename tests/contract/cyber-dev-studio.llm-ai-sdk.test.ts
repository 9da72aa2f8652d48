import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
beforeAll(async () => {
  world = await createWorld();
  token = await world.register('ai-sdk');
});
afterAll(() => world.close());

const program = fileURLToPath(new URL('../testkit/ai-sdk-client.mjs', import.meta.url));
const seenSchema = z.object({
  text: z.string().regex(/\w+ \w+/u),
  outputTokens: z.number().min(2),
  parts: z.array(z.string()),
  calls: z.tuple([z.object({ toolName: z.literal('get_weather'), input: z.strictObject({ city: z.string().max(12) }) })]),
  finishReason: z.literal('tool-calls'),
});

test('the AI SDK streams a text, and a call of a tool that has to be made', async () => {
  const { stdout } = await promisify(execFile)(process.execPath, [program, `${world.urls.llm}/v1`, token], { env: {} });
  const { parts } = seenSchema.parse(JSON.parse(stdout));
  expect(parts).toEqual(expect.arrayContaining(['tool-input-start', 'tool-input-delta', 'tool-call']));
});
