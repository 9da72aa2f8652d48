#!/usr/bin/env node
// What the Prisma CLI takes for its schema engine, which it would otherwise download: see prisma.config.ts. The work is done in kernel/database/schema-engine.
import { ensureDist } from '../../scripts/build.mjs';

await ensureDist(['kernel']);
const { runSchemaEngine } = await import(new URL('../../dist/kernel/database/schema-engine/run-schema-engine.js', import.meta.url).href);
process.exit(await runSchemaEngine(process.argv.slice(2)));
