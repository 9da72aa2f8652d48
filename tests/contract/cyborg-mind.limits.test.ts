import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { pino } from 'pino';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { loadConfig } from '#kernel/config';
import { startServer, type RunningServer } from '../../server/server.ts';
import { createTestDatabase } from '../testkit/database.ts';
import { writeCyborgConfig } from '../testkit/cyborg-config.ts';
import { createCyborgMindClient, type WireAnswer } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

const lineSchema = z.record(z.string(), z.unknown());
const rateOf = ({ headers }: WireAnswer) => ['x-ratelimit-limit', 'x-ratelimit-remaining'].map((name) => headers.get(name));

describe('a hundred requests a minute', () => {
  let world: World;
  beforeAll(async () => {
    world = await createWorld({ RATE_LIMITS: 'on' }, { model: false });
  });
  afterAll(() => world.close());

  test('are counted for the address, whatever they ask for, and the next one is refused as documented', async () => {
    const client = createCyborgMindClient(world.urls.cyborg);
    const { headers } = await client.call('GET', '/health', { token: null });
    expect([headers.get('x-ratelimit-limit'), headers.get('x-ratelimit-remaining')]).toEqual(['100', '100']);
    expect(Number(headers.get('x-ratelimit-reset'))).toBeGreaterThan(Date.now() / 1000);

    expect(rateOf(await client.post('/step', { observation: [0, 0, 0, 0] }))).toEqual(['100', '99']);
    expect(rateOf(await client.post('/step', { observation: [0, 0, 0, 0] }, { token: 'wrong' }))).toEqual(['100', '98']);
    expect(rateOf(await client.post('/no/such/path', {}))).toEqual(['100', '97']);
    expect(rateOf(await client.call('GET', '/metrics', { token: null }))).toEqual(['100', '97']);
    const stream = await client.stream();
    await stream.close();
    expect(rateOf(await client.post('/reset', {}))).toEqual(['100', '95']);
    const answers = await Promise.all(Array.from({ length: 95 }, () => client.post('/reset', {})));
    expect(answers.every(({ status }) => status === 200)).toBe(true);

    for (const path of ['/step', '/reset', '/auth/token', '/no/such/path']) {
      const refused = await client.post(path, {});
      expect([refused.status, refused.body, ...rateOf(refused)]).toEqual([429, { detail: 'Rate limit exceeded: 100 per 1 minute' }, '100', '0']);
      expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect((await client.call('GET', '/health', { token: null })).status).toBe(200);
    const socket = new WebSocket(`${world.urls.cyborg.replace('http', 'ws')}/stream`);
    expect(await new Promise((resolve) => socket.on('unexpected-response', (_, { statusCode, headers: told }) => resolve([statusCode, told['x-ratelimit-remaining']])).on('error', () => undefined))).toEqual([429, '0']);
  });
});

describe('the log', () => {
  const lines: Record<string, unknown>[] = [];
  const config = writeCyborgConfig('train: {steps: 1}\napi: {rate_limit: 3, enable_metrics: false}');
  let database: Awaited<ReturnType<typeof createTestDatabase>>;
  let server: RunningServer;
  beforeAll(async () => {
    database = await createTestDatabase();
    const ports = { GRAPHQL_PORT: '0', AUTH_PORT: '0', LLM_PORT: '0', CYBORG_PORT: '0', CLOUDBRAIN_PORT: '0' };
    const logger = pino({ base: null, formatters: { level: (label) => ({ level: label.toUpperCase() }) } }, { write: (line: string) => void lines.push(lineSchema.parse(JSON.parse(line))) });
    server = await startServer({ config: loadConfig({ ...ports, NODE_ENV: 'test', DATABASE_URL: database.url, PENTAGRAPH_DATA_DIR: config.folder, LLM_THREADS: '1', CYBORG_CONFIG_PATH: config.configPath }), logger });
  });
  afterAll(async () => {
    await server.stop();
    await database.close();
    config.remove();
  });

  test('has one line for a request, with the documented fields', async () => {
    const client = createCyborgMindClient(server.rows.find(({ name }) => name === 'CyborgMind')?.url ?? '');
    await client.post('/reset', { agent_id: 'session_abc' });
    await client.post('/step', { observation: [1], agent_id: 'session_abc' });
    const ofEndpoint = (endpoint: string) => lines.filter((line) => line['endpoint'] === endpoint);
    await expect.poll(() => ofEndpoint('/step').length).toBe(1);
    expect(ofEndpoint('/reset')).toEqual([expect.objectContaining({ level: 'INFO', endpoint: '/reset', agent_id: 'session_abc', latency_ms: expect.any(Number), status: 'success' })]);
    expect(ofEndpoint('/step')).toEqual([expect.objectContaining({ agent_id: 'session_abc', status: 'error' })]);

    // What the file switches off is not there, and its limit holds.
    expect((await client.call('GET', '/metrics', { token: null })).status).toBe(404);
    const unknown = await client.post('/step', { observation: [1] });
    const limited = unknown.status === 429 ? unknown : await client.post('/step', { observation: [1] });
    expect([limited.status, limited.body]).toEqual([429, { detail: 'Rate limit exceeded: 3 per 1 minute' }]);
    expect(lines).toContainEqual(expect.objectContaining({ sections: ['train'] }));
  });
});
