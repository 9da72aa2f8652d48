import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { z } from 'zod';
import { loadConfig } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { startEmbeddedPostgres } from '../embedded/embedded-postgres.ts';
import { runDatabaseCommand } from './database-commands.ts';
import { serveRpc } from './rpc-server.ts';
import { openSchemaEngine } from './wasm-engine.ts';

/** The host that prisma.config.ts names when no DATABASE_URL is set. */
const embeddedHost = 'embedded';

const datasource = z.object({ url: z.string() });

/**
 * Does what the Prisma CLI asks of its schema engine executable, on the database of the configuration: an embedded server is started for as long as it takes.
 * Returns the exit status.
 */
export async function runSchemaEngine(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...args],
    options: { datasource: { type: 'string', default: '{"url":""}' }, datamodels: { type: 'string', multiple: true, default: [] } },
    allowPositionals: true,
    strict: false,
  });
  const { url: givenUrl } = datasource.parse(JSON.parse(String(values.datasource)));
  const { url, leave } = await reach(givenUrl);
  try {
    const [mode, command] = positionals;
    if (mode === 'cli') return await runDatabaseCommand(command ?? '', url, (line) => process.stderr.write(line));
    const datamodels = [values.datamodels].flat().map((file): [string, string] => [String(file), readFileSync(String(file), 'utf8')]);
    let opening: ReturnType<typeof openSchemaEngine> | undefined;
    await serveRpc({
      engine: async () => (await (opening ??= openSchemaEngine(url, datamodels.length === 0 ? undefined : datamodels))).engine,
      input: process.stdin,
      send: (line) => process.stdout.write(line),
      signal: stopSignal(),
    });
    await (await opening)?.close();
    return 0;
  } finally {
    await leave();
  }
}

/** The CLI ends its engine by SIGTERM. */
function stopSignal(): AbortSignal {
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) process.once(name, () => stop.abort());
  return stop.signal;
}

interface Reached {
  readonly url: string;
  readonly leave: () => Promise<void>;
}

async function reach(url: string): Promise<Reached> {
  if (!URL.canParse(url) || new URL(url).hostname !== embeddedHost) return { url, leave: async () => undefined };
  const server = await startEmbeddedPostgres({ dataDir: loadConfig().dataDir, logger: createLogger({ level: 'silent' }) });
  return { url: server.urlOf(decodeURIComponent(new URL(url).pathname.slice(1))), leave: () => server.stop() };
}
