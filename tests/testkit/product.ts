import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';

/** The product as one process of its own. */
export interface Product {
  readonly urls: Readonly<Record<'graphql' | 'auth' | 'llm' | 'cloudbrain', string>>;
  /** Sends the signal and waits until the process is gone; its exit code, null when the signal ended it. */
  stop(signal: NodeJS.Signals): Promise<number | null>;
}

/** A data directory with all that runs on it. */
export type ProductHome = ReturnType<typeof createProductHome>;

const named = { GraphQL: 'graphql', 'CyberDevStudio auth': 'auth', 'CyberDevStudio LLM': 'llm', CloudBrain: 'cloudbrain' } as const;
const isNamed = (name: string): name is keyof typeof named => Object.hasOwn(named, name);
const ports = { GRAPHQL_PORT: '0', AUTH_PORT: '0', API_PORT: '0', LLM_PORT: '0', CYBORG_PORT: '0', CLOUDBRAIN_PORT: '0' };

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
    /** Starts a process and waits until everything listens. @throws Error with its output when it ends before */
    async start(): Promise<Product> {
      const { PATH = '' } = process.env; // eslint-disable-line no-restricted-properties -- the child gets a bare environment
      const child = spawn(process.execPath, ['dist/server/main.js'], {
        env: { PATH, PENTAGRAPH_DATA_DIR: dataDir, LLM_THREADS: '1', ...ports, ...environment },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      children.push(child);
      const exit = once(child, 'exit');
      const urls = await readUrls(child);
      return {
        urls,
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
function readUrls(child: ChildProcess): Promise<Product['urls']> {
  const urls = { graphql: '', auth: '', llm: '', cloudbrain: '' };
  let output = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => (output += chunk.toString()));
    if (child.stdout !== null) {
      createInterface({ input: child.stdout }).on('line', (line) => {
        output += `${line}\n`;
        const [, name = '', url = ''] = /^ {2}(\S.*?) {2,}(http:\/\/\S+)/u.exec(line) ?? [];
        if (isNamed(name)) urls[named[name]] = new URL(url).origin;
        if (line.includes('Ctrl-C')) resolve(urls);
      });
    }
    child.once('exit', (code) => reject(new Error(`ended with ${String(code)}\n${output}`)));
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
