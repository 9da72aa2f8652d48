import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Cages } from './cages/cage.ts';
import { openCages } from './cages/open-cages.ts';
import { createPlainCages } from './cages/plain-cages.ts';
import { createBwrapDriver } from './drivers/bwrap.ts';
import type { Driver } from './drivers/driver.ts';
import { createUnshareDriver } from './drivers/unshare.ts';
import { readHostLayout } from './host-layout.ts';
import { newOwnerName } from './owner.ts';
import { probe } from './probe.ts';
import { createRunningSandboxes } from './running-sandboxes.ts';
import type { Sandbox, SandboxDriverName } from './sandbox.ts';
import { createFilter } from './seccomp/filter.ts';
import { sweepProcesses } from './sweep-processes.ts';

/** The sandbox of this machine, or why there is none. */
export type SandboxOffer = { readonly sandbox: Sandbox } | { readonly sandbox: null; readonly reason: string };

export interface SandboxOptions {
  /** `auto` takes the best that works. */
  readonly driver: SandboxDriverName | 'auto' | 'none';
  /** Where what a sandbox needs of the host is kept; it is made. */
  readonly folder: string;
  readonly logger: Logger;
  /** False does without control groups where there are some. */
  readonly controlGroups?: boolean;
}

const places = ['/usr/bin/bwrap', '/usr/local/bin/bwrap', '/bin/bwrap'];
const install = 'install it with `apt-get install bubblewrap`';

/** Tries the drivers that may be used, by running a program in each, and gives the first that isolates. Sweeps away what dead servers left. */
export async function createSandbox(options: SandboxOptions): Promise<SandboxOffer> {
  const { driver, logger } = options;
  if (driver === 'none') return { sandbox: null, reason: 'it is switched off by EXEC_DRIVER=none' };
  if (process.platform !== 'linux') return { sandbox: null, reason: `programs are isolated on Linux only, and this is ${process.platform}` };
  const owner = newOwnerName();
  const orphans = sweepProcesses();
  const { cages, swept } = options.controlGroups === false ? { cages: createPlainCages(), swept: 0 } : await openCages(owner);
  if (orphans + swept > 0) logger.warn({ component: 'sandbox', processes: orphans, sandboxes: swept }, 'swept away sandboxes that a dead server left');
  const reasons: string[] = [];
  for (const name of driver === 'auto' ? (['bwrap', 'unshare'] as const) : [driver]) {
    try {
      return { sandbox: await openSandbox({ ...options, name, cages, owner, reason: reasons[0] ?? null }) };
    } catch (error) {
      reasons.push(`${name}: ${reasonOf(error)}`);
    }
  }
  await cages.close();
  return { sandbox: null, reason: reasons.join('; ') };
}

/** The sandbox that is offered. @throws DomainError SANDBOX_UNAVAILABLE with the reason */
export function requireSandbox(offer: SandboxOffer): Sandbox {
  if (offer.sandbox !== null) return offer.sandbox;
  throw new DomainError('SANDBOX_UNAVAILABLE', 'This machine offers no sandbox to run programs in', { details: { reason: offer.reason } });
}

interface OpenOptions extends SandboxOptions {
  readonly name: SandboxDriverName;
  readonly cages: Cages;
  readonly owner: string;
  /** Why there is no better driver. */
  readonly reason: string | null;
}

async function openSandbox({ name, cages, owner, reason, folder, logger }: OpenOptions): Promise<Sandbox> {
  const countsMemory = cages.memory !== 'rlimit-watchdog';
  const driver = name === 'bwrap' ? await bwrapDriver(folder, countsMemory) : createUnshareDriver({ layout: readHostLayout(), countsMemory });
  const running = createRunningSandboxes({ driver, cages, owner, logger });
  try {
    const isolation = await probe({ start: (spec) => running.start(spec), memory: cages.memory });
    logger.info({ component: 'sandbox', driver: name, ...isolation }, 'programs run in a sandbox');
    return { driver: name, reason, isolation, start: (spec) => running.start(spec), close };
  } catch (error) {
    await running.close();
    throw error;
  }
  async function close(): Promise<void> {
    await running.close();
    await cages.close();
  }
}

async function bwrapDriver(folder: string, countsMemory: boolean): Promise<Driver> {
  const bwrap = places.find((place) => existsSync(place));
  if (bwrap === undefined) throw new Error(`bubblewrap is not installed; ${install}`);
  const { arch } = process;
  if (arch !== 'x64' && arch !== 'arm64') throw new Error(`there is no filter of system calls for ${arch}`);
  const filter = path.join(folder, `system-calls-${countsMemory ? 'counted' : 'uncounted'}.bpf`);
  await mkdir(folder, { recursive: true });
  await writeFile(`${filter}.${process.pid}`, createFilter({ processor: arch, countsMemory }), { mode: 0o600 });
  await rename(`${filter}.${process.pid}`, filter);
  return createBwrapDriver({ bwrap, filter, layout: readHostLayout(), countsMemory });
}

/** The message that says most: under a refusal of ours lies what the driver wrote. */
function reasonOf(error: unknown): string {
  const cause = DomainError.isInstance(error) ? error.cause : error;
  return cause instanceof Error && cause.message !== '' ? cause.message : 'a program could not be started in it';
}
