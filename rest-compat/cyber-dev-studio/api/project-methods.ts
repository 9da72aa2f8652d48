import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { renamed, rpcMethod } from '#rest-compat/core';
import { bytes, encoding, instant, toEncoding } from './facts.ts';
import {
  CreateProjectDocument, DeleteProjectDocument, DeleteProjectFileDocument, ListProjectsDocument, OpenProjectDocument, ReadProjectFileDocument, SaveProjectFileDocument,
  type ProjectFileHeadFragment, type ProjectHeadFragment,
} from './operations.generated.ts';

const projectId = z.string();
const path = z.string();
const ofProjects: readonly ErrorCode[] = ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'LIMIT_REACHED', 'DISK_QUOTA_EXCEEDED', 'PAYLOAD_TOO_LARGE'];
const projectSchema = z.object({ id: z.string(), name: z.string(), description: z.string().nullable(), created_at: instant, updated_at: instant, total_bytes: bytes, file_count: z.int() });
const fileSchema = z.object({ path, size: bytes, sha256: z.string(), version: z.int(), created_at: instant, updated_at: instant });

const toProject = ({ id, name, description, createdAt, updatedAt, totalBytes, fileCount }: ProjectHeadFragment): z.input<typeof projectSchema> => ({
  id, name, description, created_at: createdAt, updated_at: updatedAt, total_bytes: totalBytes, file_count: fileCount,
});
const toFile = ({ path: where, size, sha256, version, createdAt, updatedAt }: ProjectFileHeadFragment): z.input<typeof fileSchema> => ({
  path: where, size, sha256, version, created_at: createdAt, updated_at: updatedAt,
});

/** @throws DomainError NOT_FOUND when there is none */
function found<T>(thing: T | null, what: string): T {
  if (thing === null) throw new DomainError('NOT_FOUND', `No such ${what}`);
  return thing;
}

const create = rpcMethod({
  name: 'project.create',
  summary: 'Make a project',
  params: z.object({ name: z.string(), description: z.string().nullish() }),
  operation: CreateProjectDocument,
  variables: ({ name, description }) => ({ input: { name, description: description ?? null } }),
  result: projectSchema,
  reply: ({ createProject: { project } }) => toProject(project),
  errors: ofProjects,
});

const open = rpcMethod({
  name: 'project.open',
  summary: 'A project and its files, by path; `next_cursor` is there when there are more',
  params: z.object({ project_id: projectId, limit: z.int32().min(1).max(1000).default(1000), cursor: z.string().optional() }),
  operation: OpenProjectDocument,
  variables: ({ project_id: id, limit, cursor }) => ({ id, first: limit, after: cursor ?? null }),
  result: projectSchema.extend({ files: z.array(fileSchema), next_cursor: z.string().nullable() }),
  reply({ project }) {
    const { files, ...head } = found(project, 'project');
    return { ...toProject(head), files: files.nodes.map(toFile), next_cursor: files.pageInfo.hasNextPage ? files.pageInfo.endCursor : null };
  },
  fieldName: renamed({ id: 'project_id', first: 'limit', after: 'cursor' }),
  errors: ofProjects,
});

const list = rpcMethod({
  name: 'project.list',
  summary: 'The projects of the caller, newest change first',
  params: z.object({ limit: z.int32().min(1).max(100).default(20), offset: z.int32().min(0).default(0) }),
  operation: ListProjectsDocument,
  variables: ({ limit, offset }) => ({ first: limit, offset }),
  result: z.object({ projects: z.array(projectSchema), total: z.int() }),
  reply: ({ projects: { nodes, totalCount } }) => ({ projects: nodes.map(toProject), total: totalCount }),
  fieldName: renamed({ first: 'limit' }),
  errors: ofProjects,
});

const remove = rpcMethod({
  name: 'project.delete',
  summary: 'Delete a project with all its files and their history',
  params: z.object({ project_id: projectId }),
  operation: DeleteProjectDocument,
  variables: ({ project_id: id }) => ({ id }),
  result: z.object({ project_id: projectId, deleted: z.literal(true) }),
  reply: (_, { project_id: id }) => ({ project_id: id, deleted: true as const }),
  errors: ofProjects,
});

const saveFile = rpcMethod({
  name: 'project.file.save',
  summary: 'Save a file of a project; the earlier content stays as a version',
  params: z.object({ project_id: projectId, path, content: z.string(), encoding: encoding.default('utf8') }),
  operation: SaveProjectFileDocument,
  variables: ({ project_id: id, path: where, content, encoding: as }) => ({ input: { projectId: id, path: where, content, encoding: toEncoding(as) } }),
  result: fileSchema.extend({ project_id: projectId }),
  reply: ({ saveProjectFile: { file } }, { project_id: id }) => ({ ...toFile(file), project_id: id }),
  errors: ofProjects,
});

const readFile = rpcMethod({
  name: 'project.file.read',
  summary: 'Read a file of a project',
  params: z.object({ project_id: projectId, path, encoding: encoding.default('utf8') }),
  operation: ReadProjectFileDocument,
  variables: ({ project_id: id, path: where, encoding: as }) => ({ id, path: where, encoding: toEncoding(as) }),
  result: fileSchema.extend({ project_id: projectId, content: z.string(), encoding }),
  reply({ project }, { project_id: id, encoding: as }) {
    const file = found(found(project, 'project').file, 'file');
    return { ...toFile(file), project_id: id, content: file.content, encoding: as };
  },
  fieldName: renamed({ id: 'project_id' }),
  errors: ofProjects,
});

const deleteFile = rpcMethod({
  name: 'project.file.delete',
  summary: 'Delete a file of a project, with its history',
  params: z.object({ project_id: projectId, path }),
  operation: DeleteProjectFileDocument,
  variables: ({ project_id: id, path: where }) => ({ input: { projectId: id, path: where } }),
  result: z.object({ project_id: projectId, path, deleted: z.literal(true) }),
  reply: (_, { project_id: id, path: where }) => ({ project_id: id, path: where, deleted: true as const }),
  errors: ofProjects,
});

/** Projects, and the files that are kept in them. */
export const projectMethods = [create, open, list, remove, saveFile, readFile, deleteFile];
