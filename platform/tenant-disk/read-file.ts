import fs from 'node:fs';
import { at, openPath, type Folder } from './folder.ts';
import { refusePath } from './disk-path.ts';
import { system } from './system-calls.ts';

const { O_NOFOLLOW, O_NONBLOCK, O_RDONLY } = fs.constants;

/** The part of a file to read; all that there is behind `offset` where `length` is left out. */
export interface Part {
  readonly offset?: number | undefined;
  readonly length?: number | undefined;
}

export interface ReadOptions extends Part {
  /** The argument that named the path. */
  readonly field: string;
  /** More than so many bytes at once are refused. */
  readonly maxBytes: number;
}

/** Opens a file, and nothing that only looks like one: a pipe would never end. The caller closes it. */
export async function openFile(folder: Folder, name: string | Buffer, field: string) {
  const descriptor = await system.open(at(folder, name), O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    const stats = await system.stat(descriptor);
    if (!stats.isFile()) refusePath(field, stats.isDirectory() ? 'is a folder' : 'is not a file');
    return { descriptor, stats };
  } catch (error) {
    system.close(descriptor);
    throw error;
  }
}

/** Reads a file or a part of it. @throws errors of the system; DomainError BAD_USER_INPUT when that is too much at once */
export async function readFile(root: Folder, [...names]: readonly [string, ...string[]], { field, maxBytes, offset = 0, length }: ReadOptions): Promise<Buffer> {
  const name = names.pop() ?? '';
  const folder = await openPath(root, names);
  try {
    const { descriptor, stats } = await openFile(folder, name, field);
    try {
      const rest = Math.max(0, stats.size - offset);
      if (length === undefined && rest > maxBytes) refusePath(field, `has more than ${maxBytes} bytes; read it in parts`);
      return await readBytes(descriptor, { position: offset, length: Math.min(rest, length ?? rest) });
    } finally {
      system.close(descriptor);
    }
  } finally {
    folder.close();
  }
}

/** Up to `length` bytes; fewer where the file has become shorter. */
async function readBytes(descriptor: number, { position, length }: { readonly position: number; readonly length: number }): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  let filled = 0;
  while (filled < length) {
    const count = await system.read(descriptor, bytes.subarray(filled), position + filled);
    if (count === 0) break;
    filled += count;
  }
  return bytes.subarray(0, filled);
}
