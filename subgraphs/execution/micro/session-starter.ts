import { DomainError } from '#kernel/errors';
import type { Subject } from '#kernel/principal';
import { requireSandbox } from '#platform/sandbox';
import type { ExecutionFoundation } from '../foundation.ts';
import type { MicroExecution, MicroRuntime } from './micro.ts';
import { createDiskWatch } from './disk-watch.ts';
import type { KernelListener } from './kernel.ts';
import { notInstalled } from './languages.ts';
import { findRuntime, startRuntime, type NativeLanguage } from './native-runtimes.ts';
import { startQuickJsKernel } from './quickjs/quickjs-kernel.ts';
import { startSession, type Session } from './session.ts';

export interface SessionRequest {
  readonly owner: Subject;
  readonly memoryBytes: number;
  readonly idleMs: number;
}

export interface SessionStarterOptions extends Pick<ExecutionFoundation, 'config' | 'sandbox' | 'disk' | 'clock' | 'logger'> {
  readonly onExecuted: (runtime: MicroRuntime, execution: MicroExecution) => void;
}

/**
 * What starts sessions: JavaScript on a thread of the server, the other languages in a sandbox over the workspace of their owner.
 * @throws DomainError NOT_ENABLED, SANDBOX_UNAVAILABLE, DISK_QUOTA_EXCEEDED, UNAVAILABLE
 */
export function createSessionStarter({ config, sandbox: offer, disk, clock, logger, onExecuted }: SessionStarterOptions) {
  const startJavaScript = ({ memoryBytes, ...request }: SessionRequest): Promise<Session> => startSession({
    ...request, clock,
    runtime: 'JAVASCRIPT',
    startKernel: (listener) => startQuickJsKernel({ memoryBytes, listener }),
    onBegin: () => undefined,
    onEnd: (execution) => onExecuted('JAVASCRIPT', execution),
  });

  async function startNative(runtime: NativeLanguage, { memoryBytes, ...request }: SessionRequest): Promise<Session> {
    const { owner } = request;
    const sandbox = requireSandbox(offer);
    const interpreter = await findRuntime(runtime, config.programs);
    if (interpreter === null) throw new DomainError('NOT_ENABLED', notInstalled(runtime), { details: { runtime } });
    await refuseFullDisk(owner);
    const { folder, hostUser } = await disk.folderOf(owner);
    const watch = createDiskWatch({
      limits: disk.limits,
      rescan: () => disk.rescan(owner),
      onExceeded: () => void session.end('disk quota'),
      onFault: (error) => logger.warn({ component: 'micro', err: error }, 'a workspace cannot be measured'),
    });
    const session = await startSession({
      ...request, clock, runtime,
      startKernel: (listener: KernelListener) => startRuntime(runtime, { sandbox, interpreter, workspace: { folder, hostUser }, memoryBytes, listener }),
      onBegin: () => watch.busy(),
      onEnd(execution) {
        watch.idle();
        onExecuted(runtime, execution);
      },
    });
    void session.ended.then(() => watch.close());
    return session;
  }

  async function refuseFullDisk(owner: Subject): Promise<void> {
    const { bytes, files } = await disk.usageOf(owner);
    const { maxBytes, maxFiles } = disk.limits;
    if (bytes <= maxBytes && files <= maxFiles) return;
    throw new DomainError('DISK_QUOTA_EXCEEDED', 'The workspace holds more than it may: delete something first', { details: { what: bytes > maxBytes ? 'bytes' : 'files', maxBytes, maxFiles } });
  }

  return (runtime: MicroRuntime, request: SessionRequest): Promise<Session> => (runtime === 'JAVASCRIPT' ? startJavaScript(request) : startNative(runtime, request));
}
