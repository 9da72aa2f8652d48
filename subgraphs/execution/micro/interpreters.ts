import { constants } from 'node:fs';
import { access, realpath } from 'node:fs/promises';
import path from 'node:path';

/** A program of this machine that a kernel can run in. */
export interface Interpreter {
  /** An absolute path without links. */
  readonly program: string;
  /** What must be readable in a sandbox for it, beside /usr. */
  readonly readable: readonly string[];
}

/** The first of these paths that is a program; null when none is. */
export async function findInterpreter(candidates: readonly string[]): Promise<Interpreter | null> {
  for (const candidate of candidates) {
    try {
      const program = await realpath(candidate);
      await access(program, constants.X_OK);
      return { program, readable: readableFor(program) };
    } catch {
      // it is not there: the next
    }
  }
  return null;
}

/** The folder that holds `bin` and `lib` of an installation; the program alone where that would be a folder at the top. */
function readableFor(program: string): readonly string[] {
  if (program.startsWith('/usr/')) return [];
  const prefix = path.dirname(path.dirname(program));
  return [prefix.split('/').length > 2 && path.basename(path.dirname(program)) === 'bin' ? prefix : program];
}
