import { systemClock, type Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import { createSingleWriter, type Database, type SingleWriter } from '#kernel/database';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import type { SandboxOffer } from '#platform/sandbox';
import type { TenantDisk } from '#platform/tenant-disk';
import type { ExecutionContext, ExecutionServices } from './context.ts';
import type { ExecutionFoundation } from './foundation.ts';
import { createMicroService } from './micro/index.ts';
import { resolvers } from './resolvers/index.ts';
import { createRunService } from './run/index.ts';
import { createWasmService } from './wasm/index.ts';

export interface ExecutionOptions {
  readonly config: Config['execution'];
  readonly database: Pick<Database, 'prisma' | 'pool' | 'url'>;
  /** What `createSandbox` gave. */
  readonly sandbox: SandboxOffer;
  /** The one that the workspace domain uses too. */
  readonly disk: TenantDisk;
  readonly metrics: Metrics;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** The execution domain. */
export interface ExecutionSubgraph extends Subgraph {
  /**
   * Begins to execute, as the only process of this database, and takes over when another one has ended: it goes on trying until it is stopped.
   * @throws DomainError UNAVAILABLE when that takes longer than `patienceMs` milliseconds
   */
  start(options?: { readonly patienceMs?: number }): Promise<void>;
  /** True while this process is the one that executes. */
  ready(): boolean;
  /** Ends every run and session. */
  stop(): Promise<void>;
}

/** Programs, WebAssembly and micro sessions of users, over their workspaces. */
export function createExecutionSubgraph(options: ExecutionOptions): ExecutionSubgraph {
  const { database, logger, clock = systemClock } = options;
  let isServing = false;
  let writer: SingleWriter | undefined;
  const requireServing = (): void => {
    if (!isServing) throw new DomainError('UNAVAILABLE', 'Another process executes for this database');
  };
  const foundation: ExecutionFoundation = { ...options, clock, requireServing };
  const services: ExecutionServices = { runs: createRunService(foundation), wasm: createWasmService(foundation), micro: createMicroService(foundation) };

  return {
    name: 'execution',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): ExecutionContext => ({ ...base, ...services }),

    async start({ patienceMs = 10_000 } = {}) {
      writer = createSingleWriter({
        url: database.url,
        name: 'execution',
        logger,
        onTaken: async () => {
          await services.runs.start();
          isServing = true;
        },
        onLost: () => (isServing = false),
      });
      if (await writer.taken(patienceMs)) return;
      throw new DomainError('UNAVAILABLE', 'Another process executes for this database: programs, WebAssembly and micro sessions live in one process', { cause: writer.fault() });
    },

    ready: () => isServing,

    async stop() {
      await Promise.all([services.runs.close(), services.wasm.close(), services.micro.close()]);
      await writer?.close();
    },
  };
}
