import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { renamed, rpcFeed, rpcMethod } from '#rest-compat/core';
import { bytes, encoding, instant, toEncoding } from './facts.ts';
import {
  CopyFileDocument, DeleteFileDocument, DescribeWorkspaceDocument, FileChangesDocument, ListFilesDocument, MakeDirectoryDocument, MoveFileDocument, ReadFileDocument, ShowFileDocument, WriteFileDocument,
  type EntryFragment,
} from './operations.generated.ts';

const path = z.string();
const ofFiles: readonly ErrorCode[] = ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'DISK_QUOTA_EXCEEDED', 'PAYLOAD_TOO_LARGE'];
const types = { FILE: 'file', DIRECTORY: 'directory', SYMLINK: 'symlink', OTHER: 'other' } as const;
const entrySchema = z.object({ name: z.string(), path: z.string(), type: z.enum(['file', 'directory', 'symlink', 'other']), size: bytes, modified_at: instant });

const toEntry = ({ name, path: where, type, size, modifiedAt }: EntryFragment): z.input<typeof entrySchema> => ({ name, path: where, type: types[type], size, modified_at: modifiedAt });

const read = rpcMethod({
  name: 'fs.read',
  summary: 'Read a file, or `length` bytes of it from `offset` on',
  params: z.object({ path, encoding: encoding.default('utf8'), offset: z.int().min(0).optional(), length: z.int32().min(0).optional() }),
  operation: ReadFileDocument,
  variables: ({ path: where, encoding: as, offset, length }) => ({ path: where, encoding: toEncoding(as), offset: offset ?? null, length: length ?? null }),
  result: z.object({ path, content: z.string(), encoding, size: bytes, modified_at: instant }),
  reply({ workspaceFile: { content, size, modifiedAt } }, { path: where, encoding: as }) {
    if (content === null) throw new DomainError('BAD_USER_INPUT', 'Not a file', { details: { field: 'path', reason: 'is not a file' } });
    return { path: where, content, encoding: as, size, modified_at: modifiedAt };
  },
  errors: ofFiles,
});

const write = rpcMethod({
  name: 'fs.write',
  summary: 'Write a file: all of it, or nothing. Folders on the way are made',
  params: z.object({ path, content: z.string(), encoding: encoding.default('utf8') }),
  operation: WriteFileDocument,
  variables: ({ path: where, content, encoding: as }) => ({ input: { path: where, content, encoding: toEncoding(as) } }),
  result: z.object({ path, size: bytes, modified_at: instant }),
  reply: ({ writeWorkspaceFile: { file } }, { path: where }) => ({ path: where, size: file.size, modified_at: file.modifiedAt }),
  errors: ofFiles,
});

const list = rpcMethod({
  name: 'fs.list',
  summary: 'What is in a folder, by name; `next_cursor` is there when there is more',
  params: z.object({ path: path.default('.'), limit: z.int32().min(1).max(1000).default(1000), cursor: z.string().optional() }),
  operation: ListFilesDocument,
  variables: ({ path: where, limit, cursor }) => ({ path: where, first: limit, after: cursor ?? null }),
  result: z.object({ path, entries: z.array(entrySchema), next_cursor: z.string().nullable() }),
  reply: ({ workspaceFiles: { nodes, pageInfo } }, { path: where }) => ({ path: where, entries: nodes.map(toEntry), next_cursor: pageInfo.hasNextPage ? pageInfo.endCursor : null }),
  fieldName: renamed({ first: 'limit', after: 'cursor' }),
  errors: ofFiles,
});

const remove = rpcMethod({
  name: 'fs.delete',
  summary: 'Delete a file, a link, or a folder: an empty one, or with `recursive` all that is in it',
  params: z.object({ path, recursive: z.boolean().default(false) }),
  operation: DeleteFileDocument,
  variables: (input) => ({ input }),
  result: z.object({ path, deleted: z.literal(true) }),
  reply: (_, { path: where }) => ({ path: where, deleted: true as const }),
  errors: ofFiles,
});

const mkdir = rpcMethod({
  name: 'fs.mkdir',
  summary: 'Make a folder; with `recursive` also those on the way, and one that is there is fine',
  params: z.object({ path, recursive: z.boolean().default(true) }),
  operation: MakeDirectoryDocument,
  variables: (input) => ({ input }),
  result: z.object({ path, created: z.literal(true) }),
  reply: (_, { path: where }) => ({ path: where, created: true as const }),
  errors: ofFiles,
});

const fromTo = z.object({ from: path, to: path });

const copy = rpcMethod({
  name: 'fs.copy',
  summary: 'Copy a file, or a folder with all that is in it',
  params: fromTo,
  operation: CopyFileDocument,
  variables: (input) => ({ input }),
  result: fromTo.extend({ size: bytes }),
  reply: ({ copyWorkspaceFile: { copiedBytes } }, { from, to }) => ({ from, to, size: copiedBytes }),
  errors: ofFiles,
});

const move = rpcMethod({
  name: 'fs.move',
  summary: 'Move or rename a file or folder',
  params: fromTo,
  operation: MoveFileDocument,
  variables: (input) => ({ input }),
  result: fromTo,
  reply: (_, { from, to }) => ({ from, to }),
  errors: ofFiles,
});

const describe = rpcMethod({
  name: 'fs.describe',
  summary: 'What the files of the caller take, and what they may take',
  params: z.object({}),
  operation: DescribeWorkspaceDocument,
  variables: () => ({}),
  result: z.object({ used_bytes: bytes, file_count: z.int(), max_bytes: bytes, max_files: z.int(), max_transfer_bytes: bytes, containment: z.enum(['strict', 'best_effort']) }),
  reply: ({ workspace }) => ({
    used_bytes: workspace.usedBytes, file_count: workspace.fileCount, max_bytes: workspace.maxBytes, max_files: workspace.maxFiles, max_transfer_bytes: workspace.maxTransferBytes,
    containment: ({ STRICT: 'strict', BEST_EFFORT: 'best_effort' } as const)[workspace.containment],
  }),
  errors: ofFiles,
});

const changes = { WRITTEN: 'written', DELETED: 'deleted', MOVED: 'moved', RESCANNED: 'rescanned' } as const;

const subscribe = rpcFeed({
  name: 'fs.subscribe',
  summary: 'Be told by `fs.changed` of changes at a path and below it',
  params: z.object({ path: path.default('.') }),
  state: { operation: ShowFileDocument, variables: (input) => input, reply: ({ workspaceFile }) => ({ entry: toEntry(workspaceFile) }) },
  result: z.object({ entry: entrySchema }),
  feed: {
    operation: FileChangesDocument,
    variables: (input) => input,
    notifications: ({ workspaceChanged: { type, path: where, previousPath, file, changedAt } }) => [
      { method: 'fs.changed', params: { type: changes[type], path: where, previous_path: previousPath, entry: file && toEntry(file), changed_at: changedAt } },
    ],
  },
  tells: {
    'fs.changed': z.object({ subscription: z.string(), type: z.enum(['written', 'deleted', 'moved', 'rescanned']), path, previous_path: path.nullable(), entry: entrySchema.nullable(), changed_at: instant }),
  },
  errors: ofFiles,
});

/** Files inside the sandbox root of the caller. */
export const fsMethods = [read, write, list, remove, mkdir, copy, move, describe, subscribe];
