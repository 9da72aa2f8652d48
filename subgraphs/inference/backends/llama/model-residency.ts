import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { LoadSettings, MemoryEstimate } from '../backend.ts';
import { checkAdapter } from './adapter.ts';
import type { ModelFile, ModelFiles } from './model-files.ts';
import { planModel, type ModelDefaults, type ModelPlan } from './model-plan.ts';
import { createModelProcess, type ModelProcess } from './model-process.ts';
import { createModelRoom, isIdle, type Resident } from './model-room.ts';

/** Which models are in memory. */
export interface ModelResidency {
  /** The model in memory, or on its way there. @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT, UNAVAILABLE when it does not fit */
  load(id: string, settings?: LoadSettings): Promise<ModelProcess>;
  unload(id: string, options: { readonly force: boolean }): Promise<void>;
  estimate(id: string, settings?: LoadSettings): Promise<MemoryEstimate>;
  find(id: string): ModelProcess | undefined;
  all(): readonly ModelProcess[];
  close(): Promise<void>;
}

export interface ModelResidencyOptions {
  readonly files: ModelFiles;
  readonly defaults: ModelDefaults;
  readonly queueCapacity: number;
  /** Bytes for all models; null: what the machine has. */
  readonly memoryBudget: number | null;
  readonly logger: Logger;
}

type PlannedModel = ModelPlan & { readonly file: ModelFile; readonly bytes: number };

/** Keeps models in memory while there is room: who was used longest ago and is idle makes room for another. */
export function createModelResidency({ files, defaults, queueCapacity, memoryBudget, logger }: ModelResidencyOptions): ModelResidency {
  const residents = new Map<string, Resident>();
  /** Those that still answer, but take nothing new. */
  const leaving = new Set<Resident>();
  const remove = async (id: string, resident: Resident): Promise<void> => {
    if (residents.get(id) === resident) residents.delete(id);
    clearTimeout(resident.keepAlive);
    leaving.add(resident);
    await resident.process.stop();
    leaving.delete(resident);
  };
  const room = createModelRoom({ residents, budget: memoryBudget, remove });
  const inOrder = createOrder();
  let isClosed = false;

  const planOf = async (id: string, requested: LoadSettings): Promise<PlannedModel> => {
    const file = residents.get(id)?.process.file ?? (await files.find(id));
    const draft = requested.draftModel === undefined ? null : await files.find(requested.draftModel);
    const adapter = requested.loraFile === undefined ? null : await checkAdapter(requested.loraFile, file.path);
    const plan = planModel({ file, requested, defaults, draft, adapter });
    return { ...plan, file, bytes: plan.memory.weights + plan.memory.context + plan.memory.overhead };
  };
  const start = async (id: string, requested: LoadSettings): Promise<ModelProcess> => {
    if (isClosed) throw new DomainError('UNAVAILABLE', 'The service is stopping');
    const { file, settings, bytes } = await planOf(id, requested);
    const present = residents.get(id);
    if (present !== undefined && isDeepStrictEqual(present.requested, requested)) return present.process;
    await present?.process.idle();
    if (present !== undefined) await remove(id, present);
    await room.make(bytes);
    const onIdle = (): void => restartKeepAlive(resident, () => remove(id, resident));
    const resident: Resident = { process: createModelProcess({ file, settings, requested, estimatedBytes: bytes, queueCapacity, logger, onIdle }), requested, bytes, keepAlive: undefined };
    residents.set(id, resident);
    return resident.process;
  };

  return {
    async load(id, settings) {
      const present = (): ModelProcess | undefined => (settings === undefined ? residents.get(id)?.process : undefined);
      return present() ?? inOrder(async () => present() ?? start(id, settings ?? {}));
    },
    async unload(id, { force }) {
      const resident = residents.get(id);
      if (resident === undefined) throw new DomainError('CONFLICT', 'The model is not loaded', { details: { model: id.slice(0, 100) } });
      residents.delete(id);
      leaving.add(resident);
      if (!force) await resident.process.idle();
      await remove(id, resident);
    },
    async estimate(id, settings = {}) {
      const { memory, bytes } = await planOf(id, settings);
      const available = room.available(id);
      return { ...memory, total: bytes, available, fits: bytes <= available };
    },
    find: (id) => residents.get(id)?.process,
    all: () => [...residents.values()].map(({ process }) => process),
    async close() {
      isClosed = true;
      await inOrder(() => Promise.resolve());
      await Promise.all([...residents.values(), ...leaving].map((resident) => remove(resident.process.file.facts.id, resident)));
    },
  };
}

/** Begins the time anew after which an idle model is put out. */
function restartKeepAlive(resident: Resident, remove: () => Promise<void>): void {
  const seconds = resident.requested.keepAliveSeconds ?? null;
  clearTimeout(resident.keepAlive);
  if (seconds !== null) resident.keepAlive = setTimeout(() => void (isIdle(resident) ? remove() : undefined), seconds * 1_000).unref();
}

/** Makes one change at a time: each counts the memory that the one before took. */
function createOrder(): <TResult>(change: () => Promise<TResult>) => Promise<TResult> {
  let last: Promise<unknown> = Promise.resolve();
  return (change) => {
    const next = last.then(change);
    last = next.catch(() => undefined);
    return next;
  };
}
