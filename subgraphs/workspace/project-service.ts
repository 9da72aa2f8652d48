import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import type { Subject } from '#kernel/principal';
import { requireOwner, requireUser } from './access.ts';
import { toContent, type Content, type ContentStore } from './content-store.ts';
import { optionalText, requiredText } from './input-rules.ts';
import { limits } from './limits.ts';
import { readArchive, writeArchive, type ArchivedFile, type FileToArchive } from './project-archive.ts';
import type { ProjectFileRepository, ProjectFileRow } from './project-file-repository.ts';
import type { Position, ProjectRepository, ProjectRow } from './project-repository.ts';
import type { NewVersion, Quota } from './quota-repository.ts';
import type { Serving } from './serving.ts';

/** What a project is called. */
export interface ProjectInput {
  readonly name: string;
  readonly description?: string | null | undefined;
}

/** The projects of the caller. Another user's are not there, save for administrators who look. */
export interface ProjectService {
  find(caller: RequestContext, id: string): Promise<ProjectRow | null>;
  /** Those of `owner`, or of the caller. @throws DomainError FORBIDDEN, BAD_USER_INPUT */
  list(caller: RequestContext, page: PageRequest, owner?: string): Promise<Connection<ProjectRow> & { readonly totalCount: number }>;
  /** @throws DomainError BAD_USER_INPUT, CONFLICT when the name is taken, LIMIT_REACHED */
  create(caller: RequestContext, input: ProjectInput): Promise<ProjectRow>;
  /** @throws DomainError NOT_FOUND */
  delete(caller: RequestContext, id: string): Promise<string>;
  /** A new project of the files of a tar archive. @throws DomainError BAD_USER_INPUT, CONFLICT, LIMIT_REACHED, DISK_QUOTA_EXCEEDED */
  importArchive(caller: RequestContext, input: ProjectInput & { readonly archive: Uint8Array }): Promise<ProjectRow>;
  /** The files of a project as a tar archive. @throws DomainError NOT_FOUND, BAD_USER_INPUT when that would be too large */
  exportArchive(caller: RequestContext, id: string): Promise<Uint8Array>;
}

export interface ProjectServiceDependencies {
  readonly repository: ProjectRepository;
  readonly fileRepository: Pick<ProjectFileRepository, 'files'>;
  readonly contents: ContentStore;
  readonly serving: Pick<Serving, 'required'>;
  readonly quota: Pick<Quota, 'maxFiles'>;
  readonly clock: Clock;
}

const uuid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/u;
const newestFirst: PageOrder<ProjectRow, Position> = {
  valuesOf: ({ updatedAt, id }) => [updatedAt.getTime().toString(), id],
  positionOf: ([time = '', id = '']) => (/^\d{1,15}$/u.test(time) && uuid.test(id) ? { updatedAt: new Date(Number(time)), id } : null),
};

/** The refusal when there is no such project, or none that the caller may see. */
export const noSuchProject = (): DomainError => new DomainError('NOT_FOUND', 'Project not found', { details: { what: 'project' } });

/** An id in the one spelling that rows have. @throws DomainError NOT_FOUND for what no project can have */
export function projectId(id: string): string {
  if (uuid.test(id)) return id;
  throw noSuchProject();
}

export function createProjectService({ repository, fileRepository, contents, serving, quota, clock }: ProjectServiceDependencies): ProjectService {
  const ownerOf = (caller: RequestContext): Subject => {
    const owner = requireUser(caller, 'project');
    serving.required();
    return owner;
  };

  async function find(caller: RequestContext, id: string): Promise<ProjectRow | null> {
    const owner = ownerOf(caller);
    const project = uuid.test(id) ? await repository.find(id) : null;
    return project?.owner === owner || caller.principal?.scopes.has('admin') === true ? project : null;
  }

  async function insert(owner: string, { name, description }: ProjectInput, files: readonly NewVersion[]): Promise<ProjectRow> {
    const now = new Date(clock.now());
    const text = { name: requiredText('name', name, limits.projectName), description: optionalText('description', description, limits.description) };
    const made = await repository.insert({ id: newId(), owner, ...text, createdAt: now, updatedAt: now }, files);
    if (made === null) throw new DomainError('CONFLICT', 'There is a project of that name already', { details: { field: 'name' } });
    return made;
  }

  async function* filesOf(project: ProjectRow): AsyncIterable<FileToArchive> {
    let after: string | null = null;
    for (;;) {
      const page: readonly ProjectFileRow[] = await fileRepository.files(project.id, { after, offset: 0, limit: limits.filesPerPage });
      for (const { path, sha256, updatedAt } of page) yield { path, updatedAt, bytes: await contents.read(sha256) };
      const last = page.at(-1);
      if (last === undefined) return;
      after = last.path;
    }
  }

  return {
    find,

    async list(caller, request, of) {
      const owner = of === undefined ? ownerOf(caller) : requireOwner(caller, 'project', of);
      const bounds = toPageBounds(request, newestFirst);
      const [rows, totalCount] = await Promise.all([repository.page(owner, { after: bounds.after, offset: bounds.offset, limit: bounds.size + 1 }), repository.count(owner)]);
      return { ...toConnection(rows, bounds, newestFirst), totalCount };
    },

    create: async (caller, input) => insert(ownerOf(caller), input, []),

    async delete(caller, id) {
      const hashes = await repository.delete(ownerOf(caller), projectId(id));
      if (hashes === null) throw noSuchProject();
      await contents.collect(hashes);
      return id;
    },

    async importArchive(caller, { archive, ...input }) {
      const owner = ownerOf(caller);
      const files = await readArchive(archive, quota);
      const named = await withContents(files);
      return contents.keep(named.map(({ content }) => content), () => insert(owner, input, named.map(({ path, content }) => toVersion(path, content))));
    },

    async exportArchive(caller, id) {
      const project = await find(caller, id);
      if (project === null) throw noSuchProject();
      const totals = (await repository.totals([project.id])).get(project.id) ?? { bytes: 0, files: 0 };
      // Each file takes a header and is filled up to blocks; a long name takes some more.
      if (totals.bytes + totals.files * 2_048 > limits.archiveBytes) {
        throw new DomainError('BAD_USER_INPUT', 'The project is too large for an archive; read its files one by one', { details: { field: 'projectId', reason: `has more than ${limits.archiveBytes} bytes` } });
      }
      return writeArchive(filesOf(project));
    },
  };
}

/** Hashing them all at once would hold others up. */
async function withContents(files: readonly ArchivedFile[]): Promise<readonly { readonly path: string; readonly content: Content }[]> {
  const named = [];
  for (const { path, bytes } of files) {
    named.push({ path, content: toContent(bytes) });
    await nextTurn();
  }
  return named;
}

/** What a row says of a content. */
export const toVersion = (path: string, { sha256, bytes }: Content): NewVersion => ({ path, sha256, size: bytes.length });
