import { Socket } from 'node:net';
import { wasmLimits } from '../limits.ts';
import type { HostReply, HostRequest, InvokeRequest, Look, Outcome } from '../host-messages.ts';
import { readFrames, writeFrame } from '../../frames.ts';
import { createModuleCache } from './module-cache.ts';
import { prepareCall } from './prepare-call.ts';
import type { ReadyModule } from './tasks.ts';
import { createWorkerPool, type WorkerEnd } from './worker-pool.ts';

// The program that runs WebAssembly, in a process of its own. It is asked over descriptor 5 and ends with it.
const channel = new Socket({ fd: 5 });
const pool = createWorkerPool();
const cache = createModuleCache(2 * wasmLimits.moduleBytes);
/** A module takes some memory however small it is. */
const leastModuleBytes = 65_536;
const running = new Map<number, AbortController>();

const reply = (message: HostReply): void => writeFrame(channel, message);
const boundsOf = (memoryPages: number) => ({ memoryPages, tableElements: wasmLimits.tableElements });
const keyOf = ({ sha256, memoryPages }: InvokeRequest): string => `${sha256} ${memoryPages}`;

async function invoke(request: InvokeRequest, body: Buffer, signal: AbortSignal): Promise<HostReply> {
  const { id } = request;
  const cached = cache.get(keyOf(request));
  if (cached === undefined && body.length === 0) return { kind: 'missing', id };
  const ready = cached ?? (await compile(request, body, signal));
  const outcome = 'status' in ready ? ready : await call(ready, request, signal);
  return { kind: 'invoked', id, outcome, isCached: cached !== undefined, cachedModules: cache.size };
}

async function compile(request: InvokeRequest, body: Buffer, signal: AbortSignal): Promise<ReadyModule | Outcome> {
  const end = await pool.run({ task: { kind: 'compile', bytes: new Uint8Array(body), bounds: boundsOf(request.memoryPages) }, timeoutMs: wasmLimits.compileMs, signal });
  if (end.kind === 'refused') return { status: 'refused', field: 'module', reason: end.reason };
  if (end.kind === 'timed-out' || end.kind === 'out-of-memory') return { status: 'refused', field: 'module', reason: 'is too much to compile' };
  if (end.kind !== 'compiled') return withoutAnswer(end);
  cache.set(keyOf(request), end.ready, Math.max(body.length, leastModuleBytes));
  return end.ready;
}

async function call(ready: ReadyModule, request: InvokeRequest, signal: AbortSignal): Promise<Outcome> {
  const prepared = prepareCall(ready, request, wasmLimits.outputBytes);
  if ('status' in prepared) return prepared;
  const end = await pool.run({ task: { kind: 'call', call: prepared }, timeoutMs: request.timeoutMs, signal });
  return end.kind === 'called' ? end.outcome : withoutAnswer(end);
}

function withoutAnswer({ kind }: WorkerEnd): Outcome {
  if (kind === 'out-of-memory') return { status: 'trapped', reason: 'out of memory' };
  return { status: kind === 'timed-out' || kind === 'cancelled' ? kind : 'failed' };
}

async function inspect(id: number, body: Buffer, signal: AbortSignal): Promise<HostReply> {
  const task = { kind: 'inspect', bytes: new Uint8Array(body), bounds: boundsOf(wasmLimits.memoryPages.max) } as const;
  const end = await pool.run({ task, timeoutMs: wasmLimits.compileMs, signal });
  return { kind: 'inspected', id, look: toLook(end) };
}

function toLook(end: WorkerEnd): Look {
  if (end.kind === 'cancelled') return { status: 'cancelled' };
  if (end.kind !== 'inspected') return { status: 'timed-out' };
  return end.inspection === null ? { status: 'invalid' } : { status: 'inspected', inspection: end.inspection };
}

async function answer(request: HostRequest, body: Buffer): Promise<void> {
  const { id } = request;
  if (request.kind === 'cancel') return running.get(id)?.abort();
  const controller = new AbortController();
  running.set(id, controller);
  const message = await (request.kind === 'invoke' ? invoke(request, body, controller.signal) : inspect(id, body, controller.signal));
  running.delete(id);
  reply(message);
}

channel.on('close', () => process.exit(0)).on('error', () => process.exit(0));
readFrames(channel, {
  maxHeadBytes: Infinity,
  maxBodyBytes: wasmLimits.moduleBytes,
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the server, which wrote it, is this product in the same version
  onFrame: (head, body) => void answer(head as HostRequest, body),
  onViolation: () => process.exit(1),
});
