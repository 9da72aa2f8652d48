import type { RequestContext } from '#kernel/context';
import type { Subject } from '#kernel/principal';
import type { FileChangeService } from './file-change-service.ts';
import type { FileService } from './file-service.ts';
import type { WorkspaceLoaders } from './loaders.ts';
import type { ProjectFileService } from './project-file-service.ts';
import type { ProjectService } from './project-service.ts';

/** The rules of this domain, for its resolvers. */
export interface WorkspaceServices {
  readonly files: FileService;
  readonly fileChanges: FileChangeService;
  readonly projects: ProjectService;
  readonly projectFiles: ProjectFileService;
}

/** What the resolvers of this domain get. */
export interface WorkspaceContext extends RequestContext, WorkspaceServices {
  readonly loaders: WorkspaceLoaders;
}

/** A user as this domain knows one. */
export interface UserReference {
  readonly id: string;
}

/** The workspace of a user. */
export interface WorkspaceReference {
  readonly owner: Subject;
}
