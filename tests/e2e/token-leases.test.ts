import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { createProductHome, servesTheCommittedGraph, type Product, type ProductHome } from '../testkit/product.ts';

const opening = 20_000;
const chats = 24;

let home: ProductHome;
beforeAll(() => {
  home = createProductHome({ ...servesTheCommittedGraph, ADMIN_PASSWORD: 'correct horse battery', DEFAULT_TOKEN_BALANCE: String(opening), TOKEN_LEASE_SECONDS: '2', RATE_LIMITS: 'off' });
});
afterAll(() => home.close());

const post = (url: string, body: unknown, token?: string): Promise<Response> =>
  fetch(url, { method: 'POST', headers: { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) }, body: JSON.stringify(body) });

const register = async ({ urls }: Product): Promise<string> => {
  const account = { username: 'survivor', password: 'a long enough secret' };
  await post(`${urls.auth}/auth/register`, account);
  return z.object({ token: z.string() }).parse(await (await post(`${urls.auth}/auth/login`, account)).json()).token;
};

/** Writes until its limit: the tokens that end an answer are forbidden. */
const longChat = { model: 'help', max_tokens: 400, logit_bias: { 0: -100, 1: -100, 2: -100 }, messages: [{ role: 'user', content: 'How do I create an environment?' }] };

const accountSchema = z.object({ data: z.object({ me: z.object({ tokenBalance: z.int(), usage: z.object({ nodes: z.array(z.object({ id: z.string(), totalTokens: z.int() })) }) }) }) });

/** The settled balance and the ledger of the caller. */
async function accountOf({ urls }: Product, token: string) {
  const answer = await post(`${urls.graphql}/graphql`, { query: '{ me { tokenBalance usage(first: 100) { nodes { id totalTokens } } } }' }, token);
  const { tokenBalance, usage: { nodes } } = accountSchema.parse(await answer.json()).data.me;
  return { balance: tokenBalance, rows: nodes.map(({ id }) => id), spent: nodes.reduce((sum, { totalTokens }) => sum + totalTokens, 0) };
}

const refusalSchema = z.object({ errors: z.tuple([z.object({ extensions: z.object({ code: z.literal('INSUFFICIENT_TOKENS'), details: z.object({ balance: z.int() }) }) })]) });

/** The tokens that nobody holds, as the refusal of a request for more than all of them tells. */
async function freeTokensOf({ urls }: Product, token: string): Promise<number> {
  const variables = { input: { model: 'help', count: 64, maxTokens: 400, messages: [{ role: 'USER', content: 'Hello!' }] } };
  const answer = await post(`${urls.graphql}/graphql`, { query: 'mutation ($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { id } } }', variables }, token);
  return refusalSchema.parse(await answer.json()).errors[0].extensions.details.balance;
}

/** Begins a streamed answer and waits for its first text; its id. */
async function begin({ urls }: Product, token: string): Promise<string> {
  const answer = await post(`${urls.llm}/v1/chat/completions`, { ...longChat, stream: true }, token);
  let text = '';
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  while (!/"content":"[^"]/u.test(text)) text += (await reader?.read())?.value ?? '';
  reader?.closed.catch(() => undefined); // the server is going to be killed
  return /"id":"(chatcmpl-\w+)"/u.exec(text)?.[1] ?? '';
}

test('a server that is killed while it answers keeps no tokens: what was settled stays charged, what was under way is given back', async () => {
  const first = await home.start();
  const token = await register(first);
  const whole = z.object({ id: z.string(), usage: z.object({ total_tokens: z.int() }) }).parse(await (await post(`${first.urls.llm}/v1/chat/completions`, { ...longChat, max_tokens: 24 }, token)).json());
  const under = await Promise.all(Array.from({ length: chats }, () => begin(first, token)));
  expect(new Set(under).size).toBe(chats);
  expect(await freeTokensOf(first, token)).toBeLessThan(opening - whole.usage.total_tokens - 400 * (chats / 2)); // some may have ended by now
  await first.stop('SIGKILL');

  const second = await home.start();
  const { balance, rows, spent } = await accountOf(second, token);
  expect(rows).toContain(whole.id);
  expect(rows.length).toBeLessThan(1 + chats / 2);
  expect(rows.filter((id) => id !== whole.id && !under.includes(id))).toEqual([]);
  expect(balance).toBe(opening - spent);
  await expect.poll(() => freeTokensOf(second, token), { timeout: 10_000 }).toBe(balance);
  expect(await accountOf(second, token)).toEqual({ balance, rows, spent });
  expect(await second.stop('SIGTERM')).toBe(0);
}, 180_000); // two starts of the whole product, which a busy machine takes its time for
