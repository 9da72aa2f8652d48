import path from 'node:path';
import type { ExecutionFoundation } from '../foundation.ts';
import { createCallService, type CallService } from './call-service.ts';
import { createWasmEngine } from './engine.ts';
import { createFairQueue } from '../fair-queue.ts';
import { startHostProcess } from './host-process.ts';
import { installHostProgram, type HostProgram } from './host-program.ts';
import { wasmLimits } from './limits.ts';
import { createModuleRepository } from './module-repository.ts';
import { createModuleService, type ModuleService } from './module-service.ts';
import { createModuleStore } from './module-store.ts';
import { refuse } from './refuse.ts';
import { describeEngine, type WasmSettings } from './settings.ts';

/** WebAssembly. */
export interface WasmService extends CallService, ModuleService {
  settings(): WasmSettings;
  close(): Promise<void>;
}

/** What of the foundation is used here. */
type WasmFoundation = Pick<ExecutionFoundation, 'database' | 'sandbox' | 'requireServing' | 'clock' | 'logger'> & { readonly config: Pick<ExecutionFoundation['config'], 'folder'> };

/** The service of WebAssembly. Its host starts with the first call. */
export function createWasmService({ config, database, sandbox: { sandbox }, requireServing, clock, logger }: WasmFoundation): WasmService {
  const folder = path.join(config.folder, 'wasm');
  let program: Promise<HostProgram> | undefined;
  const engine = createWasmEngine({
    logger,
    startHost: async () => startHostProcess({ sandbox, logger, program: await (program ??= installHostProgram(folder)) }),
  });
  const queue = createFairQueue({ running: wasmLimits.workers, runningPerOwner: wasmLimits.workers, waiting: wasmLimits.waiting, waitingPerOwner: wasmLimits.waitingPerUser });
  const calls = createCallService({ engine, queue, requireServing, choose: (caller, input) => modules.choose(caller, input) });
  const modules: ModuleService = createModuleService({
    repository: createModuleRepository(database),
    store: createModuleStore(path.join(folder, 'modules')),
    clock,
    async requireRunnable(caller, chosen) {
      const { accepted, reason } = await calls.inspect(caller, chosen);
      if (!accepted) refuse('module', reason ?? 'cannot run');
    },
  });
  return { ...calls, ...modules, settings: () => describeEngine(engine, sandbox !== null), close: () => engine.close() };
}
