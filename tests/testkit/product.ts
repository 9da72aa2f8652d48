import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { projectRoot } from '#kernel/config';

/** The product as one process of its own. */
export interface Product {
  readonly urls: Readonly<Record<'graphql' | 'auth' | 'llm' | 'cloudbrain', string>>;
  /** All that the table of its start says, by name. */
  readonly rows: ReadonlyMap<string, string>;
  /** What it has printed and logged. */
  readonly output: () => string;
  /** Sends the signal and waits until the process is gone; its exit code, null when the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data directory with all that runs on it. */
export type ProductHome = ReturnType<typeof createProductHome>;

const ports = { GRAPHQL_PORT: '0', AUTH_PORT: '0', API_PORT: '0', LLM_PORT: '0', CYBORG_PORT: '0', CLOUDBRAIN_PORT: '0' };

/** The environment of a product that serves the committed supergraph, as in production, and does not compose it anew at each start. */
export const servesTheCommittedGraph = { SUPERGRAPH_FILE: path.join(projectRoot, 'gateway/supergraph.graphql'), SUPERGRAPH_POLL_SECONDS: '0' };

/**
 * The place of a product as `npm start` runs it: built JavaScript, its own embedded PostgreSQL, its own data directory.
 * `environment` is all that it gets beside free ports. Close it when done.
 */
export function createProductHome(environment: Readonly<Record<string, string>> = {}) {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-product-'));
  chmodSync(dataDir, 0o711); // as root, PostgreSQL runs as another user and has to get there
  const children: ChildProcess[] = [];

  /** Kills every process of the PostgreSQL of this place, the one that would replace the others first. */
  const killPostgres = (): void => {
    const postmaster = Number(readFileSync(path.join(dataDir, 'pg/data/postmaster.pid'), 'utf8').split('\n')[0]);
    for (const pid of [postmaster, ...childrenOf(postmaster)]) killIfThere(pid);
  };

  return {
    /** Starts a process and waits until everything listens; `more` adds to its environment. @throws Error with its output when it ends before */
    async start(more: Readonly<Record<string, string>> = {}): Promise<Product> {
      const { PATH = '' } = process.env; // eslint-disable-line no-restricted-properties -- the child gets a bare environment
      const child = spawn(process.execPath, ['--max-semi-space-size=32', 'dist/server/main.js'], {
        env: { PATH, PENTAGRAPH_DATA_DIR: dataDir, LLM_THREADS: '1', ...ports, ...environment, ...more },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      const exit = once(child, 'exit');
      const output: string[] = [];
      const rows = await readRows(child, output);
      const urlOf = (name: string): string => rows.get(name) ?? '';
      return {
        urls: { graphql: urlOf('GraphQL'), auth: urlOf('CyberDevStudio auth'), llm: urlOf('CyberDevStudio LLM'), cloudbrain: urlOf('CloudBrain') },
        rows,
        output: () => output.join(''),
        async stop(signal) {
          child.kill(signal);
          await exit;
          return child.exitCode;
        },
      };
    },
    killPostgres,
    close(): void {
      for (const child of children) child.kill('SIGKILL');
      try {
        killPostgres();
      } catch {
        // it has stopped with the last process that used it
      }
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}

/** Reads the table that a start prints. */
function readRows(child: ChildProcess, output: string[]): Promise<ReadonlyMap<string, string>> {
  const rows = new Map<string, string>();
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => output.push(chunk.toString()));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        output.push(`${line}\n`);
        const [, name = '', url = ''] = /^ {2}(\S.*?) {2,}(http:\/\/\S+)/u.exec(line) ?? [];
        if (url !== '') rows.set(name, new URL(url).origin);
        if (line.includes('Ctrl-C')) resolve(rows);
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with ${String(code)}\n${output.join('')}`)));
  });
}

function childrenOf(parent: number): readonly number[] {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' });
  return stdout.split('\n').map((line) => line.trim().split(/\s+/u).map(Number)).flatMap(([pid = 0, of]) => (of === parent ? [pid] : []));
}

function killIfThere(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // it has gone with the one before
  }
}
