import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Cages } from './cages/cage.ts';
import type { Driver } from './drivers/driver.ts';
import { createLauncherPool } from './launcher-pool.ts';
import { startLauncher, type Launcher } from './launcher.ts';
import type { SandboxProcess, SandboxSpec } from './sandbox.ts';
import { startProgram } from './start-program.ts';

export interface RunningOptions {
  readonly driver: Driver;
  readonly cages: Cages;
  readonly owner: string;
  readonly logger: Logger;
}

/** The sandboxes of one driver that are there now. */
export interface RunningSandboxes {
  /** @throws DomainError SANDBOX_UNAVAILABLE */
  start(spec: SandboxSpec): Promise<SandboxProcess>;
  /** Ends all of them. */
  close(): Promise<void>;
}

/** How many first processes wait for another program of the same user, and for how long. */
const waiting = 4;
const idleMs = 60_000;
/**
 * How long after the end of a program the first process for the next one is started. While a process is put into a control group, the kernel lets nobody fork or exit:
 * up to 15 ms that no program should spend waiting.
 */
const refillMs = 2;
/** The host user of programs without a workspace, where the server is root; tenants have theirs from 200000 up. */
const nobodysUser = 199_999;

const isRoot = process.getuid?.() === 0;
const hostUserOf = ({ workspace }: SandboxSpec): number | null => (isRoot ? (workspace?.hostUser ?? nobodysUser) : null);

/** No sandboxes yet. */
export function createRunningSandboxes({ driver, cages, owner, logger }: RunningOptions): RunningSandboxes {
  const running = new Set<Promise<unknown>>();
  const programs = new Set<SandboxProcess>();
  let isClosed = false;
  const pool = createLauncherPool({
    size: waiting,
    idleMs,
    start: (hostUser) => startLauncher({ driver, hostUser, cages, owner }),
    onFault: (error) => logger.warn({ component: 'sandbox', err: error }, 'the first process of a sandbox cannot be started'),
  });

  async function take(hostUser: number | null): Promise<Launcher> {
    if (isClosed) throw new DomainError('SANDBOX_UNAVAILABLE', 'The sandbox is closed', { details: { reason: 'the server is stopping' } });
    return pool.take(hostUser).catch((cause: unknown) => {
      throw new DomainError('SANDBOX_UNAVAILABLE', 'No sandbox could be started', { details: { reason: 'the system starts no process' }, cause });
    });
  }

  async function start(spec: SandboxSpec): Promise<SandboxProcess> {
    const hostUser = hostUserOf(spec);
    const launcher = await take(hostUser);
    const program = await startProgram(spec, { launcher, driver, cages, logger });
    programs.add(program);
    void program.ended.finally(() => {
      programs.delete(program);
      setTimeout(() => pool.addFor(hostUser), refillMs);
    });
    if (isClosed) program.kill();
    return program;
  }

  return {
    start(spec) {
      const started = start(spec);
      const over = started.then(({ ended }) => ended).catch(() => undefined).finally(() => running.delete(over));
      running.add(over);
      return started;
    },
    async close() {
      isClosed = true;
      for (const program of programs) program.kill();
      await Promise.all(running);
      await pool.close();
    },
  };
}
