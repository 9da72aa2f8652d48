import type { RequestContext } from '#kernel/context';
import type { Subject } from '#kernel/principal';
import type { DiskEntry, TenantFiles } from '#platform/tenant-disk';
import { requireUser } from './access.ts';
import type { ChangeFeed } from './change-feed.ts';
import { toBytes, type Encoding } from './encoding.ts';
import type { Serving } from './serving.ts';
import type { WorkspaceFileModel } from './workspace-file.ts';

/** Changes in the caller's workspace, told to those who watch it. Paths: BAD_USER_INPUT; what is not there: NOT_FOUND; more than fits: DISK_QUOTA_EXCEEDED. */
export interface FileChangeService {
  write(caller: RequestContext, input: { readonly path: string; readonly content: string; readonly encoding: Encoding }): Promise<WorkspaceFileModel>;
  createDirectory(caller: RequestContext, input: { readonly path: string; readonly recursive: boolean }): Promise<WorkspaceFileModel>;
  copy(caller: RequestContext, way: { readonly from: string; readonly to: string }): Promise<{ readonly file: WorkspaceFileModel; readonly copiedBytes: number }>;
  move(caller: RequestContext, way: { readonly from: string; readonly to: string }): Promise<WorkspaceFileModel>;
  /** Gives the path in its one spelling. */
  delete(caller: RequestContext, input: { readonly path: string; readonly recursive: boolean }): Promise<string>;
}

export interface FileChangeServiceDependencies {
  readonly files: TenantFiles;
  readonly changes: Pick<ChangeFeed, 'tell'>;
  readonly serving: Pick<Serving, 'required'>;
}

export function createFileChangeService({ files, changes, serving }: FileChangeServiceDependencies): FileChangeService {
  const userOf = (caller: RequestContext): Subject => {
    const owner = requireUser(caller, 'fs');
    serving.required();
    return owner;
  };
  const written = (owner: Subject, entry: DiskEntry): WorkspaceFileModel => {
    changes.tell(owner, { type: 'WRITTEN', path: entry.path });
    return { ...entry, owner };
  };

  return {
    async write(caller, { path, content, encoding }) {
      const owner = userOf(caller);
      return written(owner, await files.write(owner, path, toBytes(content, { encoding, maxBytes: files.maxTransferBytes })));
    },

    async createDirectory(caller, { path, recursive }) {
      const owner = userOf(caller);
      return written(owner, await files.makeDirectory(owner, path, { recursive }));
    },

    async copy(caller, way) {
      const owner = userOf(caller);
      const { entry, bytes } = await files.copy(owner, way);
      return { file: written(owner, entry), copiedBytes: bytes };
    },

    async move(caller, way) {
      const owner = userOf(caller);
      const { entry, previousPath } = await files.move(owner, way);
      changes.tell(owner, { type: 'MOVED', path: entry.path, previousPath });
      return { ...entry, owner };
    },

    async delete(caller, { path, recursive }) {
      const owner = userOf(caller);
      const gone = await files.delete(owner, path, { recursive });
      changes.tell(owner, { type: 'DELETED', path: gone });
      return gone;
    },
  };
}
