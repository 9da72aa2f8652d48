import { readdirSync, readFileSync } from 'node:fs';

/** Reads a file of /proc or of a control group; null when what it speaks of is gone. These reads never wait for a disk. */
export function readState(file: string): string | null {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return null;
  }
}

const toNumbers = (text: string | null): readonly number[] => (text ?? '').split(/\s+/u).filter((word) => word !== '').map(Number);

/** The processes that a process has started and not yet reaped. */
export function childrenOf(pid: number): readonly number[] {
  return tasksOf(pid).flatMap((task) => toNumbers(readState(`/proc/${pid}/task/${task}/children`)));
}

function tasksOf(pid: number): readonly string[] {
  try {
    return readdirSync(`/proc/${pid}/task`);
  } catch {
    return [];
  }
}

/** A process and everything below it. */
export function familyOf(pid: number): readonly number[] {
  const family = [pid];
  for (const member of family) family.push(...childrenOf(member));
  return family;
}

/** Processes that a control group or any other list names, one number per word. */
export const processesIn = (file: string): readonly number[] => toNumbers(readState(file));

/** When a process was started, in ticks since boot: a number belongs to one process only together with this. Null when there is none. */
export const startTimeOf = (pid: number): string | null => fieldsOf(pid)[19] ?? null;

/** Milliseconds that a process and its reaped children have been on a processor; Linux counts in hundredths of a second. */
export const cpuMsOf = (pid: number): number => fieldsOf(pid).slice(11, 15).reduce((sum, ticks) => sum + Number(ticks) * 10, 0);

/** Bytes of a process that are in memory; what it shares with others counts whole. */
export const residentBytesOf = (pid: number): number => kilobytes(readState(`/proc/${pid}/status`), /^VmRSS:\s+(\d+)/mu);

/** Bytes of a process that are in memory; what it shares with others counts by its share. Costly. */
export function shareOfMemory(pid: number): number {
  const rollup = readState(`/proc/${pid}/smaps_rollup`);
  return rollup === null ? residentBytesOf(pid) : kilobytes(rollup, /^Pss:\s+(\d+)/mu);
}

const kilobytes = (text: string | null, pattern: RegExp): number => Number(pattern.exec(text ?? '')?.[1] ?? 0) * 1_024;

/** Fields of /proc/PID/stat behind the name of the program: proc(5) counts them from 3. */
function fieldsOf(pid: number): readonly string[] {
  const text = readState(`/proc/${pid}/stat`) ?? '';
  return text.slice(text.lastIndexOf(')') + 2).split(' ');
}

/** Ends a process, or with a negative number a process group. Harmless when there is none. */
export function endProcess(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // gone already
  }
}
