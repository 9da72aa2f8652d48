import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { projectRoot } from '#kernel/config';
import type { ChatMessage, GenerationDelta } from '../backend.ts';
import { createTestBackend, plainRequest } from './llama.fixture.ts';

const folder = path.join(projectRoot, 'models/help');
const read = (file: string): unknown => JSON.parse(readFileSync(path.join(folder, file), 'utf8'));
const manifest = z.object({ file: z.string(), sha256: z.string(), parameters: z.number(), contextLength: z.number() }).parse(read('manifest.json'));
const { chats, maxTokens } = z.object({
  maxTokens: z.number(),
  chats: z.array(z.object({ system: z.string().optional(), turns: z.array(z.object({ user: z.string(), assistant: z.string() })) })),
}).parse(read('golden.json'));

const backend = createTestBackend();
beforeAll(() => backend.load('help'));
afterAll(() => backend.close());

test('the shipped file is the one that the manifest describes', async () => {
  expect(createHash('sha256').update(readFileSync(path.join(folder, manifest.file))).digest('hex')).toBe(manifest.sha256);
  expect((await backend.model('help')).parameterCount).toBe(manifest.parameters);
});

test.each(chats.map((chat) => ({ ...chat, question: chat.turns.at(-1)?.user })))('the model answers "$question" as it did when it was made', async ({ system, turns }) => {
  const messages: ChatMessage[] = system === undefined ? [] : [{ role: 'SYSTEM', content: system }];
  for (const { user, assistant } of turns) {
    messages.push({ role: 'USER', content: user });
    let text = '';
    const onDelta = (delta: GenerationDelta): void => void (text += delta.text);
    await backend.generate({ ...plainRequest, prompt: { kind: 'chat', messages, tools: [] }, maxTokens }, { signal: new AbortController().signal, onDelta });
    expect(text).toBe(assistant);
    messages.push({ role: 'ASSISTANT', content: assistant });
  }
});
