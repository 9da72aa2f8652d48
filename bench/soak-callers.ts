import { createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { z } from 'zod';

/** Where the product listens, and who is signed in. */
export interface SoakTarget {
  readonly graphql: string;
  readonly auth: string;
  readonly api: string;
  readonly llm: string;
  readonly cyborg: string;
  readonly cloudbrain: string;
  readonly token: string;
  readonly aiToken: string;
}

/** One kind of caller: does its thing once and throws when the answer is not what it has to be. */
export type Caller = (target: SoakTarget, turn: number) => Promise<void>;

const expectThat = (holds: boolean, what: string): void => {
  if (!holds) throw new Error(what);
};

async function post(url: string, body: unknown, token?: string): Promise<{ readonly status: number; readonly body: unknown }> {
  const headers = { 'content-type': 'application/json', ...(token !== undefined && { authorization: `Bearer ${token}` }) };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, body: await response.json() };
}

const outcome = z.object({ data: z.record(z.string(), z.unknown()).nullish(), errors: z.array(z.object({ message: z.string() })).optional() });

async function query({ graphql, token }: SoakTarget, text: string, variables: object = {}): Promise<z.infer<typeof outcome>> {
  return outcome.parse((await post(`${graphql}/graphql`, { query: text, variables }, token)).body);
}

async function whole(target: SoakTarget, text: string, variables?: object): Promise<void> {
  const { data, errors } = await query(target, text, variables);
  expectThat(errors === undefined && data !== null && data !== undefined, `${text}: ${JSON.stringify(errors)}`);
}

const rpc = async ({ api, token }: SoakTarget, method: string, params: object): Promise<void> => {
  const { body } = await post(`${api}/rpc`, { jsonrpc: '2.0', id: 1, method, params }, token);
  expectThat(z.object({ result: z.unknown() }).safeParse(body).success && !z.object({ error: z.unknown() }).safeParse(body).success, `${method}: ${JSON.stringify(body)}`);
};

/** Takes some events of a subscription and leaves, as clients do. */
async function listen(target: SoakTarget, text: string, events: number): Promise<void> {
  const client = createClient({ url: `${target.graphql.replace('http', 'ws')}/graphql`, webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${target.token}` }, retryAttempts: 0 });
  const timer = setTimeout(() => void client.dispose(), 1_000);
  let seen = 0;
  try {
    for await (const { errors } of client.iterate({ query: text })) {
      expectThat(errors === undefined, `${text}: ${JSON.stringify(errors)}`);
      seen += 1;
      if (seen === events) break;
    }
  } finally {
    clearTimeout(timer);
    await client.dispose();
  }
}

/** All kinds of callers, by name. */
export const callers: Readonly<Record<string, Caller>> = {
  'known query': (target) => whole(target, '{ me { id username } }'),
  'joined query': (target) => whole(target, '{ me { username tokenBalance usage(first: 5) { nodes { totalTokens model { id contextLength } } } } models { nodes { id } } }'),
  'unknown query': (target, turn) => whole(target, `{ me { id a${turn}: username } }`),
  async 'refused query'(target, turn) {
    const { errors } = await query(target, `{ nothing${turn} { id } }`);
    expectThat((errors ?? []).length > 0, 'an invalid query was answered');
  },
  async 'hostile query'(target, turn) {
    const { errors } = await query(target, `{ me { ${Array.from({ length: 80 }, (_, index) => `a${turn}_${index}: username`).join(' ')} } }`);
    expectThat((errors ?? []).length > 0, 'eighty aliases were answered');
  },
  'chat': (target) => whole(target, 'mutation($input: ChatCompletionInput!) { createChatCompletion(input: $input) { completion { message { content } } } }', {
    input: { model: 'help', maxTokens: 4, messages: [{ role: 'USER', content: 'Hello' }] },
  }),
  'abandoned chat': (target) => listen(target, 'subscription { chatCompletionDelta(input: { model: "help", maxTokens: 32, messages: [{ role: USER, content: "Hello" }] }) { content } }', 2),
  'abandoned subscription': (target) => listen(target, 'subscription { workspaceChanged { path } }', 1),
  async 'event stream'({ graphql, token }) {
    const controller = new AbortController();
    const response = await fetch(`${graphql}/graphql`, {
      method: 'POST', signal: controller.signal,
      headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: `Bearer ${token}` },
      body: JSON.stringify({ query: 'subscription { workspaceChanged { path } }' }),
    });
    expectThat(response.status === 200, `an event stream was answered ${response.status}`);
    await response.body?.getReader().read();
    controller.abort();
  },
  'file': (target, turn) => rpc(target, 'fs.write', { path: `soak-${turn % 8}.txt`, content: `turn ${turn}` }),
  'program': (target) => rpc(target, 'run.exec', { program: '/bin/sh', args: ['-c', 'echo soak'] }),
  async 'step'({ cyborg }) {
    const { status, body } = await post(`${cyborg}/step`, { observation: [0, 0, 0, 0], agent_id: 'default' }, 'cyborg-secret-v2');
    expectThat(status === 200, `/step: ${JSON.stringify(body)}`);
  },
  async 'message'({ cloudbrain, aiToken }, turn) {
    const { status, body } = await post(`${cloudbrain}/api/v1/message/send`, { message_type: 'message', content: `turn ${turn}`, target_ai_id: 33 }, aiToken);
    expectThat(status === 200 || status === 201, `/message/send: ${JSON.stringify(body)}`);
  },
  async 'wrong password'({ auth }) {
    const { status } = await post(`${auth}/auth/login`, { username: 'admin', password: 'wrong' });
    expectThat(status === 401, `a wrong password was answered ${status}`);
  },
};
