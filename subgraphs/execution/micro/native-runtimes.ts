import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Sandbox, SandboxSpec } from '#platform/sandbox';
import type { MicroRuntime } from './micro.ts';
import { findInterpreter, type Interpreter } from './interpreters.ts';
import type { Kernel, KernelListener } from './kernel.ts';
import { microLimits } from './limits.ts';
import { startNativeKernel } from './native-kernel.ts';

/** A language whose kernel runs in a sandbox. */
export type NativeLanguage = Exclude<MicroRuntime, 'JAVASCRIPT'>;

interface NativeRuntime {
  readonly name: string;
  readonly candidates: (programs: readonly string[]) => readonly string[];
  readonly arguments: (memoryBytes: number) => readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Makes it print its version alone. */
  readonly versionArguments: readonly string[];
  /** Whether it aborts when its heap is full. */
  readonly abortsWithoutMemory: boolean;
}

// Kernels travel as arguments: so nothing of this installation has to be readable in a sandbox.
const source = (name: string): string => readFileSync(new URL(`./kernels/${name}`, import.meta.url), 'utf8');
const { messageBytes, jsonBytes, displays, displayBytes } = microLimits;
const pythonStart = 'import sys; exec(compile(sys.argv.pop(1), "<kernel>", "exec"), {"__name__": "kernel"})';
const nodeLimits = JSON.stringify({ maxBody: messageBytes, maxJson: jsonBytes, maxDisplays: displays, maxShown: displayBytes });
const heapMebibytes = (memoryBytes: number): number => Math.floor((memoryBytes * 0.75) / 1024 / 1024);

/** The languages that need a sandbox. */
export const nativeRuntimes: Readonly<Record<NativeLanguage, NativeRuntime>> = {
  PYTHON: {
    name: 'Python 3',
    candidates: (programs) => ['/usr/bin/python3', '/usr/local/bin/python3', ...programs.filter((program) => path.basename(program).startsWith('python3')), '/opt/conda/bin/python3'],
    arguments: () => ['-I', '-B', '-c', pythonStart, source('kernel.py'), ...[messageBytes, jsonBytes, displays, displayBytes].map(String)],
    environment: { MPLBACKEND: 'Agg', MPLCONFIGDIR: '/tmp' },
    versionArguments: ['-I', '-c', 'import platform; print(platform.python_version())'],
    abortsWithoutMemory: false,
  },
  NODE: {
    name: 'Node.js',
    candidates: () => [process.execPath],
    // What Node holds beside its heap needs a quarter. An interrupted timer leaves the books of async_hooks wrong, which is no reason to end.
    arguments: (memoryBytes) => [`--max-old-space-size=${heapMebibytes(memoryBytes)}`, '--no-force-async-hooks-checks', '-e', source('kernel.cjs'), source('control.cjs'), nodeLimits],
    environment: {},
    versionArguments: ['-p', 'process.versions.node'],
    abortsWithoutMemory: true,
  },
};

/** The program of a language; null when it is not installed. */
export const findRuntime = (language: NativeLanguage, programs: readonly string[]): Promise<Interpreter | null> => findInterpreter(nativeRuntimes[language].candidates(programs));

const limitsOf = (memoryBytes: number): SandboxSpec['limits'] => {
  const { processes, fileBytes, openFiles, temporaryBytes, lifetimeMs } = microLimits;
  return { memoryBytes, processes, fileBytes, openFiles, temporaryBytes, cpuSeconds: (2 * lifetimeMs) / 1_000 };
};

export interface RuntimeStart {
  readonly sandbox: Sandbox;
  readonly interpreter: Interpreter;
  readonly workspace: SandboxSpec['workspace'];
  readonly memoryBytes: number;
  readonly listener: KernelListener;
}

/** Starts the kernel of a language. @throws DomainError SANDBOX_UNAVAILABLE, UNAVAILABLE */
export function startRuntime(language: NativeLanguage, { sandbox, interpreter, workspace, memoryBytes, listener }: RuntimeStart): Promise<Kernel> {
  const { environment, abortsWithoutMemory, arguments: argumentsFor } = nativeRuntimes[language];
  const spec = { ...interpreter, arguments: argumentsFor(memoryBytes), environment, workspace, limits: limitsOf(memoryBytes) };
  return startNativeKernel({ sandbox, spec, listener, abortsWithoutMemory });
}

const versionMs = 10_000;
const versionBytes = 64;

/** What a language says of its version, in a sandbox; null when it does not work there. */
export async function readVersion(language: NativeLanguage, { sandbox, interpreter }: Pick<RuntimeStart, 'sandbox' | 'interpreter'>): Promise<string | null> {
  const spec = { ...interpreter, arguments: nativeRuntimes[language].versionArguments, workspace: null, limits: limitsOf(microLimits.memoryBytes[language].default) };
  const child = await sandbox.start(spec);
  const timer = setTimeout(() => child.kill(), versionMs).unref();
  child.stdin.on('error', () => undefined).end();
  child.stderr.resume();
  let said = '';
  child.stdout.on('data', (chunk: Buffer) => (said = (said + chunk.toString('latin1')).slice(0, versionBytes)));
  const { exitCode } = await child.ended;
  clearTimeout(timer);
  return exitCode === 0 && /^[\d.]+\s*$/u.test(said) ? said.trim() : null;
}
