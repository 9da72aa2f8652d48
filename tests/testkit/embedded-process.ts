import { startEmbeddedPostgres } from '#kernel/database';
import { createLogger } from '#kernel/logging';

// A process that uses the embedded PostgreSQL of the data folder in its argument. It is there to be killed.
await startEmbeddedPostgres({ dataDir: process.argv[2] ?? '', logger: createLogger({ level: 'silent' }) });
process.send?.('ready');
setInterval(() => undefined, 60_000);
