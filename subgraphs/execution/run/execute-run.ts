import type { Readable } from 'node:stream';
import type { Logger } from '#kernel/logging';
import type { Subject } from '#kernel/principal';
import type { Sandbox, SandboxEnd } from '#platform/sandbox';
import type { TenantDisk } from '#platform/tenant-disk';
import type { KeptOutput, OutputPiece, OutputStream } from './kept-output.ts';
import { runLimits } from './limits.ts';
import { watchQuota } from './quota-watch.ts';
import type { RunOrder } from './run-input.ts';
import type { RunState } from './run-repository.ts';

export interface Execution {
  readonly program: string;
  readonly order: RunOrder;
  readonly tenant: Subject;
  readonly sandbox: Sandbox;
  readonly disk: TenantDisk;
  readonly output: KeptOutput;
  /** Ends the program. */
  readonly stop: AbortSignal;
  readonly onStarted: () => void;
  readonly onWritten: (piece: OutputPiece) => void;
  readonly logger: Logger;
}

/** How a program ended. */
export interface RunOutcome extends Pick<SandboxEnd, 'exitCode' | 'signal' | 'usage'> {
  readonly state: RunState;
}

/** Runs a program over the workspace of a tenant, within all limits. @throws DomainError SANDBOX_UNAVAILABLE */
export async function executeRun(execution: Execution): Promise<RunOutcome> {
  const { program, order, tenant, sandbox, disk, output, stop, onStarted, onWritten, logger } = execution;
  const process = await sandbox.start({
    program,
    arguments: order.arguments,
    workspace: await disk.folderOf(tenant),
    workingDirectory: order.workingDirectory,
    limits: { ...runLimits, memoryBytes: order.memoryBytes, cpuSeconds: Math.ceil(order.timeoutMs / 1_000) + 1 },
  });
  onStarted();
  const reasons: RunState[] = [];
  const end = (state: RunState): void => {
    reasons.push(state);
    process.kill();
  };
  const cancel = (): void => end('CANCELLED');
  const take = (stream: OutputStream) => (bytes: Buffer): void => {
    const text = output.add(stream, bytes);
    if (text !== '') onWritten({ stream, text });
    if (output.totalBytes > runLimits.floodBytes) end('OUTPUT_LIMIT');
  };
  const timer = setTimeout(() => end('TIMED_OUT'), order.timeoutMs);
  const stopWatching = watchQuota({ disk, tenant, onExceeded: () => end('DISK_QUOTA'), onFault: (error) => logger.warn({ component: 'execution', err: error }, 'a workspace cannot be measured') });
  stop.addEventListener('abort', cancel, { once: true });
  if (stop.aborted) cancel();
  process.stdin.end(order.stdin);
  const [ended] = await Promise.all([process.ended, drained(process.stdout, take('STDOUT')), drained(process.stderr, take('STDERR'))]);
  clearTimeout(timer);
  stopWatching();
  stop.removeEventListener('abort', cancel);
  for (const stream of ['STDOUT', 'STDERR'] as const) {
    const text = output.isTruncated ? '' : output.finish(stream);
    if (text !== '') onWritten({ stream, text });
  }
  return { state: reasons[0] ?? stateOf(ended), exitCode: ended.exitCode, signal: ended.signal, usage: ended.usage };
}

function stateOf({ reason }: SandboxEnd): RunState {
  if (reason === 'exit') return 'EXITED';
  // Beside us only its watch ends a sandbox: for the processor time of all its processes together.
  return reason === 'out-of-memory' ? 'OUT_OF_MEMORY' : 'TIMED_OUT';
}

/** Every process that could write is gone when the sandbox is, so this comes to an end. */
const drained = (stream: Readable, take: (bytes: Buffer) => void): Promise<void> => new Promise((resolve) => {
  stream.on('data', take);
  stream.once('close', resolve);
});
