import { randomBytes } from 'node:crypto';
import { startTimeOf } from './process-table.ts';

/** A new name for a sandbox of this process; it tells which process that is. */
export const newOwnerName = (): string => `${process.pid}-${startTimeOf(process.pid) ?? '0'}-${randomBytes(4).toString('hex')}`;

/** Whether the process that had such a name lives. */
export function isOwnerAlive(name: string): boolean {
  const [pid = '', startTime = ''] = name.split('-');
  return startTimeOf(Number(pid)) === startTime;
}

/** The variable that every first process of a sandbox has in its environment; its value is the name of who started it. */
export const ownerVariable = 'PENTAGRAPH_SANDBOX_OWNER';
