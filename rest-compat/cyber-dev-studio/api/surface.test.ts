import { Ajv } from 'ajv';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { choice, completion, deltas, delta, logprob, messages, model, usage, wireUsage } from '../llm/surface.fixture.ts';
import { apiOpenRpc } from './surface.ts';
import { serveApi } from './surface.fixture.ts';

const instant = '2030-01-01T00:00:00.000Z';
const entry = { path: 'a.txt', name: 'a.txt', type: 'FILE', size: 2, modifiedAt: instant };
const wireEntry = { path: 'a.txt', name: 'a.txt', type: 'file', size: 2, modified_at: instant };
const run = {
  id: 'r1', program: '/bin/sh', arguments: ['-c', 'echo hello'], state: 'EXITED', exitCode: 0, signal: null, stdout: 'hello\n', stderr: '', truncated: false, fault: null, timeoutMs: 2000,
  usage: { wallMs: 12.5, cpuMs: 3, maxRssBytes: 1000, outputBytes: 6 }, createdAt: instant, startedAt: instant, endedAt: instant,
};
const running = { ...run, state: 'RUNNING', exitCode: null, stdout: '', usage: null, endedAt: null };
const partly = (part: object): unknown => expect.objectContaining(part);

/** The schema that the OpenRPC document has for the result of a method. */
function resultSchema(method: string): (value: unknown) => boolean {
  const { methods } = z.object({ methods: z.array(z.object({ name: z.string(), result: z.object({ schema: z.looseObject({}) }) })) }).parse(apiOpenRpc());
  const schema = methods.find(({ name }) => name === method)?.result.schema;
  if (schema === undefined) throw new TypeError(`No method ${method}`);
  return new Ajv({ formats: { 'date-time': true }, allowUnionTypes: true }).compile(schema);
}

test('the document names every method once, and each belongs to a family', () => {
  const { methods } = z.object({ methods: z.array(z.object({ name: z.string().regex(/^[a-z]+(\.[a-z_]+)+$/u) })) }).parse(apiOpenRpc());
  expect(new Set(methods.map(({ name }) => name)).size).toBe(methods.length);
  expect(methods.map(({ name }) => name)).toEqual(expect.arrayContaining([
    'fs.read', 'fs.write', 'fs.list', 'fs.delete', 'fs.mkdir', 'fs.copy', 'fs.move', 'run.exec', 'run.describe', 'wasm.invoke', 'wasm.describe', 'micro.start', 'micro.execute', 'micro.stop', 'micro.describe',
    'project.create', 'project.open', 'project.list', 'project.delete', 'project.file.save', 'project.file.read', 'project.file.delete',
    'llm.chat', 'llm.completion', 'llm.embed', 'llm.list_models', 'llm.download', 'llm.start', 'llm.stop', 'llm.status', 'rpc.discover',
  ]));
});

test('the document has the parameters that are required first, as their positions are', async () => {
  const { methods } = z.object({ methods: z.array(z.object({ name: z.string(), params: z.array(z.object({ name: z.string(), required: z.boolean() })) })) }).parse(apiOpenRpc());
  for (const { params } of methods) expect(params.map(({ required }) => required)).toEqual(params.map(({ required }) => required).sort().reverse());
  expect(methods.find(({ name }) => name === 'llm.chat')?.params.slice(0, 2).map(({ name }) => name)).toEqual(['model', 'messages']);
  const { call, asked } = await serveApi({ createChatCompletion: () => ({ completion }) });
  await call('llm.chat', ['help', messages]);
  expect(asked).toMatchObject([{ input: { model: 'help', messages: [{ content: 'Hello' }] } }]);
});

test('whether it can work is told by 200 or 503', async () => {
  let isHealthy = true;
  const { url } = await serveApi({}, () => isHealthy);
  const ask = async (): Promise<unknown> => {
    const answer = await fetch(`${url}/health`);
    return [answer.status, await answer.json()];
  };
  expect(await ask()).toEqual([200, { status: 'ok' }]);
  isHealthy = false;
  expect(await ask()).toEqual([503, { status: 'unavailable' }]);
});

test('a page of a folder says where it goes on', async () => {
  const { call, asked } = await serveApi({ workspaceFiles: () => ({ nodes: [entry], pageInfo: { hasNextPage: true, endCursor: 'c1' } }) });
  const { result } = await call('fs.list', { path: 'x', limit: 1, cursor: 'c0' });
  expect([result, resultSchema('fs.list')(result)]).toEqual([{ path: 'x', entries: [wireEntry], next_cursor: 'c1' }, true]);
  await call('fs.list');
  expect(asked).toEqual([{ path: 'x', first: 1, after: 'c0' }, { path: '.', first: 1000, after: null }]);
});

test('a folder cannot be read as a file', async () => {
  const { call } = await serveApi({ workspaceFile: () => ({ ...entry, type: 'DIRECTORY', content: null }) });
  expect(await call('fs.read', ['x'])).toMatchObject({ error: { code: -32602, message: 'validation failed', data: { field: 'path', reason: 'is not a file' } } });
});

test('changes of files are told with what they changed', async () => {
  const { told } = await serveApi({
    workspaceFile: () => entry,
    async *workspaceChanged() {
      yield { workspaceChanged: { type: 'WRITTEN', path: 'a.txt', previousPath: null, file: entry, changedAt: instant } };
      yield { workspaceChanged: { type: 'DELETED', path: 'a.txt', previousPath: null, file: null, changedAt: instant } };
    },
  });
  const change = { subscription: 's1', path: 'a.txt', previous_path: null, changed_at: instant };
  expect(await told('fs.subscribe', {}, { count: 4 })).toEqual([
    { jsonrpc: '2.0', result: { subscription: 's1', entry: wireEntry }, id: 1 },
    { jsonrpc: '2.0', method: 'fs.changed', params: { ...change, type: 'written', entry: wireEntry } },
    { jsonrpc: '2.0', method: 'fs.changed', params: { ...change, type: 'deleted', entry: null } },
    { jsonrpc: '2.0', method: 'subscription.ended', params: { subscription: 's1', reason: 'completed' } },
  ]);
});

test('a run is answered in the names of this API', async () => {
  const { call, asked } = await serveApi({ runProgram: () => ({ run }) });
  const { result } = await call('run.exec', { program: '/bin/sh', args: ['-c', 'echo hello'], timeout_ms: 2000, cwd: 'x' });
  expect(result).toMatchObject({ run_id: 'r1', exit_code: 0, stdout: 'hello\n', stderr: '', timed_out: false, duration_ms: 12.5, state: 'exited' });
  expect(resultSchema('run.exec')(result)).toBe(true);
  expect(asked).toEqual([{ input: { program: '/bin/sh', arguments: ['-c', 'echo hello'], timeoutMs: 2000, workingDirectory: 'x', wait: true } }]);
});

test.each([['program', 'program', 'not whitelisted'], ['workingDirectory', 'cwd', 'is no folder'], ['arguments', 'args', 'are too long'], ['constructor', 'constructor', 'is odd']])('a program that is refused for its %s says %s', async (field, named, reason) => {
  const { call } = await serveApi({
    runProgram: () => {
      throw new DomainError('BAD_USER_INPUT', 'No', { details: { field, reason } });
    },
  });
  expect(await call('run.exec', { program: '/bin/nope' })).toEqual({ jsonrpc: '2.0', error: { code: -32602, message: 'validation failed', data: { field: named, reason } }, id: 1 });
});

test('the output of a run is told on the connection that started it', async () => {
  const { told, asked } = await serveApi({
    runProgram: () => ({ run: running }),
    async *runOutput() {
      yield { runOutput: { runId: 'r1', stream: 'STDOUT', text: 'hello\n', run: null } };
      yield { runOutput: { runId: 'r1', stream: null, text: '', run } };
    },
  });
  const [output, ended, last] = await told('run.exec', { program: '/bin/sh' }, { count: 3 });
  expect(output).toEqual({ jsonrpc: '2.0', method: 'run.output', params: { run_id: 'r1', call_id: 1, stream: 'stdout', text: 'hello\n' } });
  expect(ended).toMatchObject({ method: 'run.ended', params: { run_id: 'r1', call_id: 1, run: { exit_code: 0 } } });
  expect(last).toMatchObject({ id: 1, result: { run_id: 'r1', stdout: 'hello\n', exit_code: 0 } });
  expect(asked).toEqual([{ input: { program: '/bin/sh', arguments: [], wait: false } }, { runId: 'r1' }]);
});

test('a session tells what it writes, shows and has done', async () => {
  const execution = { sessionId: 'm1', count: 1, status: 'ERROR', stdout: '', stderr: '', truncated: false, displays: [{ data: { 'text/plain': '1' } }], result: null, error: { name: 'ValueError', message: 'x', traceback: ['a'] }, stateKept: true, durationMs: 1 };
  const at = { sessionId: 'm1', count: 1, stream: null, text: '', display: null, execution: null };
  const { told } = await serveApi({
    microSession: () => ({ id: 'm1', runtime: 'PYTHON', state: 'BUSY', endReason: null, executionCount: 0, createdAt: instant, lastUsedAt: instant, expiresAt: instant, memoryBytes: null }),
    async *microOutput() {
      yield { microOutput: { ...at, stream: 'STDERR', text: 'oh' } };
      yield { microOutput: { ...at, display: { data: { 'text/plain': '1' } } } };
      yield { microOutput: { ...at, execution } };
    },
  });
  expect(await told('micro.subscribe', { session_id: 'm1' }, { count: 5 })).toEqual([
    partly({ result: partly({ subscription: 's1', session: partly({ session_id: 'm1', status: 'running', state: 'busy' }) }) }),
    partly({ method: 'micro.output', params: { subscription: 's1', session_id: 'm1', count: 1, stream: 'stderr', text: 'oh' } }),
    partly({ method: 'micro.display', params: { subscription: 's1', session_id: 'm1', count: 1, display: { 'text/plain': '1' } } }),
    partly({ method: 'micro.executed', params: partly({ execution: partly({ status: 'error', exit_code: 1, error: { name: 'ValueError', message: 'x', traceback: ['a'] } }) }) }),
    partly({ method: 'subscription.ended' }),
  ]);
});

test('a module is named in one way or the other', async () => {
  const { call } = await serveApi({});
  expect(await call('wasm.invoke', { function: 'f' })).toMatchObject({ error: { code: -32602, data: { field: 'module_base64', reason: 'is required' } } });
});

test('a chat is answered as OpenAI answers, with the balance in a header', async () => {
  const { post } = await serveApi({ createChatCompletion: () => ({ completion }) });
  const answer = await post('llm.chat', { model: 'help', messages, stream: true });
  expect(answer.headers.get('x-token-balance')).toBe('93');
  expect(await answer.json()).toMatchObject({ result: { id: 'chatcmpl-1', object: 'chat.completion', choices: [{ message: { content: 'Hi there' }, finish_reason: 'stop' }], usage: wireUsage } });
});

test('a chat that streams is told in chunks and answered whole', async () => {
  const { told } = await serveApi({
    async *chatCompletionDelta() {
      for (const chatCompletionDelta of deltas) yield { chatCompletionDelta };
    },
  });
  const all = await told('llm.chat', { model: 'help', messages, stream: true }, { count: 5 });
  expect(all.slice(0, 4)).toEqual([
    { role: 'assistant', content: '' }, { content: 'Hi' }, { content: ' there' }, {},
  ].map((said) => partly({ method: 'llm.delta', params: { call_id: 1, chunk: partly({ object: 'chat.completion.chunk', choices: [partly({ delta: said })] }) } })));
  expect(all[4]).toMatchObject({ id: 1, result: { object: 'chat.completion', choices: [{ message: { role: 'assistant', content: 'Hi there' }, finish_reason: 'length', logprobs: null }], usage: wireUsage } });
  expect(resultSchema('llm.chat')(z.object({ result: z.unknown() }).parse(all[4]).result)).toBe(true);
});

test('calls of tools and several choices come together again', async () => {
  const toolDeltas = [
    { ...delta, index: 1, content: 'b', logprobs: [logprob] }, { ...delta, index: 0, toolCalls: [{ index: 0, id: 'call_1', name: 'f', arguments: '{"a"' }] },
    { ...delta, index: 0, toolCalls: [{ index: 0, id: null, name: null, arguments: ':1}' }] }, { ...delta, index: 1, finishReason: 'STOP' }, { ...delta, index: 0, finishReason: 'TOOL_CALLS', usage, tokenBalance: 93 },
  ];
  const { told } = await serveApi({
    async *chatCompletionDelta() {
      for (const chatCompletionDelta of toolDeltas) yield { chatCompletionDelta };
    },
  });
  const all = await told('llm.chat', { model: 'help', messages, stream: true, n: 2 }, { count: 6 });
  expect(all[5]).toMatchObject({ result: { choices: [
    { index: 0, message: { content: null, tool_calls: [{ id: 'call_1', type: 'function', function: { name: 'f', arguments: '{"a":1}' } }] }, finish_reason: 'tool_calls' },
    { index: 1, message: { content: 'b' }, finish_reason: 'stop', logprobs: { content: [{ token: 'Hi' }] } },
  ] } });
});

test('a stream that breaks off is no answer', async () => {
  const { told } = await serveApi({
    async *chatCompletionDelta() {
      yield { chatCompletionDelta: deltas[1] };
    },
  });
  expect((await told('llm.chat', { model: 'help', messages, stream: true }, { count: 2 }))[1]).toMatchObject({ id: 1, error: { code: -32054 } });
});

test('a text that streams is told in chunks and answered whole', async () => {
  const piece = { id: 'cmpl-1', createdAt: instant, model, index: 0, text: '', offset: 0, tokens: 0, logprobs: null, finishReason: null, usage: null, tokenBalance: null };
  const { told } = await serveApi({
    async *completionDelta() {
      for (const completionDelta of [{ ...piece, text: 'So' }, { ...piece, text: ' Hi', finishReason: 'STOP', usage, tokenBalance: 93 }]) yield { completionDelta };
    },
  });
  expect(await told('llm.completion', { model: 'help', prompt: 'a', stream: true }, { count: 3 })).toEqual([
    partly({ method: 'llm.delta' }), partly({ method: 'llm.delta' }), partly({ result: partly({ object: 'text_completion', choices: [{ index: 0, text: 'So Hi', finish_reason: 'stop', logprobs: null }] }) }),
  ]);
});

test('a wrong parameter of a chat is named as OpenAI names it', async () => {
  const { call } = await serveApi({
    createChatCompletion: () => {
      throw new DomainError('BAD_USER_INPUT', 'Wrong', { details: { field: 'messages[1].toolCallId', reason: 'is wrong' } });
    },
  });
  expect(await call('llm.chat', { model: 'help', messages })).toMatchObject({ error: { code: -32602, data: { field: 'messages[1].tool_call_id', reason: 'is wrong' } } });
  expect(await call('llm.chat', { model: 'help', messages, functions: [{ name: 'f' }] })).toMatchObject({ error: { code: -32011, data: { field: 'functions', reason: 'is not supported' } } });
});

test('models are kept by administrators only', async () => {
  const { call, asked } = await serveApi({ downloadModel: () => expect.fail('not asked'), loadModel: () => expect.fail('not asked'), unloadModel: () => ({ model }) });
  for (const method of ['llm.download', 'llm.start', 'llm.stop']) expect(await call(method, { repo: 7 })).toMatchObject({ error: { code: -32003 } });
  expect(await call('llm.start', {}, 'root')).toMatchObject({ error: { code: -32602, data: { field: 'model', reason: 'is required' } } });
  expect(asked).toEqual([]);
  expect(await call('llm.stop', {}, 'root')).toMatchObject({ result: { model: 'help', unloaded: true } });
});

test('a download is told until it is done', async () => {
  const download = { id: 'd1', repository: 'a/b', file: 'c.gguf', revision: 'main', modelId: 'c', state: 'RUNNING', receivedBytes: 1, totalBytes: 2, bytesPerSecond: 1, sha256: null, isVerified: null, error: null, createdAt: instant, updatedAt: instant };
  const { told } = await serveApi({
    modelDownload: () => download,
    async *modelDownloadUpdated() {
      yield { modelDownloadUpdated: { ...download, state: 'SUCCEEDED', receivedBytes: 2 } };
    },
  });
  expect(await told('llm.subscribe_download', { id: 'd1' }, { count: 3, token: 'root' })).toEqual([
    partly({ result: partly({ subscription: 's1', download: partly({ status: 'running' }) }) }),
    partly({ method: 'llm.downloading', params: { subscription: 's1', download: partly({ status: 'succeeded', received_bytes: 2 }) } }),
    partly({ method: 'subscription.ended' }),
  ]);
});

test('the status tells the balance of the caller', async () => {
  const { call } = await serveApi({ me: () => ({ tokenBalance: 77 }), inferenceStatus: () => ({ activeSessions: 1, waiting: 2, tokensPerSecond: 3 }), models: () => ({ nodes: [{ id: 'help', loaded: true, contextLength: 512 }] }) });
  expect((await call('llm.status')).result).toEqual({ token_balance: 77, active_sessions: 1, queued: 2, tokens_per_second: 3, models: [{ id: 'help', loaded: true, context_size: 512 }] });
});

test('choices of a chat keep their probabilities', async () => {
  const { call } = await serveApi({ createChatCompletion: () => ({ completion: { ...completion, choices: [{ ...choice, logprobs: [logprob] }] } }) });
  expect(await call('llm.chat', { model: 'help', messages })).toMatchObject({ result: { choices: [{ logprobs: { content: [{ token: 'Hi' }] } }] } });
});
