import { randomBytes } from 'node:crypto';
import type { z } from 'zod';
import { DomainError } from '#kernel/errors';
import type { Sandbox, SandboxProcess, SandboxSpec } from '#platform/sandbox';
import { readFrames, writeFrame } from '../frames.ts';
import { kernelMessage } from './kernel-messages.ts';
import type { Kernel, KernelEnd, KernelListener, KernelOutcome } from './kernel.ts';
import { microLimits } from './limits.ts';
import { readMarked } from './marked-outputs.ts';
import { toMimeBundle } from './mime-bundle.ts';

export interface NativeKernelOptions {
  readonly sandbox: Sandbox;
  readonly spec: SandboxSpec;
  readonly listener: KernelListener;
  /** Whether an abort of the program means that its memory is used up. */
  readonly abortsWithoutMemory: boolean;
}

/** How long marks may take after a kernel has said that it is done; they fail to come only when code has tampered with its kernel. */
const markPatienceMs = 500;
/** Of messages in one execution; a kernel of ours sends far fewer. */
const maxFrames = 1_024;
const maxHeadBytes = 262_144;
/** Two names of one signal. */
const abortSignals = new Set(['SIGABRT', 'SIGIOT']);

/**
 * Starts a kernel in a sandbox of its own and waits until it is ready.
 * @throws DomainError SANDBOX_UNAVAILABLE when it cannot be started, UNAVAILABLE when it does not get ready
 */
export async function startNativeKernel({ sandbox, spec, listener, abortsWithoutMemory }: NativeKernelOptions): Promise<Kernel> {
  const child = await sandbox.start({ ...spec, channel: true });
  child.stdin.on('error', () => undefined).end();
  let fault: KernelEnd | null = null;
  const fail = (reason: KernelEnd): void => {
    fault ??= reason;
    child.kill();
  };
  const ended = child.ended.then(({ reason, signal }): KernelEnd => {
    if (fault !== null) return fault;
    const isAbort = signal !== null && abortSignals.has(signal);
    return reason === 'out-of-memory' || (abortsWithoutMemory && isAbort) ? 'out of memory' : 'exited';
  });
  const conversation = converse(child, { listener, fail });
  return {
    version: await readiness({ child, ended, ready: conversation.ready }),
    ended,
    execute: conversation.execute,
    interrupt: conversation.interrupt,
    kill: () => child.kill(),
    memoryBytes: () => child.memoryBytes(),
  };
}

interface Conversation {
  /** The version of the language. */
  readonly ready: Promise<string>;
  readonly execute: Kernel['execute'];
  readonly interrupt: Kernel['interrupt'];
}

/** Speaks with a kernel over its channel and reads what it writes. */
function converse(child: SandboxProcess, { listener, fail }: { readonly listener: KernelListener; readonly fail: (reason: KernelEnd) => void }): Conversation {
  const { channel } = child;
  if (channel === null) throw new DomainError('INTERNAL', 'The sandbox has opened no channel');
  channel.on('error', () => undefined);
  const outputs = readMarked([
    { stream: child.stdout, onText: (text) => listener.onText('STDOUT', text) },
    { stream: child.stderr, onText: (text) => listener.onText('STDERR', text) },
  ]);
  let current: { readonly id: string; readonly done: (outcome: KernelOutcome) => void } | null = null;
  let onReady: ((version: string) => void) | null = null;
  let frames = 0;
  let bytes = 0;

  const onMessage = (message: z.infer<typeof kernelMessage>, body: Buffer): void => {
    if (message.kind === 'ready') return onReady?.(message.version);
    if (message.id !== current?.id) return;
    const bundle = toMimeBundle(contentsOf(message.contents, body));
    if (message.kind === 'done') current.done({ status: message.status, result: bundle, error: message.error ?? null, truncated: message.truncated });
    else if (bundle !== null) listener.onDisplay(bundle, body.length);
  };
  readFrames(channel, {
    maxHeadBytes,
    maxBodyBytes: microLimits.messageBytes,
    onViolation: () => fail('protocol violation'),
    onFrame(head, body) {
      frames += 1;
      bytes += body.length;
      const { success, data } = kernelMessage.safeParse(head);
      if (!success) fail('protocol violation');
      else if (frames > maxFrames || bytes > 4 * microLimits.displayBytes) fail('output limit');
      else onMessage(data, body);
    },
  });

  return {
    ready: new Promise((resolve) => (onReady = resolve)),
    async execute(code) {
      const [id, nonce] = [randomBytes(8).toString('hex'), randomBytes(16).toString('hex')];
      frames = bytes = 0;
      const marked = outputs.expect(`\0${nonce}\0`);
      const outcome = await new Promise<KernelOutcome>((done) => {
        current = { id, done };
        writeFrame(channel, { kind: 'execute', id, nonce }, code);
      });
      current = null;
      await within(marked, markPatienceMs);
      outputs.resume();
      return outcome;
    },
    interrupt() {
      if (current !== null) writeFrame(channel, { kind: 'interrupt', id: current.id });
    },
  };
}

/** The kinds and contents that a body consists of. */
function* contentsOf(contents: readonly (readonly [kind: string, size: number])[], body: Buffer): Iterable<[string, string]> {
  let offset = 0;
  for (const [kind, size] of contents) {
    yield [kind, body.toString('utf8', offset, offset + size)];
    offset += size;
  }
}

/** Waits for a promise, but no longer than that. */
async function within(promise: Promise<unknown>, milliseconds: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  await Promise.race([promise, new Promise((resolve) => (timer = setTimeout(resolve, milliseconds)))]);
  clearTimeout(timer);
}

/** The version, as soon as the kernel is ready. @throws DomainError UNAVAILABLE */
async function readiness({ child, ended, ready }: { readonly child: SandboxProcess; readonly ended: Promise<KernelEnd>; readonly ready: Promise<string> }): Promise<string> {
  let version: string | undefined;
  await within(Promise.race([ended, ready.then((said) => (version = said))]), microLimits.startMs);
  if (version !== undefined) return version;
  child.kill();
  const reason = await ended;
  throw new DomainError('UNAVAILABLE', 'The session did not get ready', { details: { reason } });
}
