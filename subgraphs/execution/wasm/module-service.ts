import { createHash } from 'node:crypto';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { maySee, requireSight, requireTenant } from '../access.ts';
import { checkBytes, type ModuleChoice } from './call-input.ts';
import type { ReadBytes } from './engine.ts';
import { createTurns } from './in-turn.ts';
import { wasmLimits } from './limits.ts';
import type { ModulePosition, ModuleRepository, WasmModuleRow } from './module-repository.ts';
import type { ModuleStore } from './module-store.ts';
import { refuse } from './refuse.ts';

/** A module that is to be looked at or run. */
export interface ChosenModule {
  readonly sha256: string;
  readonly size: number;
  readonly read: ReadBytes;
}

export interface UploadInput {
  readonly module: Uint8Array;
  readonly name?: string | null | undefined;
}

/** The modules that users keep, each seen by its owner and administrators. */
export interface ModuleService {
  /** The same bytes again are the same module. @throws DomainError BAD_USER_INPUT, LIMIT_REACHED, DISK_QUOTA_EXCEEDED */
  upload(caller: RequestContext, input: UploadInput): Promise<WasmModuleRow>;
  /** Returns its id. @throws DomainError NOT_FOUND */
  remove(caller: RequestContext, id: string): Promise<string>;
  /** Null when there is none that the caller may see. */
  find(caller: RequestContext, id: string): Promise<WasmModuleRow | null>;
  /** Newest first. @throws DomainError BAD_USER_INPUT, FORBIDDEN for another user's */
  list(caller: RequestContext, owner: string, page: PageRequest): Promise<Connection<WasmModuleRow> & { readonly totalCount: number }>;
  /** @throws DomainError BAD_USER_INPUT unless exactly one of both is given, NOT_FOUND */
  choose(caller: RequestContext, choice: ModuleChoice): Promise<ChosenModule>;
  chooseRow(row: WasmModuleRow): ChosenModule;
}

export interface ModuleServiceDependencies {
  readonly repository: ModuleRepository;
  readonly store: ModuleStore;
  /** @throws DomainError BAD_USER_INPUT for a module that cannot run */
  readonly requireRunnable: (caller: RequestContext, chosen: ChosenModule) => Promise<void>;
  readonly clock: Clock;
}

const idPattern = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/u;
// PostgreSQL keeps no NUL, and a lone surrogate has no UTF-8 form.
const unstorable = /\0|\p{Surrogate}/u;

const byAge: PageOrder<WasmModuleRow, ModulePosition> = {
  valuesOf: ({ createdAt, id }) => [createdAt.toISOString(), id],
  positionOf([text = '', id = '']) {
    const createdAt = new Date(text);
    return idPattern.test(id) && !Number.isNaN(createdAt.getTime()) ? { createdAt, id } : null;
  },
};

export function createModuleService({ repository, store, requireRunnable, clock }: ModuleServiceDependencies): ModuleService {
  /** Uploads and removals come one after another: bytes are removed only while nobody begins to keep them. */
  const inTurn = createTurns();
  const chooseRow = ({ sha256, size }: WasmModuleRow): ChosenModule => ({ sha256, size, read: () => store.read(sha256) });

  const find = async (caller: RequestContext, id: string): Promise<WasmModuleRow | null> => {
    requireTenant(caller, 'wasm');
    const row = idPattern.test(id) ? await repository.find(id) : null;
    return row !== null && maySee(caller, row.owner) ? row : null;
  };
  const require = async (caller: RequestContext, id: string): Promise<WasmModuleRow> => {
    const row = await find(caller, id);
    if (row === null) throw new DomainError('NOT_FOUND', 'There is no such module', { details: { what: 'module' } });
    return row;
  };
  const checkRoom = async (owner: string, size: number): Promise<void> => {
    const usage = await repository.usage(owner);
    if (usage.modules >= wasmLimits.modulesPerUser) throw new DomainError('LIMIT_REACHED', `At most ${wasmLimits.modulesPerUser} modules are kept for a user`, { details: { limit: wasmLimits.modulesPerUser } });
    if (usage.bytes + size > wasmLimits.modulesBytesPerUser) throw new DomainError('DISK_QUOTA_EXCEEDED', 'The modules of a user have too many bytes together', { details: { limitBytes: wasmLimits.modulesBytesPerUser } });
  };

  return {
    find,
    chooseRow,

    async upload(caller, { module, name }) {
      const owner = requireTenant(caller, 'wasm');
      const label = checkName(name);
      const chosen = chooseBytes(module);
      await requireRunnable(caller, chosen);
      const { sha256, size } = chosen;
      return inTurn(async () => {
        const kept = await repository.findByHash(owner, sha256);
        if (kept === null) await checkRoom(owner, size);
        await store.write(sha256, module);
        return kept ?? repository.insert({ id: newId(), owner, name: label, sha256, size, createdAt: new Date(clock.now()) });
      });
    },

    async remove(caller, id) {
      const { sha256 } = await require(caller, id);
      await inTurn(async () => {
        if ((await repository.delete(id)) && !(await repository.isKept(sha256))) await store.remove(sha256);
      });
      return id;
    },

    async list(caller, owner, request) {
      requireTenant(caller, 'wasm');
      requireSight(caller, owner);
      const bounds = toPageBounds(request, byAge);
      const [rows, { modules }] = await Promise.all([repository.page(owner, { after: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }), repository.usage(owner)]);
      return { ...toConnection(rows, bounds, byAge), totalCount: modules };
    },

    async choose(caller, { module, moduleId }) {
      const [bytes, id] = [module ?? null, moduleId ?? null];
      if (bytes !== null && id === null) return chooseBytes(bytes);
      if (bytes === null && id !== null) return chooseRow(await require(caller, id));
      return refuse('module', 'or moduleId must be given, and only one of both');
    },
  };
}

function chooseBytes(module: Uint8Array): ChosenModule {
  const bytes = checkBytes(module);
  return { sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length, read: async () => bytes };
}

function checkName(name: string | null | undefined): string | null {
  if (name === null || name === undefined) return null;
  if (name.length > wasmLimits.moduleNameLength) refuse('name', `must have at most ${wasmLimits.moduleNameLength} characters`);
  return unstorable.test(name) ? refuse('name', 'has characters that cannot be stored') : name;
}
