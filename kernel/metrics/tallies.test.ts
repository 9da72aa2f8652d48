import { expect, test } from 'vitest';
import { createMetrics, Counter, Histogram, TallyCounter, TallyHistogram, type Metrics } from './index.ts';

const labelNames = ['route', 'status'] as const;
const buckets = [0.1, 1, 5];
const observations = [0.05, 0.1, 0.3, 1, 4, 100];

test('a tally prints exactly what the plain metric prints', async () => {
  const plain = createMetrics();
  const counter = new Counter({ name: 'answers_total', help: 'Answers', labelNames, registers: [plain] });
  const histogram = new Histogram({ name: 'answer_seconds', help: 'Time', labelNames, buckets, registers: [plain] });
  counter.inc({ route: 'a', status: 200 }, 6);
  for (const value of observations) histogram.observe({ route: 'a', status: 200 }, value);

  const tallied = createMetrics();
  const count = new TallyCounter({ name: 'answers_total', help: 'Answers', labelNames, registers: [tallied] });
  const observe = new TallyHistogram({ name: 'answer_seconds', help: 'Time', labelNames, buckets, registers: [tallied] });
  for (const value of observations) {
    count.child({ route: 'a', status: 200 })(1);
    observe.child({ route: 'a', status: 200 })(value);
  }

  const printed = await tallied.metrics();
  expect(printed).toBe(await plain.metrics());
  expect(await tallied.metrics(), 'reading changes nothing').toBe(printed);
  const read = async (metrics: Metrics): Promise<unknown> => JSON.parse(JSON.stringify(await metrics.getMetricsAsJSON(), (key, value: unknown) => (key === 'exemplar' ? undefined : value)));
  expect(await read(tallied)).toStrictEqual(await read(plain));
});

test('a child is shown before it has counted anything', async () => {
  const metrics = createMetrics();
  new TallyCounter({ name: 'answers_total', help: 'Answers', labelNames: ['kind'], registers: [metrics] }).child({ kind: 'good' });
  expect(await metrics.metrics()).toContain('answers_total{kind="good"} 0');
});
