import { readlinkSync } from 'node:fs';
import { text } from 'node:stream/consumers';
import type { MemoryEnforcement, SandboxIsolation, SandboxProcess, SandboxSpec } from './sandbox.ts';

/** Prints what a program can see of its own isolation. */
const questions = 'cat /proc/self/status; for name in user pid net mnt ipc; do echo "$name $(readlink /proc/self/ns/$name)"; done';

const limits = { memoryBytes: 128 * 1024 * 1024, processes: 32, cpuSeconds: 10, fileBytes: 1024 * 1024, openFiles: 64, temporaryBytes: 1024 * 1024 };
const probeSpec: SandboxSpec = { program: '/bin/sh', arguments: ['-c', questions], workspace: null, limits };

export interface ProbeOptions {
  readonly start: (spec: SandboxSpec) => Promise<SandboxProcess>;
  readonly memory: MemoryEnforcement;
}

/** Runs a program in a sandbox and reads from inside how isolated it is. @throws Error that says what is missing */
export async function probe({ start, memory }: ProbeOptions): Promise<SandboxIsolation> {
  const program = await start(probeSpec);
  program.stdin.end();
  const [answers, complaints, { exitCode }] = await Promise.all([text(program.stdout), text(program.stderr), program.ended]);
  if (exitCode !== 0) throw new Error(complaints.trim() === '' ? `a program in it ended with status ${exitCode ?? 'none'}` : complaints.trim());
  const status = (field: string): string => new RegExp(`^${field}:\\s+(\\S+)`, 'mu').exec(answers)?.[1] ?? '';
  const isApart = (namespace: string): boolean => {
    const within = new RegExp(`^${namespace} (\\S+)`, 'mu').exec(answers)?.[1];
    return within !== undefined && within !== readlinkSync(`/proc/self/ns/${namespace}`);
  };
  const walls = { 'a user namespace': isApart('user'), 'a process namespace': isApart('pid'), 'a network namespace': isApart('net'), 'a mount namespace': isApart('mnt'), 'an IPC namespace': isApart('ipc'), 'no new privileges': status('NoNewPrivs') === '1', 'no capabilities': /^0+$/u.test(status('CapEff')) };
  const missing = Object.entries(walls).filter(([, stands]) => !stands).map(([name]) => name);
  if (missing.length > 0) throw new Error(`a program in it has not got: ${missing.join(', ')}`);
  return { userNamespace: true, processNamespace: true, networkNamespace: true, seccomp: status('Seccomp') === '2', memory, hostUserPerTenant: process.getuid?.() === 0 };
}
