import { readdirSync } from 'node:fs';
import { descriptors } from './drivers/driver.ts';
import { readState } from './process-table.ts';

/** O_CLOEXEC, as /proc/PID/fdinfo has it: in octal. */
const closesOnExec = 0o2000000;
let known: readonly number[] | undefined;

/**
 * A command that first closes the descriptors that whoever started this process left open, and that every child inherits: Node marks those it opens itself.
 * What a sandbox has its own use for is replaced there. POSIX shells need not know descriptors of two digits; bash does, which takes a socket as its input for a
 * remote session.
 */
export function closingLeaks(command: readonly [string, ...string[]]): readonly [string, ...string[]] {
  known ??= readdirSync('/proc/self/fdinfo').map(Number).filter((descriptor) => descriptor > descriptors.channel && isInherited(descriptor));
  if (known.length === 0) return command;
  const script = `exec ${known.map((descriptor) => `${descriptor}<&-`).join(' ')}; exec "$@"`;
  return known.every((descriptor) => descriptor < 10) ? ['/bin/sh', '-c', script, 'sh', ...command] : ['/bin/bash', '--norc', '-c', script, 'bash', ...command];
}

function isInherited(descriptor: number): boolean {
  const flags = /^flags:\s+(\d+)/mu.exec(readState(`/proc/self/fdinfo/${descriptor}`) ?? '')?.[1];
  return flags !== undefined && (Number.parseInt(flags, 8) & closesOnExec) === 0;
}
