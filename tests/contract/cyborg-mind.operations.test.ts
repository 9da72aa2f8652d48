import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { createCyborgMindClient, documentedToken as token, type CyborgMindClient } from '../testkit/cyborg-mind.ts';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let client: CyborgMindClient;
beforeAll(async () => {
  world = await createWorld({}, { model: false });
  client = createCyborgMindClient(world.urls.cyborg);
});
afterAll(() => world.close());

const target = z.object({ expr: z.string() });
const dashboard = z
  .object({ __inputs: z.array(z.object({ type: z.literal('datasource'), pluginId: z.literal('prometheus') })).length(1), title: z.string(), uid: z.string(), panels: z.array(z.object({ title: z.string(), targets: z.array(target) })) })
  .parse(JSON.parse(readFileSync('monitoring/grafana/cyborg_api.json', 'utf8')));

/** The names of metrics in an expression of PromQL. */
const metricsIn = (expression: string): string[] => expression.replace(/\{[^}]*\}|\[[^\]]*\]|by \([^)]*\)/gu, '').match(/\b[a-z]+(?:_[a-z]+)+\b(?! *\()/gu) ?? [];

test('the dashboard shows what the documentation promises', () => {
  const titles = dashboard.panels.map(({ title }) => title);
  for (const promised of ['Request rate by endpoint', 'Latency', 'Error rate', 'Auth failure rate', 'Inference throughput']) expect(titles).toContain(promised);
  const latency = dashboard.panels.find(({ title }) => title === 'Latency')?.targets.map(({ expr }) => expr).join(' ');
  for (const quantile of ['0.5', '0.95', '0.99']) expect(latency).toContain(`histogram_quantile(${quantile},`);
});

test('every metric of the dashboard is there after some traffic', async () => {
  await client.post('/step', { observation: [0, 0, 0, 0] });
  await client.post('/step', {});
  await client.post('/step', {}, { token: 'wrong' });
  const stream = await client.stream();
  await stream.ask({ observation: [0, 0, 0, 0], token });
  const text = await client.metrics();
  await stream.close();
  const names = dashboard.panels.flatMap(({ targets }) => targets.flatMap(({ expr }) => metricsIn(expr)));
  expect(new Set(names).size).toBeGreaterThanOrEqual(7);
  for (const name of names) expect(text).toMatch(new RegExp(`^${name}(?:\\{[^}]*\\})? [^\\n]*$`, 'mu'));
});

test('the scrape file asks where the metrics are', () => {
  const file = z.object({ scrape_configs: z.array(z.object({ metrics_path: z.literal('/metrics'), static_configs: z.array(z.object({ targets: z.array(z.string()) })) })) }).parse(parse(readFileSync('monitoring/prometheus.yml', 'utf8')));
  expect(file.scrape_configs[0]?.static_configs[0]?.targets).toEqual(['localhost:8000']);
});

/** The commands of the API's documentation, as they stand there. */
const samples: readonly (readonly [command: string, statuses: readonly number[]])[] = [
  ['curl http://localhost:8000/health', [200]],
  [`curl -X POST http://localhost:8000/step \\
  -H "Authorization: Bearer cyborg-secret-v2" \\
  -H "Content-Type: application/json" \\
  -d '{"observation": [0.1, 0.2, 0.3, 0.4]}'`, [200]],
  [`curl -X POST http://localhost:8000/auth/token \\
  -H "Content-Type: application/json" \\
  -d '{
    "subject": "user123",
    "expiry_minutes": 120
  }'`, [501]],
  [`curl -X POST http://localhost:8000/step \\
  -H "Authorization: Bearer eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9..." \\
  -H "Content-Type: application/json" \\
  -d '{"observation": [0.1, 0.2, 0.3, 0.4]}'`, [403]],
  [`curl -X POST http://localhost:8000/step \\
  -H "Authorization: Bearer cyborg-secret-v2" \\
  -H "Content-Type: application/json" \\
  -d '{
    "observation": [0.1, 0.2, 0.3, 0.4],
    "agent_id": "cartpole_agent",
    "deterministic": true
  }'`, [400]],
  [`curl -X POST http://localhost:8000/reset \\
  -H "Authorization: Bearer cyborg-secret-v2" \\
  -H "Content-Type: application/json" \\
  -d '{"agent_id": "session_abc123"}'`, [200]],
  [`curl -X POST http://localhost:8000/step_batch \\
  -H "Authorization: Bearer cyborg-secret-v2" \\
  -H "Content-Type: application/json" \\
  -d '{
    "observations": [
      [0.1, 0.2, 0.3, 0.4],
      [0.5, 0.6, 0.7, 0.8],
      [0.9, 1.0, 1.1, 1.2]
    ],
    "deterministic": true
  }'`, [200]],
  ['curl http://localhost:8000/metrics', [200]],
];

test.each(samples)('%s', async (command, statuses) => {
  const here = command.replace('http://localhost:8000', world.urls.cyborg).replace('curl', "curl -sS -o /dev/null -w '%{http_code}'");
  const { stdout } = await promisify(execFile)('bash', ['-c', here]);
  expect(statuses).toContain(Number(stdout));
});
