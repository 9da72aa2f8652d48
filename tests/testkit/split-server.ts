import { loadConfig } from '#kernel/config';
import { createLogger } from '#kernel/logging';
import { startServer, type RunningServer } from '../../server/server.ts';

type Variables = Readonly<Record<string, string>>;

/** One server with every role. */
export function startOneServer(variables: Variables): Promise<RunningServer> {
  const config = loadConfig(variables);
  return startServer({ config, logger: createLogger(config.log) });
}

/** Who serves what, in the order in which they need each other. */
const parts = [['identity'], ['inference'], ['collaboration'], ['policies'], ['workspace', 'execution']] as const;

/** One server for each part of the graph, and one for clients, which finds them by their URLs. They share this process, and nothing else but the database and the keys. */
export async function startSplitServer(variables: Variables): Promise<RunningServer> {
  const servers: RunningServer[] = [];
  const urls: Record<string, string> = {};
  const start = async (more: Variables): Promise<void> => {
    servers.push(await startOneServer({ ...variables, ...urls, ...more }));
  };
  const stop = async (): Promise<void> => {
    for (const server of servers.splice(0).reverse()) await server.stop();
  };
  try {
    for (const names of parts) {
      await start({ PENTAGRAPH_ROLES: names.map((name) => `subgraph:${name}`).join(','), ...Object.fromEntries(names.map((name) => [`SUBGRAPH_${name.toUpperCase()}_PORT`, '0'])) });
      for (const name of names) urls[`SUBGRAPH_${name.toUpperCase()}_URL`] = servers.at(-1)?.rows.find((row) => row.name === `subgraph ${name}`)?.url ?? '';
    }
    await start({ PENTAGRAPH_ROLES: 'gateway,surface:studio-auth,surface:studio-api,surface:studio-llm,surface:cyborg-mind,surface:cloudbrain' });
  } catch (fault) {
    await stop();
    throw fault;
  }
  return {
    rows: servers.flatMap(({ rows }) => rows),
    signIn: null,
    async reload() {
      await Promise.all(servers.map((server) => server.reload()));
    },
    stop,
  };
}
