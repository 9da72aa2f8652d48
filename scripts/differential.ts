import { compareRandomOperations } from '../gateway/engine/fixture/compare-random.ts';
import { fixtureSupergraphs } from '../gateway/engine/fixture/supergraphs/index.ts';

// Looks for operations that our engine and Apollo's gateway answer differently: `npx tsx --conditions=source scripts/differential.ts [runs] [seed]`.
const [runs = '500', seed = String(Date.now() % 2 ** 31)] = process.argv.slice(2);
const print = (line: string): unknown => process.stdout.write(`${line}\n`);

print(`${runs} random operations over each supergraph, seed ${seed}`);
for (const supergraph of fixtureSupergraphs) {
  if (supergraph.apolloRefuses !== undefined) continue;
  try {
    await compareRandomOperations(supergraph, { runs: Number(runs), seed: Number(seed) });
    print(`${supergraph.name}: the same`);
  } catch (fault) {
    print(`${supergraph.name}: ${fault instanceof Error && fault.cause instanceof Error ? fault.cause.message : String(fault)}`);
    process.exitCode = 1;
  }
}
