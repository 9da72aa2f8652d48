import path from 'node:path';
import { systemClock, type Clock } from '#kernel/clock';
import type { Config } from '#kernel/config';
import type { RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import type { Logger } from '#kernel/logging';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import { createTenantFiles, type TenantDisk } from '#platform/tenant-disk';
import { createChangeFeed } from './change-feed.ts';
import { createContentStore, type ContentStore } from './content-store.ts';
import type { WorkspaceContext, WorkspaceServices } from './context.ts';
import { createFileChangeService } from './file-change-service.ts';
import { createFileService } from './file-service.ts';
import { createWorkspaceLoaders } from './loaders.ts';
import { createProjectFileRepository } from './project-file-repository.ts';
import { createProjectFileService } from './project-file-service.ts';
import { createProjectRepository } from './project-repository.ts';
import { createProjectService } from './project-service.ts';
import { resolvers } from './resolvers/index.ts';
import { createServing } from './serving.ts';

export interface WorkspaceOptions {
  readonly config: Pick<Config['execution'], 'folder' | 'workspace'>;
  readonly database: Pick<Database, 'pool' | 'prisma' | 'url'>;
  /** The disk of the tenants, which the sandboxed programs share. */
  readonly disk: TenantDisk;
  readonly logger: Logger;
  readonly clock?: Clock;
}

/** The workspace domain. */
export interface WorkspaceSubgraph extends Subgraph {
  /**
   * Begins to serve, unless another process of this database does, and takes over when that one has ended. With `must` it gives up when that takes longer than its
   * patience, ten seconds. @throws DomainError UNAVAILABLE
   */
  start(options: { readonly must: boolean; readonly patienceMs?: number }): Promise<void>;
  /** True while this process serves the workspaces. */
  ready(): boolean;
  /** Ends the streams and lets another process serve. */
  stop(): Promise<void>;
}

/** Files of users on the disk that their programs share, and projects with their history. */
export function createWorkspaceSubgraph({ config, database, disk, logger, clock = systemClock }: WorkspaceOptions): WorkspaceSubgraph {
  const repository = createProjectRepository(database, config.workspace);
  const fileRepository = createProjectFileRepository(database, config.workspace);
  const contents = createContentStore({ folder: path.join(config.folder, 'contents'), referenced: (hashes) => fileRepository.referenced(hashes) });
  const serving = createServing({ database, logger, onServing: () => void sweep(contents, logger) });
  const projects = createProjectService({ repository, fileRepository, contents, serving, quota: config.workspace, clock });
  const files = createTenantFiles(disk);
  const changes = createChangeFeed({ disk, clock });
  const services: WorkspaceServices = {
    files: createFileService({ disk, files, changes, serving }),
    fileChanges: createFileChangeService({ files, changes, serving }),
    projects,
    projectFiles: createProjectFileService({ repository: fileRepository, contents, projects, serving, clock }),
  };
  const loaders = createWorkspaceLoaders({ projects: repository });

  return {
    name: 'workspace',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): WorkspaceContext => ({ ...base, ...services, loaders }),
    start: ({ must, patienceMs = 10_000 }) => serving.start({ must, patienceMs }),
    ready: () => serving.isReady,
    async stop() {
      serving.pause();
      await serving.close();
    },
  };
}

async function sweep(contents: ContentStore, logger: Logger): Promise<void> {
  try {
    const removed = await contents.sweep();
    if (removed > 0) logger.info({ component: 'workspace', removed }, 'contents that no project refers to are removed');
  } catch (error) {
    logger.warn({ component: 'workspace', err: error }, 'contents that no project refers to cannot be removed');
  }
}
