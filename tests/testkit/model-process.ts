import { spawnSync } from 'node:child_process';

/** The process id of the model child of `parent`. @throws Error when there is none */
export function modelProcessOf(parent: number): number {
  const { stdout } = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const row = stdout.split('\n').map((line) => /^\s*(\d+)\s+(\d+)\s+(.*)$/u.exec(line)).find((match) => Number(match?.[2]) === parent && match?.[3]?.includes('backends/llama/child') === true);
  if (row?.[1] === undefined) throw new Error(`process ${parent} has no model child`);
  return Number(row[1]);
}
