import { readdirSync } from 'node:fs';
import { isOwnerAlive, ownerVariable } from './owner.ts';
import { endProcess, readState } from './process-table.ts';

/** Ends first processes of sandboxes whose server is dead: one that died in the moment of a start could leave one. Gives how many. */
export function sweepProcesses(): number {
  const left = readdirSync('/proc').filter((name) => /^\d+$/u.test(name)).map(Number).filter((pid) => isLeft(readState(`/proc/${pid}/environ`)));
  for (const pid of left) endProcess(pid);
  return left.length;
}

function isLeft(environment: string | null): boolean {
  const owner = environment?.split('\0').find((entry) => entry.startsWith(`${ownerVariable}=`));
  return owner !== undefined && !isOwnerAlive(owner.slice(ownerVariable.length + 1));
}
