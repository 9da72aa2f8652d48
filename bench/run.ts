import type { BenchResult } from './bench.ts';
import { authBench } from './auth.bench.ts';
import { coldDocumentsBench } from './cold-documents.bench.ts';
import { collaborationBench } from './collaboration.bench.ts';
import { engineBench } from './engine.bench.ts';
import { executionBench } from './execution.bench.ts';
import { executionWasmBench } from './execution-wasm.bench.ts';
import { gatewayBench } from './gateway.bench.ts';
import { graphqlBench } from './graphql.bench.ts';
import { inferenceBench } from './inference.bench.ts';
import { linksBench } from './links.bench.ts';
import { policiesBench } from './policies.bench.ts';
import { servingBench } from './serving.bench.ts';
import { subscribersBench } from './subscribers.bench.ts';

// `npm run bench [-- name …]`: each yardstick as a ratio to its direct floor, measured in one run.
const benches: Readonly<Record<string, () => Promise<readonly BenchResult[]>>> = { engine: engineBench, 'cold-documents': coldDocumentsBench, graphql: graphqlBench, links: linksBench, auth: authBench, inference: inferenceBench, collaboration: collaborationBench, policies: policiesBench, execution: executionBench, wasm: executionWasmBench, serving: servingBench, subscribers: subscribersBench, gateway: gatewayBench };
const chosen = process.argv.slice(2);

for (const [name, bench] of Object.entries(benches)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  console.log(`\n${name}`);
  for (const { name: figure, value, unit, floor, ratio } of await bench()) {
    const compared = floor === undefined ? '' : `  floor ${floor.toFixed(2)}${ratio === undefined ? '' : `, ratio ${ratio.toFixed(2)}`}`;
    console.log(`  ${figure.padEnd(56)} ${value.toFixed(2).padStart(10)} ${unit}${compared}`);
  }
}
