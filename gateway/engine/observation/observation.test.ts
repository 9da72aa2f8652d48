import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import type { Logger } from '#kernel/logging';
import { openTracing, type Tracing } from '#kernel/tracing';
import { startCollector, type Collector } from '../../../kernel/tracing/fixture/collector.ts';
import { ask, askTrusted, prepared } from '../fixture/ask.ts';
import { createShopEngine, signedIn } from '../fixture/shop.ts';
import type { SubgraphLink } from '../../subgraph-links/index.ts';

interface Line {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly message: string;
}

/** A logger that keeps its warnings. */
function listeningLogger(): { readonly logger: Logger; readonly lines: Line[] } {
  const lines: Line[] = [];
  const ignore = (): void => undefined;
  const logger = { warn: (fields: Line['fields'], message: string) => lines.push({ fields, message }), error: ignore, info: ignore, debug: ignore };
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the engine logs by these four
  return { logger: logger as unknown as Logger, lines };
}

describe('operations that take longer than they may', () => {
  const joined = 'query Reviews($first: Int) { latestReviews(first: $first) { id author { name } } }';

  test('are logged with name, hash, times and fetches, and without variables', async () => {
    const { logger, lines } = listeningLogger();
    const { engine } = createShopEngine({ logger, slowOperationMs: 0 });
    await (await prepared(engine, joined)).prepared.executeToJson({ first: 31_415_926 }, createRequestContext({ requestId: 'request 1' }));
    expect(lines).toHaveLength(1);
    const [line] = lines;
    expect(line?.message).toBe('slow operation');
    expect(line?.fields).toMatchObject({ request_id: 'request 1', operation: 'Reviews', kind: 'query', fetches: [{ subgraph: 'reviews' }, { subgraph: 'users' }] });
    expect(line?.fields['hash']).toMatch(/^[0-9a-f]{16}$/u);
    expect(typeof line?.fields['duration_ms']).toBe('number');
    expect(JSON.stringify(lines)).not.toContain('31415926');
  });

  test('are so by the limit alone, and none without one', async () => {
    for (const slowOperationMs of [60_000, null]) {
      const { logger, lines } = listeningLogger();
      const { engine } = createShopEngine({ logger, slowOperationMs });
      await ask(engine, '{ me { id } }');
      expect(lines).toStrictEqual([]);
    }
  });

  test('have one hash whatever their layout', async () => {
    const { logger, lines } = listeningLogger();
    const { engine } = createShopEngine({ logger, slowOperationMs: 0 });
    for (const query of ['{ me { id name } }', '{\n  me {\n    id, name # here\n  }\n}', '{ me { name id } }']) await (await prepared(engine, query)).prepared.executeToJson(null, createRequestContext());
    const [first, second, third] = lines.map(({ fields }) => fields['hash']);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });
});

describe('the time of operations', () => {
  test('is measured by name, kind and result', async () => {
    const { engine, metrics } = createShopEngine();
    await askTrusted(engine, 'query Trusted { me { id } }');
    await (await prepared(engine, 'query Named { me { id email } }')).prepared.executeToJson(null, createRequestContext());
    await (await prepared(engine, 'mutation { tick }')).prepared.executeToJson(null, createRequestContext());
    const text = await metrics.metrics();
    expect(text).toContain('graph_operation_seconds_count{operation="Trusted",kind="query",result="ok"} 4');
    expect(text).toContain('graph_operation_seconds_count{operation="Named",kind="query",result="partial"} 1');
    expect(text).toContain('graph_operation_seconds_count{operation="anonymous",kind="mutation",result="ok"} 1');
  });

  test('has a label of its own for so many names of clients only, and for none that is too long', async () => {
    const { engine, metrics } = createShopEngine();
    const long = 'L'.repeat(200);
    await prepared(engine, `query ${long} { me { id } }`);
    await (await prepared(engine, `query ${long} { me { id } }`)).prepared.executeToJson(null, createRequestContext());
    for (let index = 0; index < 230; index++) await (await prepared(engine, `query Name${index} { __typename }`)).prepared.executeToJson(null, createRequestContext());
    await askTrusted(engine, 'query TrustedLate { me { id } }');
    const names = new Set([...(await metrics.metrics()).matchAll(/graph_operation_seconds_count\{operation="(?<name>[^"]*)"/gu)].map(({ groups }) => groups?.['name']));
    expect(names.size).toBeLessThanOrEqual(203);
    expect([names.has('other'), names.has('TrustedLate'), names.has('Name0'), names.has('Name229'), names.has(long)]).toStrictEqual([true, true, true, false, false]);
  });
});

test('the dashboard of the graph shows metrics that there are', async () => {
  const { metrics } = createShopEngine();
  const text = await metrics.metrics();
  const dashboard = readFileSync(new URL('../../../monitoring/grafana/graph.json', import.meta.url), 'utf8');
  const shown = new Set([...dashboard.matchAll(/\bgraph_[a-z_]+?(?=_bucket|_count|[^a-z_])/gu)].map(([name]) => name));
  expect(shown.size).toBeGreaterThan(6);
  for (const name of shown) expect(text).toContain(`# TYPE ${name} `);
});

describe('a traced operation', () => {
  let collector: Collector;
  let tracing: Tracing | null;
  const seen: (string | null)[] = [];
  const watching = (link: SubgraphLink): SubgraphLink => ({
    ...link,
    compile(operation) {
      const run = link.compile(operation);
      return (variables, scope) => {
        seen.push(scope.context.traceparent);
        return run(variables, scope);
      };
    },
  });
  beforeAll(async () => {
    collector = await startCollector();
    tracing = await openTracing({ endpoint: collector.endpoint, serviceName: 'graph', sampleRatio: 1, logger: listeningLogger().logger });
  });
  afterAll(() => collector.stop());

  test('is a span of its caller, with its plan and each of its fetches as spans, which the subgraphs are told', async () => {
    const { engine } = createShopEngine({ tracing, wrap: watching });
    const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
    const preparation = await engine.prepare({ query: 'query Traced { latestReviews(first: 1) { id author { name fails } } }' }, traceparent);
    if (preparation.kind === 'refused') throw new Error('refused');
    await preparation.prepared.execute({}, createRequestContext({ traceparent }));
    await tracing?.close();
    const { spans } = collector;
    expect(new Set(spans.map(({ traceId }) => traceId))).toStrictEqual(new Set(['0af7651916cd43dd8448eb211c80319c']));
    const operation = spans.find(({ name }) => name === 'query Traced');
    expect(operation).toMatchObject({ parentSpanId: 'b7ad6b7169203331', attributes: { 'graphql.operation.name': 'Traced', 'graphql.operation.type': 'query', 'graphql.fetches': 2, 'graphql.result': 'partial' } });
    expect(spans.find(({ name }) => name === 'plan')).toMatchObject({ parentSpanId: 'b7ad6b7169203331' });
    const fetches = spans.filter(({ name }) => name.startsWith('fetch '));
    expect(fetches.map(({ name, parentSpanId, failed }) => [name, parentSpanId, failed])).toStrictEqual([['fetch reviews', operation?.spanId, false], ['fetch users', operation?.spanId, true]]);
    expect(seen).toStrictEqual(fetches.map(({ traceId, spanId }) => `00-${traceId}-${spanId}-01`));
  });
});

describe('the plan of an operation', () => {
  test('is a text with its cost and its fetches, for what the principal may have', async () => {
    const { engine } = createShopEngine();
    const { describePlan, name } = await prepared(engine, 'query Plan($first: Int!) { latestReviews(first: $first) { id note author { name } } }');
    const text = await describePlan({ first: 2 }, signedIn());
    expect(name).toBe('Plan');
    expect(text).toMatch(/^# cost 20 of at most \d+\nQueryPlan \{\n {2}Sequence \{\n {4}Fetch\(reviews\) \{/u);
    expect(text).toContain('Flatten(latestReviews.@.author)');
    expect(text).toContain('note');
    expect(await describePlan({ first: 2 }, createRequestContext())).not.toContain('note');
    await expect(describePlan({}, signedIn())).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  test('of a subscription tells its source', async () => {
    const { describePlan } = await prepared(createShopEngine().engine, 'subscription { reviewAdded { id author { name } } }');
    expect(await describePlan(null, createRequestContext())).toMatch(/Subscription \{\n {4}Fetch\(reviews\)/u);
  });
});
