import { constants } from 'node:os';
import { text } from 'node:stream/consumers';
import type { Logger } from '#kernel/logging';
import { DomainError } from '#kernel/errors';
import type { Cages, CageUsage } from './cages/cage.ts';
import type { Driver } from './drivers/driver.ts';
import type { ExitStatus, Launcher } from './launcher.ts';
import type { SandboxEnd, SandboxEndReason, SandboxProcess, SandboxSpec } from './sandbox.ts';
import { watch } from './watch.ts';

export interface ProgramParts {
  readonly launcher: Launcher;
  readonly driver: Driver;
  readonly cages: Cages;
  readonly logger: Logger;
}

const setUpMs = 10_000;

/** Makes the sandbox of a spec out of a launcher. Resolves when it is set up and becomes the program. @throws DomainError SANDBOX_UNAVAILABLE */
export async function startProgram(spec: SandboxSpec, { launcher, driver, cages, logger }: ProgramParts): Promise<SandboxProcess> {
  const { cage, orders, stdin, stdout, stderr, channel, exited } = launcher;
  let endedBy: SandboxEndReason | null = null;
  let hasEnded = false;
  const end = (reason: SandboxEndReason): void => {
    if (hasEnded) return;
    endedBy ??= reason;
    launcher.kill();
  };

  await setUp(spec, { launcher, send: () => orders.end(driver.ordersFor(spec)), logger });
  const startedAt = performance.now();
  const stopWatching = watch({ cage, limits: spec.limits, lookMs: cages.lookMs, boundsMemory: cages.memory === 'rlimit-watchdog', end });
  if (spec.channel !== true) channel.destroy();

  const ended = exited.then(async (status): Promise<SandboxEnd> => {
    hasEnded = true;
    const wallMs = performance.now() - startedAt;
    stopWatching();
    const usage = cage.usage();
    await cage.release();
    return { ...endOf(status, endedBy, usage), usage: { wallMs, cpuMs: usage.cpuMs, maxRssBytes: usage.peakBytes } };
  });
  return {
    stdin, stdout, stderr, ended,
    channel: spec.channel === true ? channel : null,
    memoryBytes: async () => (hasEnded ? null : cage.usage().memoryBytes),
    kill: () => end('killed'),
  };
}

async function setUp({ limits }: SandboxSpec, { launcher, send, logger }: Pick<ProgramParts, 'launcher' | 'logger'> & { readonly send: () => void }): Promise<void> {
  const timer = setTimeout(() => launcher.kill(), setUpMs);
  try {
    launcher.cage.bound(limits);
    send();
    await launcher.ready;
  } catch (cause) {
    launcher.kill();
    const [said] = await Promise.all([text(launcher.stderr), launcher.exited]);
    await launcher.cage.release();
    logger.warn({ component: 'sandbox', err: cause, said }, 'a sandbox could not be set up');
    throw new DomainError('SANDBOX_UNAVAILABLE', 'The sandbox could not be set up', { details: { reason: 'it could not be set up; the log says more' }, cause: new Error(said.trim(), { cause }) });
  } finally {
    clearTimeout(timer);
  }
}

/** Inside stands a process that speaks of signals as shells do: 128 and the number. */
function endOf({ code, signal }: ExitStatus, endedBy: SandboxEndReason | null, { outOfMemory }: CageUsage): Pick<SandboxEnd, 'reason' | 'exitCode' | 'signal'> {
  if (endedBy !== null) return { reason: endedBy, exitCode: null, signal: 'SIGKILL' };
  const ofProgram = signal ?? signalNames.get((code ?? 0) - 128) ?? null;
  return { reason: outOfMemory > 0 && code !== 0 ? 'out-of-memory' : 'exit', exitCode: ofProgram === null ? code : null, signal: ofProgram };
}

/** Of two names for one number the usual one comes first, and stays. */
const signalNames = new Map<number, string>(Object.entries(constants.signals).reverse().map(([name, number]) => [number, name]));
