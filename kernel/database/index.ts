export { connectDatabase, openDatabase, type Database } from './database.ts';
export { startEmbeddedPostgres, type EmbeddedPostgres } from './embedded/embedded-postgres.ts';
export { toJsonInput } from './json-input.ts';
export { migrate } from './migrate.ts';
export { createSingleWriter, type SingleWriter } from './single-writer.ts';
