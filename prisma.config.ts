import path from 'node:path';
import { defineConfig } from 'prisma/config';

// The CLI would download an engine; ours does the same work offline, and starts the embedded PostgreSQL when the host is called `embedded`.
process.env['PRISMA_SCHEMA_ENGINE_BINARY'] ??= path.join(import.meta.dirname, 'prisma/engine/schema-engine.mjs');
process.env['CHECKPOINT_DISABLE'] ??= '1';
process.env['PRISMA_HIDE_UPDATE_MESSAGE'] ??= '1';

export default defineConfig({
  schema: 'prisma/schema',
  migrations: { path: 'prisma/migrations' },
  datasource: { url: process.env['DATABASE_URL'] ?? 'postgresql://postgres@embedded/pentagraph' },
});
