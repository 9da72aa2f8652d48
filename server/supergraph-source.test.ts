import { buildSubgraphSchema } from '@apollo/subgraph';
import { parse } from 'graphql';
import { afterEach, expect, test } from 'vitest';
import { composeAside, composeSupergraph, createGraphEngine, createLocalLink, type GraphEngine, type SubgraphText } from '#gateway';
import { createLogger } from '#kernel/logging';
import { createMetrics, type Metrics } from '#kernel/metrics';
import { createDriftWatch } from './schema-drift.ts';
import { createSubgraphTexts } from './subgraph-texts.ts';
import { createSupergraphSource, type SupergraphSource } from './supergraph-source.ts';

const head = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])';
const near: SubgraphText = { name: 'near', sdl: `${head} type Query { near: String }` };
const far = (field = 'far'): string => `${head} type Query { ${field}: String }`;
const own: readonly SubgraphText[] = [near, { name: 'far', sdl: far() }];

interface World {
  readonly engine: GraphEngine;
  readonly source: SupergraphSource;
  readonly metrics: Metrics;
  /** What the subgraph elsewhere, and the file, say now; an error is thrown. */
  readonly says: { sdl: string | Error; file: string | Error };
}

const engines: GraphEngine[] = [];
afterEach(() => {
  for (const engine of engines.splice(0)) engine.close();
});

function createWorld({ fromFile = false } = {}): World {
  const metrics = createMetrics();
  const logger = createLogger({ level: 'silent' });
  const links = new Map(own.map(({ name, sdl }) => {
    const typeDefs = parse(sdl);
    return [name, createLocalLink({ name, typeDefs, schema: buildSubgraphSchema({ typeDefs }), createContext: (base) => base }, { report: () => undefined })];
  }));
  const served = composeSupergraph(own.map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) })));
  const engine = createGraphEngine({ supergraphSdl: served, links, metrics, logger });
  engines.push(engine);
  const says: World['says'] = { sdl: far(), file: `${served}\n` };
  const orThrow = async (text: string | Error): Promise<string> => {
    if (text instanceof Error) throw text;
    return text;
  };
  const subgraphs = createSubgraphTexts(own, new Map([['far', { readSdl: () => orThrow(says.sdl) }]]), logger);
  const source = createSupergraphSource({
    engine, links, served, metrics, logger, subgraphs, compose: composeAside, pollMs: null,
    readFile: fromFile ? () => orThrow(says.file) : null,
    watch: createDriftWatch({ own, subgraphs, compose: composeAside, metrics }),
  });
  return { engine, source, metrics, says };
}

const fields = ({ engine }: World): readonly string[] => Object.keys(engine.schema.getQueryType()?.getFields() ?? {}).sort().reverse();
const failures = async ({ metrics }: World): Promise<number> => Number(/^graph_supergraph_failures_total (\d+)$/mu.exec(await metrics.metrics())?.[1]);

test('a subgraph elsewhere that changes changes the graph; what stays the same, or is only spelled otherwise, does not', async () => {
  const world = createWorld();
  await world.source.refresh();
  expect(world.engine.generation).toBe(1);
  world.says.sdl = `# A comment.\n${far()}\n`;
  await world.source.refresh();
  expect(world.engine.generation).toBe(1);
  world.says.sdl = far('farther');
  await world.source.refresh();
  expect(world.engine.generation).toBe(2);
  expect(fields(world)).toStrictEqual(['near', 'farther']);
  expect(await world.metrics.metrics()).toContain('graph_generation 2');
});

test('one that does not compose leaves the graph as it is, counts once, and is forgiven', async () => {
  const world = createWorld();
  world.says.sdl = `${head} type Query { far: Nothing }`;
  await world.source.refresh();
  await world.source.refresh();
  expect(world.engine.generation).toBe(1);
  expect(fields(world)).toStrictEqual(['near', 'far']);
  expect(await failures(world)).toBe(1);
  world.says.sdl = far('again');
  await world.source.refresh();
  expect(fields(world)).toStrictEqual(['near', 'again']);
  expect(await failures(world)).toBe(1);
});

test('one that cannot be reached is as it was', async () => {
  const world = createWorld();
  world.says.sdl = far('farther');
  await world.source.refresh();
  world.says.sdl = new Error('gone');
  await world.source.refresh();
  expect(world.engine.generation).toBe(2);
  expect(fields(world)).toStrictEqual(['near', 'farther']);
});

test('a file that changes changes the graph, and one that is broken or gone does not', async () => {
  const world = createWorld({ fromFile: true });
  await world.source.refresh();
  expect(world.engine.generation).toBe(1);
  world.says.file = composeSupergraph([near, { name: 'far', sdl: far('farther') }].map(({ name, sdl }) => ({ name, typeDefs: parse(sdl) })));
  await world.source.refresh();
  expect(fields(world)).toStrictEqual(['near', 'farther']);
  world.says.file = 'half a {';
  await world.source.refresh();
  world.says.file = new Error('gone');
  await world.source.refresh();
  await world.source.refresh();
  expect(world.engine.generation).toBe(2);
  expect(await failures(world)).toBe(2);
});

test('a subgraph elsewhere that is not as the served file has it is reported, and only then', async () => {
  const world = createWorld({ fromFile: true });
  expect(world.source.drift()).toBe(true);
  world.says.sdl = `# A comment.\n${far()}`;
  await world.source.refresh();
  expect(world.source.drift()).toBe(true);
  world.says.sdl = far('farther');
  await world.source.refresh();
  expect(world.source.drift()).toBe('another schema than this graph serves: far');
  expect(world.engine.generation).toBe(1);
  expect(await world.metrics.metrics()).toContain('graph_subgraph_drifted{subgraph="far"} 1');
  world.says.sdl = far();
  await world.source.refresh();
  expect(world.source.drift()).toBe(true);
  expect(await world.metrics.metrics()).toContain('graph_subgraph_drifted{subgraph="far"} 0');
});
