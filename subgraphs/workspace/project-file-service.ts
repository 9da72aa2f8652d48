import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import { requireUser } from './access.ts';
import { toContent, type ContentStore } from './content-store.ts';
import { toBytes, toText, type Encoding } from './encoding.ts';
import { projectPath, toFileBounds } from './input-rules.ts';
import { limits } from './limits.ts';
import type { ProjectFileRepository, ProjectFileRow, ProjectFileVersionRow } from './project-file-repository.ts';
import type { ProjectRow } from './project-repository.ts';
import { noSuchProject, projectId, toVersion, type ProjectService } from './project-service.ts';
import type { Serving } from './serving.ts';

type Listed<TNode> = Connection<TNode> & { readonly totalCount: number };

/** Which file of which project. */
export interface FileInput {
  readonly projectId: string;
  readonly path: string;
}

/** The files of projects. Paths: BAD_USER_INPUT; what is not there, or is another user's: NOT_FOUND. */
export interface ProjectFileService {
  /** Null when there is none of that path. */
  find(project: ProjectRow, path: string): Promise<ProjectFileRow | null>;
  /** Null when it is not there, or another user's. */
  findByKey(caller: RequestContext, key: FileInput): Promise<ProjectFileRow | null>;
  list(project: ProjectRow, page: PageRequest): Promise<Listed<ProjectFileRow>>;
  versions(file: ProjectFileRow, page: PageRequest): Promise<Listed<ProjectFileVersionRow>>;
  /** @throws DomainError BAD_USER_INPUT for UTF8 when the content is none */
  content(of: { readonly sha256: string }, encoding: Encoding): Promise<string>;
  /** @throws DomainError CONFLICT, DISK_QUOTA_EXCEEDED */
  save(caller: RequestContext, input: FileInput & { readonly content: string; readonly encoding: Encoding }): Promise<ProjectFileRow>;
  /** Gives its project, and its path in the one spelling. */
  delete(caller: RequestContext, input: FileInput): Promise<{ readonly project: ProjectRow; readonly path: string }>;
  /** Saves the content of an earlier version again. @throws DomainError DISK_QUOTA_EXCEEDED */
  restore(caller: RequestContext, input: FileInput & { readonly version: number }): Promise<ProjectFileRow>;
}

export interface ProjectFileServiceDependencies {
  readonly repository: ProjectFileRepository;
  readonly contents: ContentStore;
  readonly projects: Pick<ProjectService, 'find'>;
  readonly serving: Pick<Serving, 'required'>;
  readonly clock: Clock;
}

const byPath: PageOrder<ProjectFileRow, string> = { valuesOf: ({ path }) => [path], positionOf: ([path]) => (path === undefined || path.includes('\0') ? null : path) };
const maxVersion = 2_147_483_647;
const byVersion: PageOrder<ProjectFileVersionRow, number> = {
  valuesOf: ({ version }) => [version.toString()],
  positionOf: ([version = '']) => (/^\d{1,10}$/u.test(version) && Number(version) <= maxVersion ? Number(version) : null),
};

const noSuchFile = (): DomainError => new DomainError('NOT_FOUND', 'File not found', { details: { what: 'file' } });

export function createProjectFileService({ repository, contents, projects, serving, clock }: ProjectFileServiceDependencies): ProjectFileService {
  const ownerOf = (caller: RequestContext): string => {
    const owner = requireUser(caller, 'project');
    serving.required();
    return owner;
  };

  /** Its content is there. */
  async function saveVersion(owner: string, key: FileInput, { sha256, size }: { readonly sha256: string; readonly size: number }): Promise<ProjectFileRow> {
    const saved = await repository.save(owner, { ...key, sha256, size, now: new Date(clock.now()) });
    if (saved === null) throw noSuchProject();
    if (saved.dropped.length > 0) await contents.collect(saved.dropped);
    return saved.file;
  }

  const toKey = ({ projectId: id, path }: FileInput): FileInput => ({ path: projectPath(path), projectId: projectId(id) });

  async function restore(caller: RequestContext, key: FileInput, version: number): Promise<ProjectFileRow> {
    const owner = ownerOf(caller);
    if ((await projects.find(caller, key.projectId))?.owner !== owner) throw noSuchProject();
    const earlier = version >= 1 && version <= maxVersion ? await repository.version(key.projectId, key.path, version) : null;
    if (earlier === null) throw (await repository.file(key.projectId, key.path)) === null ? noSuchFile() : new DomainError('NOT_FOUND', 'Version not found', { details: { what: 'version' } });
    const content = toContent(await contents.read(earlier.sha256));
    return contents.keep([content], () => saveVersion(owner, key, earlier));
  }

  return {
    find: async (project, path) => repository.file(project.id, projectPath(path)),

    async findByKey(caller, key) {
      const project = await projects.find(caller, key.projectId);
      return project === null ? null : repository.file(project.id, projectPath(key.path));
    },

    async list(project, request) {
      const bounds = toFileBounds(request, byPath);
      const [rows, totalCount] = await Promise.all([repository.files(project.id, { after: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }), repository.count(project.id)]);
      return { ...toConnection(rows, bounds, byPath), totalCount };
    },

    async versions(file, request) {
      const bounds = toPageBounds(request, byVersion);
      const [rows, totalCount] = await Promise.all([repository.versions(file, { after: bounds.after, limit: bounds.size + 1 }), repository.versionCount(file)]);
      return { ...toConnection(rows, bounds, byVersion), totalCount };
    },

    content: async ({ sha256 }, encoding) => toText(await contents.read(sha256), encoding),

    async save(caller, { content, encoding, ...input }) {
      const owner = ownerOf(caller);
      const key = toKey(input);
      const kept = toContent(toBytes(content, { encoding, maxBytes: limits.projectFileBytes }));
      return contents.keep([kept], () => saveVersion(owner, key, toVersion(key.path, kept)));
    },

    async delete(caller, input) {
      const owner = ownerOf(caller);
      const key = toKey(input);
      const deleted = await repository.deleteFile(owner, { ...key, now: new Date(clock.now()) });
      if (deleted === null) throw (await projects.find(caller, key.projectId))?.owner === owner ? noSuchFile() : noSuchProject();
      await contents.collect(deleted.hashes);
      return { project: deleted.project, path: key.path };
    },

    restore: async (caller, { version, ...input }) => restore(caller, toKey(input), version),
  };
}
