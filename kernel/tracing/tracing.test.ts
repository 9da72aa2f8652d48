import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createLogger } from '#kernel/logging';
import { startCollector, type Collector } from './fixture/collector.ts';
import { openTracing, readTraceparent, type Tracing } from './index.ts';

const logger = createLogger({ level: 'silent' });
let collector: Collector;
beforeAll(async () => {
  collector = await startCollector();
});
afterAll(() => collector.stop());

async function open(sampleRatio: number): Promise<Tracing> {
  const tracing = await openTracing({ endpoint: `${collector.endpoint}/`, serviceName: 'tested', sampleRatio, logger });
  if (tracing === null) throw new Error('No tracing');
  return tracing;
}

test('without a collector there are no traces, and nothing is loaded', async () => {
  expect(await openTracing({ endpoint: null, serviceName: 'x', sampleRatio: 1, logger })).toBeNull();
});

describe('a span', () => {
  test('is sent with its facts, as part of the span that it names', async () => {
    const tracing = await open(1);
    const outer = tracing.start('outer', { parent: null, kind: 'server', attributes: { color: 'red' } });
    const inner = tracing.start('inner', { parent: outer.traceparent, kind: 'client' });
    inner.end({ attributes: { count: 3 }, failure: 'UNAVAILABLE' });
    outer.end();
    await tracing.close();
    const [first, second] = ['inner', 'outer'].map((name) => collector.spans.find((span) => span.name === name));
    expect(first).toMatchObject({ parentSpanId: second?.spanId, traceId: second?.traceId, failed: true, attributes: { 'count': 3, 'error.type': 'UNAVAILABLE' } });
    expect(second).toMatchObject({ failed: false, attributes: { color: 'red' } });
    expect(outer.traceparent).toBe(`00-${second?.traceId}-${second?.spanId}-01`);
    expect([...collector.services]).toStrictEqual(['tested']);
  });

  test('goes on with the trace of a caller, sent or not as the caller decided', async () => {
    const tracing = await open(0);
    const traceId = '0af7651916cd43dd8448eb211c80319c';
    const sampled = tracing.start('sampled', { parent: `00-${traceId}-b7ad6b7169203331-01`, kind: 'server' });
    const unsampled = tracing.start('unsampled', { parent: `00-${traceId}-b7ad6b7169203331-00`, kind: 'server' });
    const own = tracing.start('own', { parent: null, kind: 'server' });
    const strange = tracing.start('strange', { parent: 'nonsense', kind: 'server' });
    expect([sampled, unsampled, own, strange].map(({ isRecorded }) => isRecorded)).toStrictEqual([true, false, false, false]);
    expect(unsampled.traceparent).toMatch(new RegExp(`^00-${traceId}-[0-9a-f]{16}-00$`, 'u'));
    for (const span of [sampled, unsampled, own, strange]) span.end();
    await tracing.close();
    expect(collector.spans.filter(({ name }) => ['sampled', 'unsampled', 'own', 'strange'].includes(name)).map(({ name, parentSpanId }) => [name, parentSpanId])).toStrictEqual([['sampled', 'b7ad6b7169203331']]);
  });

  test('is lost, and nothing else, when the collector is away', async () => {
    const tracing = await openTracing({ endpoint: 'http://127.0.0.1:1', serviceName: 'x', sampleRatio: 1, logger });
    tracing?.start('lost', { parent: null, kind: 'internal' }).end();
    await expect(tracing?.close()).resolves.toBeUndefined();
  });
});

test.each([
  ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', true],
  ['00-00000000000000000000000000000000-b7ad6b7169203331-01', false],
  ['00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01', false],
  ['01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01', false],
  ['00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01', false],
  ['00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\r\nX: y', false],
])('of a caller, %j is a traceparent: %s', (header, isOne) => {
  expect(readTraceparent(header)).toBe(isOne ? header : null);
});

test('several headers, and none, are no traceparent', () => {
  expect([readTraceparent(undefined), readTraceparent(['a', 'b'])]).toStrictEqual([null, null]);
});
