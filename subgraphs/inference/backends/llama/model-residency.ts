import { isDeepStrictEqual } from 'node:util';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { LoadSettings, MemoryEstimate } from '../backend.ts';
import { availableMemory } from './available-memory.ts';
import type { ModelFiles } from './model-files.ts';
import { planModel, type ModelDefaults, type ModelPlan } from './model-plan.ts';
import { createModelProcess, type ModelProcess } from './model-process.ts';

/** Which models are in memory. */
export interface ModelResidency {
  /** The model in memory, or its way there. @throws DomainError MODEL_NOT_FOUND, BAD_USER_INPUT, UNAVAILABLE when it does not fit */
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

interface Resident {
  readonly process: ModelProcess;
  readonly requested: LoadSettings;
  readonly bytes: number;
  keepAlive: NodeJS.Timeout | undefined;
}

/** Keeps models in memory while there is room: who was used longest ago and is idle makes room for another. */
export function createModelResidency({ files, defaults, queueCapacity, memoryBudget, logger }: ModelResidencyOptions): ModelResidency {
  const residents = new Map<string, Resident>();
  /** Those that still answer, but take nothing new. */
  const leaving = new Set<Resident>();
  /** One change at a time: each counts the memory that the one before took. */
  let changing: Promise<unknown> = Promise.resolve();
  let isClosed = false;

  const inOrder = <TResult>(change: () => Promise<TResult>): Promise<TResult> => {
    const next = changing.then(change);
    changing = next.catch(() => undefined);
    return next;
  };
  const planOf = async (id: string, requested: LoadSettings): Promise<{ readonly plan: ModelPlan; readonly file: Awaited<ReturnType<ModelFiles['find']>>; readonly bytes: number }> => {
    const file = residents.get(id)?.process.file ?? (await files.find(id));
    const draft = requested.draftModel === undefined ? null : await files.find(requested.draftModel);
    const plan = planModel({ file, requested, defaults, draft });
    return { plan, file, bytes: plan.memory.weights + plan.memory.context + plan.memory.overhead };
  };
  const idle = (): readonly (readonly [string, Resident])[] =>
    [...residents].filter(([, { process }]) => process.state().running + process.state().waiting === 0).sort(([, one], [, other]) => one.process.state().lastUsedAt.getTime() - other.process.state().lastUsedAt.getTime());
  const room = (): number => (memoryBudget === null ? availableMemory() : memoryBudget - [...residents.values()].reduce((sum, { bytes }) => sum + bytes, 0));

  const remove = async (id: string, resident: Resident): Promise<void> => {
    if (residents.get(id) === resident) residents.delete(id);
    clearTimeout(resident.keepAlive);
    leaving.add(resident);
    await resident.process.stop();
    leaving.delete(resident);
  };
  const makeRoom = async (bytes: number): Promise<void> => {
    for (const [id, resident] of idle()) {
      if (room() >= bytes) return;
      logger.info({ model: id }, 'model put out of memory for another');
      await remove(id, resident);
    }
    if (room() >= bytes) return;
    const details = { neededBytes: bytes, availableBytes: Math.max(0, room()) };
    throw new DomainError('UNAVAILABLE', `The model needs ${megabytes(bytes)} MB of memory, and ${megabytes(details.availableBytes)} MB are free`, { details });
  };
  const start = async (id: string, requested: LoadSettings): Promise<ModelProcess> => {
    if (isClosed) throw new DomainError('UNAVAILABLE', 'The service is stopping');
    const present = residents.get(id);
    const { plan, file, bytes } = await planOf(id, requested);
    if (present !== undefined) {
      if (isDeepStrictEqual(present.process.settings, plan.settings) && isDeepStrictEqual(present.requested, requested)) return present.process;
      await present.process.idle();
      await remove(id, present);
    }
    await makeRoom(bytes);
    const process = createModelProcess({ file, settings: plan.settings, requested, estimatedBytes: bytes, queueCapacity, logger, onIdle: () => rest(id, resident) });
    const resident: Resident = { process, requested, bytes, keepAlive: undefined };
    residents.set(id, resident);
    return process;
  };
  /** Begins the time after which an idle model is put out. */
  const rest = (id: string, resident: Resident): void => {
    clearTimeout(resident.keepAlive);
    const seconds = resident.requested.keepAliveSeconds ?? null;
    if (seconds === null || residents.get(id) !== resident) return;
    resident.keepAlive = setTimeout(() => {
      if (resident.process.state().running + resident.process.state().waiting === 0) void remove(id, resident);
    }, seconds * 1_000);
    resident.keepAlive.unref();
  };

  return {
    async load(id, settings) {
      const present = residents.get(id);
      if (present !== undefined && settings === undefined) return present.process;
      return inOrder(async () => (settings === undefined ? residents.get(id)?.process : undefined) ?? start(id, settings ?? {}));
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
      const { plan, bytes } = await planOf(id, settings);
      const reclaimable = idle().filter(([other]) => other !== id).reduce((sum, [, { bytes: taken }]) => sum + taken, residents.get(id)?.bytes ?? 0);
      const available = Math.max(0, room() + reclaimable);
      return { ...plan.memory, total: bytes, available, fits: bytes <= available };
    },
    find: (id) => residents.get(id)?.process,
    all: () => [...residents.values()].map(({ process }) => process),
    async close() {
      isClosed = true;
      await changing;
      await Promise.all([...residents.values(), ...leaving].map((resident) => remove(resident.process.file.facts.id, resident)));
    },
  };
}

const megabytes = (bytes: number): number => Math.ceil(bytes / 2 ** 20);
