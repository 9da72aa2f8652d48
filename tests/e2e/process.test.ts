import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createProductHome, type ProductHome } from '../testkit/product.ts';

let home: ProductHome;
beforeAll(() => {
  home = createProductHome({ ADMIN_PASSWORD: 'correct horse battery' });
});
afterAll(() => home.close());

const post = async (url: string, body: unknown, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(body) });

test('a killed server loses nothing that it acknowledged, and a new start takes over its database', async () => {
  const first = await home.start();
  const account = { username: 'survivor', password: 'a long enough secret' };
  expect((await post(`${first.urls.auth}/auth/register`, account)).status).toBe(201);
  await first.stop('SIGKILL');

  const second = await home.start();
  expect((await post(`${second.urls.auth}/auth/login`, account)).status).toBe(200);
  expect(await second.stop('SIGTERM')).toBe(0);
});

test('SIGTERM finishes the answer under way, then everything ends', async () => {
  const server = await home.start();
  const { token } = z.object({ token: z.string() }).parse(await (await post(`${server.urls.auth}/auth/login`, { username: 'admin', password: 'correct horse battery' })).json());
  const answer = await post(`${server.urls.llm}/v1/chat/completions`, { model: 'help', max_tokens: 64, stream: true, temperature: 0, messages: [{ role: 'user', content: 'How do I create an environment?' }] }, { authorization: `Bearer ${token}` });
  const exit = server.stop('SIGTERM');
  const text = await answer.text();
  expect(text.trimEnd().endsWith('data: [DONE]')).toBe(true);
  expect(await exit).toBe(0);
  await expect(fetch(`${server.urls.graphql}/health`)).rejects.toThrow();
});
