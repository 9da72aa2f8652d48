import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, closeSync, existsSync, mkdirSync, mkdtempSync, openSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { z } from 'zod';

/** One of the ways in which sandboxes are made. */
export interface SandboxPath {
  readonly driver: 'bwrap' | 'unshare';
  readonly user: 'root' | 'ordinary';
}

export interface Attack {
  readonly program?: string;
  readonly tenant?: string;
  readonly memoryMb?: number;
  readonly killAfterMs?: number;
}

const outcome = z.object({
  id: z.number(),
  stdout: z.string(),
  stderr: z.string(),
  end: z.object({ reason: z.string(), exitCode: z.number().nullable(), signal: z.string().nullable(), usage: z.object({ wallMs: z.number(), cpuMs: z.number().nullable(), maxRssBytes: z.number().nullable() }) }),
});
const greeting = z.object({ reason: z.string().nullable(), isolation: z.object({ seccomp: z.boolean(), memory: z.string(), hostUserPerTenant: z.boolean() }).optional() });
export type AttackOutcome = z.infer<typeof outcome>;
export type SandboxHost = Awaited<ReturnType<typeof openSandboxHost>>;

/** What the environment of the host holds and no program may see. */
export const plantedSecret = 'planted-secret-2f7c';
const fixture = fileURLToPath(new URL('./attacks.fixture.ts', import.meta.url));
const transpiler = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const isRoot = process.getuid?.() === 0;
const ordinaryUser = 1_000;

/** The paths that this machine has. */
export function sandboxPaths(): readonly SandboxPath[] {
  const drivers = (['bwrap', 'unshare'] as const).filter((driver) => existsSync(`/usr/bin/${driver}`));
  const users = isRoot ? (['root', 'ordinary'] as const).filter((user) => user === 'root' || canReadSources()) : (['ordinary'] as const);
  return drivers.flatMap((driver) => users.map((user) => ({ driver, user })));
}

const canReadSources = (): boolean => spawnSync('/bin/cat', [fixture], { uid: ordinaryUser, gid: ordinaryUser, stdio: 'ignore' }).status === 0;

interface HostOptions extends SandboxPath {
  /** What starts the host instead of nothing. */
  readonly through?: readonly string[];
}

/** Starts a process that makes sandboxes. */
export async function openSandboxHost(options: HostOptions) {
  const isDropped = isRoot && options.user === 'ordinary';
  const folder = makeFolder(isDropped);
  const { child, stdin, stdout } = startHost(options, { folder, isDropped });
  const waiting = new Map<number, (outcome: AttackOutcome) => void>();
  const exited = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const lines = createInterface({ input: stdout });
  const greeted = new Promise<z.infer<typeof greeting>>((resolve, reject) => {
    lines.once('line', (line) => resolve(greeting.parse(JSON.parse(line))));
    void exited.then(() => reject(new Error('the host ended')));
  });
  const { reason, isolation } = await greeted;
  lines.on('line', (line) => {
    const answer = outcome.parse(JSON.parse(line));
    waiting.get(answer.id)?.(answer);
  });
  let last = 0;

  function order(words: readonly string[], { program = '/bin/sh', tenant = '1', memoryMb = 128, killAfterMs }: Attack = {}): Promise<AttackOutcome> {
    last += 1;
    const id = last;
    stdin.write(`${JSON.stringify({ id, tenant, program, arguments: words, memoryMb, killAfterMs: killAfterMs ?? null })}\n`);
    return new Promise((resolve) => waiting.set(id, resolve));
  }

  return {
    folder, reason, isolation, exited, pid: child.pid ?? 0,
    shell: (script: string, attack?: Attack) => order(['-c', script], attack),
    python: (script: string, attack?: Attack) => order(['-c', script], { ...attack, program: '/usr/bin/python3' }),
    run: order,
    kill: () => void child.kill('SIGKILL'),
    async close(): Promise<void> {
      stdin.end();
      await exited;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Owned by who the programs are: the server itself, or where that is root a user for each tenant. */
function makeFolder(isDropped: boolean): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-sandbox-'));
  chmodSync(folder, 0o711);
  for (const tenant of ['1', '2']) {
    mkdirSync(path.join(folder, tenant));
    const owner = isDropped ? ordinaryUser : 200_000 + Number(tenant);
    if (isRoot) chownSync(path.join(folder, tenant), owner, owner);
  }
  if (isDropped) chownSync(folder, ordinaryUser, ordinaryUser);
  return folder;
}

function startHost({ driver, user, through = [] }: HostOptions, { folder, isDropped }: { readonly folder: string; readonly isDropped: boolean }) {
  const [command, ...rest] = [...through, process.execPath, '--conditions=source', '--import', transpiler, fixture, driver, user === 'root' ? 'groups' : 'none', folder];
  // Descriptors that somebody forgot to close, as a server can inherit them.
  const forgotten = openSync('/proc/self/status', 'r');
  const child = spawn(command, rest, {
    env: { PATH: '/usr/bin:/bin', HOME: os.tmpdir(), SECRET: plantedSecret },
    stdio: ['pipe', 'pipe', 'inherit', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', 'ignore', forgotten, 'ignore', forgotten],
    ...(isDropped && { uid: ordinaryUser, gid: ordinaryUser }),
  });
  closeSync(forgotten);
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new Error('the host has no pipes');
  return { child, stdin, stdout };
}
