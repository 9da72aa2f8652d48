import { parse } from 'graphql';
import { expect, test, vi } from 'vitest';
import { createRequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import { composeSupergraph } from './compose.ts';
import { prepared } from './fixture/ask.ts';
import { createFixtureEngine } from './fixture/fixture-engine.ts';
import { chains } from './fixture/supergraphs/chains.ts';
import { shareable } from './fixture/supergraphs/shareable.ts';
import { createMendedPlanner, type CreatePlanner } from './mending/mended-planner.ts';
import type { FetchPlan } from './plan.ts';

test('what deferred fields require is fetched with them, in each part what it needs', async () => {
  const { prepared: operation } = await prepared(createFixtureEngine(chains.subgraphs()), '{ order(id: "o2") { amount ... @defer(label: "sums") { receipt duty ... @defer(label: "later") { stamp heaviest } } } }');
  const parts: GraphOutcome<Record<string, unknown>>[] = [];
  for await (const part of await operation.subscribe({}, createRequestContext())) parts.push(part);
  expect(parts[0]).toEqual({ data: { order: { amount: 20 } }, hasNext: true });
  expect(parts.flatMap(({ incremental = [] }) => incremental)).toEqual(expect.arrayContaining([
    { path: ['order'], label: 'sums', data: { receipt: 124, duty: 1_060 } },
    { path: ['order'], label: 'later', data: { stamp: 20, heaviest: 15 } },
  ]));
});

test('the parts of a subgraph are not seen in a plan', async () => {
  const { describePlan } = await prepared(createFixtureEngine(chains.subgraphs()), '{ orders { duty stamp receipt } }');
  const plan = await describePlan({}, createRequestContext());
  expect(plan).toContain('stock');
  expect(plan).not.toContain('___');
});

const wrongFetch: FetchPlan = {
  kind: 'fetch', id: null, subgraph: 'carriers', document: parse('{ shipped { duty } }'), operationName: undefined, variables: [], contextVariables: [], requires: null, inputRewrites: [], outputRewrites: [],
};

test.each([
  ['a field without what it requires', '{ shipped { duty } }', 'Order.duty'],
  ['a field of another subgraph', '{ shipped { weight } }', 'Order.weight'],
  ['a field that another subgraph has, below a list', '{ shipped { lines { grams } } }', 'Order.lines'],
])('an operation is refused when all plans ask for %s', (_, query, field) => {
  const supergraph = parse(composeSupergraph(chains.subgraphs()));
  const planner = createMendedPlanner(supergraph, () => ({ plan: () => ({ primary: null, root: { ...wrongFetch, document: parse(query) } }) }));
  expect(() => planner?.plan(parse('{ shipped { id } }'))).toThrow(expect.objectContaining({ code: 'QUERY_PLANNING_FAILED', message: `No plan over the subgraphs brings ${field} with what it requires` }));
});

test('a supergraph in which nothing is required is planned as it is', () => {
  const create = vi.fn<CreatePlanner>();
  expect(createMendedPlanner(parse(composeSupergraph(shareable.subgraphs())), create)).toBeNull();
  expect(create).not.toHaveBeenCalled();
});
