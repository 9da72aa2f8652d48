import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import type { Subject } from '#kernel/principal';
import type { DiskEntry, DiskUsage, TenantDisk, TenantFiles } from '#platform/tenant-disk';
import { requireUser } from './access.ts';
import type { Change, ChangeFeed } from './change-feed.ts';
import { toText, type Encoding } from './encoding.ts';
import { optionalCount, toFileBounds } from './input-rules.ts';
import type { Serving } from './serving.ts';
import { parseFileId, type WorkspaceFileModel } from './workspace-file.ts';

/** What a read asks for. */
export interface ContentRequest {
  readonly encoding: Encoding;
  readonly offset?: number | null | undefined;
  readonly length?: number | null | undefined;
}

/** The files of the caller's workspace. Paths: BAD_USER_INPUT; what is not there: NOT_FOUND; more than fits: DISK_QUOTA_EXCEEDED. */
export interface FileService {
  readonly facts: Pick<TenantFiles, 'containment' | 'maxTransferBytes'> & TenantDisk['limits'];
  usage(owner: Subject): Promise<DiskUsage>;
  find(caller: RequestContext, path: string): Promise<WorkspaceFileModel>;
  /** Null when it is gone, was never there or is another user's. */
  findById(caller: RequestContext, id: string): Promise<WorkspaceFileModel | null>;
  /** What a change was about, as it is now; null when it is gone. */
  ofChange(change: Change): Promise<WorkspaceFileModel | null>;
  list(caller: RequestContext, request: PageRequest & { readonly path: string }): Promise<Connection<WorkspaceFileModel>>;
  /** Null for what is no file. @throws DomainError BAD_USER_INPUT for UTF8 when the content is none */
  content(file: WorkspaceFileModel, request: ContentRequest): Promise<string | null>;
  watch(caller: RequestContext, path: string): AsyncIterableIterator<Change>;
}

export interface FileServiceDependencies {
  readonly disk: TenantDisk;
  readonly files: TenantFiles;
  readonly changes: ChangeFeed;
  readonly serving: Pick<Serving, 'required'>;
}

const byName: PageOrder<DiskEntry, string> = { valuesOf: ({ name }) => [name], positionOf: ([name]) => name ?? null };

export function createFileService({ disk, files, changes, serving }: FileServiceDependencies): FileService {
  const userOf = (caller: RequestContext): Subject => {
    const owner = requireUser(caller, 'fs');
    serving.required();
    return owner;
  };
  const found = async (owner: Subject, path: string): Promise<WorkspaceFileModel> => ({ ...(await files.stat(owner, path)), owner });
  const foundOrNull = (owner: Subject, path: string): Promise<WorkspaceFileModel | null> => found(owner, path).catch(nullWhenGone);

  return {
    facts: { containment: files.containment, maxTransferBytes: files.maxTransferBytes, ...disk.limits },
    async usage(owner) {
      serving.required();
      return disk.usageOf(owner);
    },
    find: async (caller, path) => found(userOf(caller), path),
    async findById(caller, id) {
      const owner = userOf(caller);
      const named = parseFileId(id);
      return named?.owner === owner ? foundOrNull(owner, named.path) : null;
    },
    ofChange: ({ owner, path }) => foundOrNull(owner, path),

    async list(caller, { path, ...request }) {
      const owner = userOf(caller);
      const bounds = toFileBounds(request, byName);
      const { entries, hasMore } = await files.list(owner, path, { after: bounds.after, size: bounds.size });
      const { pageInfo, ...page } = toConnection(entries.map((entry) => ({ ...entry, owner })), bounds, byName);
      return { ...page, pageInfo: { ...pageInfo, hasNextPage: hasMore } };
    },

    async content({ owner, path, type }, { encoding, offset, length }) {
      if (type !== 'file') return null;
      return toText(await files.read(owner, path, { offset: optionalCount('offset', offset), length: optionalCount('length', length) }), encoding);
    },

    watch(caller, path) {
      const owner = userOf(caller);
      return changes.watch(owner, files.spell(path), [caller.cancellation.signal, serving.required()]);
    },
  };
}

function nullWhenGone(error: unknown): null {
  if (DomainError.isInstance(error) && (error.code === 'NOT_FOUND' || error.code === 'BAD_USER_INPUT')) return null;
  throw error;
}
