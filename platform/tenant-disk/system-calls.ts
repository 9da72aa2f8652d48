import fs from 'node:fs';
import { promisify } from 'node:util';

// Plain descriptors: the handles of node:fs/promises cost several times as much per call.
const call = { open: promisify(fs.open), read: promisify(fs.read), write: promisify(fs.write), readdir: promisify(fs.readdir) };

/** The calls of the file system that the tenant disk makes. */
export const system = {
  open: (path: fs.PathLike, flags: number, mode?: number): Promise<number> => call.open(path, flags, mode),
  read: (descriptor: number, into: NodeJS.ArrayBufferView, position: number): Promise<number> =>
    call.read(descriptor, into, 0, into.byteLength, position).then(({ bytesRead }) => bytesRead),
  write: (descriptor: number, from: NodeJS.ArrayBufferView): Promise<number> => call.write(descriptor, from).then(({ bytesWritten }) => bytesWritten),
  namesIn: (path: fs.PathLike): Promise<readonly string[]> => call.readdir(path, { encoding: 'utf8' }),
  /** Names may be any bytes. */
  rawNamesIn: (path: fs.PathLike): Promise<readonly Buffer[]> => call.readdir(path, { encoding: 'buffer' }),
  stat: promisify<number, fs.Stats>(fs.fstat),
  lstat: promisify<fs.PathLike, fs.Stats>(fs.lstat),
  sync: promisify(fs.fsync),
  chown: promisify(fs.fchown),
  chmod: promisify(fs.fchmod),
  chmodAt: promisify(fs.chmod),
  mkdir: promisify<fs.PathLike, number>(fs.mkdir),
  rename: promisify(fs.rename),
  unlink: promisify(fs.unlink),
  rmdir: promisify<fs.PathLike>(fs.rmdir),
  /** Nobody waits for it: a descriptor that cannot be closed is closed. */
  close: (descriptor: number): void => fs.close(descriptor, () => undefined),
};

/** The code of an error of the system, such as ENOENT; null for others. */
export const codeOf = (error: unknown): string | null => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null);

/** A handler for `catch` that gives null for errors of these codes and passes others on. */
export function nullOn(...codes: readonly string[]): (error: unknown) => null {
  return (error) => {
    if (codes.includes(codeOf(error) ?? '')) return null;
    throw error;
  };
}
