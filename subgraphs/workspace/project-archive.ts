import { extract, pack, type Entry } from 'tar-stream';
import { DomainError } from '#kernel/errors';
import { projectPath, refuse } from './input-rules.ts';
import { limits } from './limits.ts';

/** A file in an archive. */
export interface ArchivedFile {
  readonly path: string;
  readonly bytes: Buffer;
}

/** A file to archive. */
export interface FileToArchive extends ArchivedFile {
  readonly updatedAt: Date;
}

const fileTypes = new Set(['file', 'contiguous-file']);
const blockBytes = 512;

/** The files of an archive (POSIX ustar or pax), by paths of one spelling. @throws DomainError BAD_USER_INPUT */
export async function readArchive(archive: Uint8Array, { maxFiles }: { readonly maxFiles: number }): Promise<readonly ArchivedFile[]> {
  if (archive.byteLength > limits.archiveBytes) refuse('archive', `must have at most ${limits.archiveBytes} bytes`);
  if (archive.byteLength === 0 || archive.byteLength % blockBytes !== 0) refuse('archive', 'is not a tar archive');
  const files = new Map<string, Buffer>();
  const entries = extract({ filenameEncoding: 'utf8' });
  // Checked before its content is looked for: the reader would wait without end for a length that is no number.
  entries.prependListener('entry', ({ size }) => {
    if (!Number.isSafeInteger(size) || (size ?? -1) < 0) entries.destroy(new Error('A length is no number'));
  });
  entries.end(Buffer.from(archive.buffer, archive.byteOffset, archive.byteLength));
  try {
    for await (const entry of entries) {
      const file = await toFile(entry);
      if (file === null) continue;
      if (files.has(file.path)) refuse('archive', 'holds a path twice');
      if (files.size === maxFiles) refuse('archive', `must hold at most ${maxFiles} files`);
      files.set(file.path, file.bytes);
    }
  } catch (error) {
    if (DomainError.isInstance(error)) throw error;
    throw new DomainError('BAD_USER_INPUT', 'archive is not a tar archive', { details: { field: 'archive', reason: 'is not a tar archive' }, cause: error });
  }
  return withoutFilesInFiles(files);
}

/** Null for a folder, which its files imply. */
async function toFile(entry: Entry): Promise<ArchivedFile | null> {
  const { header: { name, size = 0, type } } = entry;
  if (type === 'directory') {
    entry.resume();
    return null;
  }
  if (!fileTypes.has(type ?? '')) refuse('archive', 'holds something that is neither a file nor a folder');
  if (size > limits.projectFileBytes) refuse('archive', `holds a file of more than ${limits.projectFileBytes} bytes`);
  const path = projectPath(name, 'archive');
  const parts: Buffer[] = [];
  for await (const part of entry) if (Buffer.isBuffer(part)) parts.push(part);
  return { path, bytes: Buffer.concat(parts) };
}

function withoutFilesInFiles(files: ReadonlyMap<string, Buffer>): readonly ArchivedFile[] {
  for (const path of files.keys()) if (foldersOf(path).some((folder) => files.has(folder))) refuse('archive', 'holds a file in a file');
  return [...files].map(([path, bytes]) => ({ path, bytes }));
}

/** The folders that a path is in. */
export function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1);
  return names.map((_, index) => names.slice(0, index + 1).join('/'));
}

/** Files as an archive (POSIX pax where ustar cannot say it). */
export async function writeArchive(files: AsyncIterable<FileToArchive>): Promise<Buffer> {
  const archive = pack();
  const parts: Buffer[] = [];
  archive.on('data', (part) => {
    if (Buffer.isBuffer(part)) parts.push(part);
  });
  const ended = new Promise<void>((resolve, reject) => archive.once('end', resolve).once('error', reject));
  for await (const { path, bytes, updatedAt } of files) archive.entry({ name: path, mode: 0o644, mtime: updatedAt }, bytes);
  archive.finalize();
  await ended;
  return Buffer.concat(parts);
}
