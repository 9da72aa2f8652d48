import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { connectHost, type HostConnection } from './host-connection.ts';
import type { InvokeRequest, Look, Outcome } from './host-messages.ts';
import type { HostProcess } from './host-process.ts';
import { wasmLimits } from './limits.ts';

/** A function to call. */
export type EngineCall = Omit<InvokeRequest, 'kind' | 'id'>;

/** Bytes that may not be needed: the host keeps modules that it has compiled. */
export type ReadBytes = () => Promise<Uint8Array>;

/** What runs WebAssembly. */
export interface WasmEngine {
  /** Never rejects for what a module does. @throws DomainError UNAVAILABLE when the host ended meanwhile, DEADLINE_EXCEEDED when it had to be ended */
  invoke(call: EngineCall, read: ReadBytes, signal: AbortSignal): Promise<Outcome>;
  /** @throws DomainError as `invoke` */
  inspect(bytes: Uint8Array, signal: AbortSignal): Promise<Look>;
  /** Compiled modules that the host holds, and calls that found theirs among them. */
  cache(): { readonly modules: number; readonly hits: number };
  close(): Promise<void>;
}

export interface WasmEngineOptions {
  readonly startHost: () => Promise<HostProcess>;
  readonly logger: Logger;
}

/** An engine whose host starts with the first call, and again after it has ended. */
export function createWasmEngine(options: WasmEngineOptions): WasmEngine {
  const cache = { modules: 0, hits: 0 };
  const host = keepHost(options, () => (cache.modules = 0));
  let lastId = 0;

  return {
    async invoke(call, read, signal) {
      const request = { kind: 'invoke', id: (lastId += 1), ...call } as const;
      const question = { request, signal, timeoutMs: call.timeoutMs + wasmLimits.compileMs };
      const first = await (await host.connect()).ask(question);
      const reply = first.kind === 'missing' ? await (await host.connect()).ask({ ...question, body: await read() }) : first;
      if (reply.kind !== 'invoked') throw anotherAnswer();
      cache.modules = reply.cachedModules;
      if (reply.isCached) cache.hits += 1;
      return reply.outcome;
    },

    async inspect(bytes, signal) {
      const reply = await (await host.connect()).ask({ request: { kind: 'inspect', id: (lastId += 1) }, signal, timeoutMs: wasmLimits.compileMs, body: bytes });
      if (reply.kind !== 'inspected') throw anotherAnswer();
      return reply.look;
    },

    cache: () => ({ ...cache }),
    close: host.close,
  };
}

const anotherAnswer = (): DomainError => new DomainError('INTERNAL', 'The host of WebAssembly gave an answer to another question');

/** The host that is there, or one that is started. */
interface HostKeeper {
  readonly connect: () => Promise<HostConnection>;
  readonly close: () => Promise<void>;
}

function keepHost({ startHost, logger }: WasmEngineOptions, onEnd: () => void): HostKeeper {
  let current: Promise<HostConnection> | null = null;
  let isClosed = false;
  const forget = (): void => {
    current = null;
    onEnd();
  };
  const start = async (): Promise<HostConnection> => {
    try {
      const connection = connectHost(await startHost(), logger);
      void connection.ended.then(forget);
      return connection;
    } catch (error) {
      forget();
      throw error;
    }
  };

  return {
    async connect() {
      if (isClosed) throw new DomainError('UNAVAILABLE', 'The service is stopping');
      return (current ??= start());
    },
    async close() {
      isClosed = true;
      const connection = await current?.catch(() => null);
      connection?.kill();
      await connection?.ended;
    },
  };
}
