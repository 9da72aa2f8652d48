import type { SandboxLimits } from '../sandbox.ts';
import { descriptors } from './driver.ts';

/** What the shell of a sandbox writes to the channel when all is set up, before it becomes the program. */
export const readyMark = 'ready\n';

/**
 * Commands of a POSIX shell that set the limits of each process. The number of processes counts per user namespace, so they belong inside of it.
 * Shells differ in the letter for that one.
 */
export function limitCommands({ processes, cpuSeconds, fileBytes, openFiles, memoryBytes }: SandboxLimits, { countsMemory }: { readonly countsMemory: boolean }): readonly string[] {
  return [
    'ulimit -c 0',
    `ulimit -n ${openFiles}`,
    `ulimit -f ${Math.floor(fileBytes / 512)}`,
    `ulimit -t ${Math.ceil(cpuSeconds)}`,
    `ulimit -p ${processes} 2>/dev/null || ulimit -u ${processes}`,
    ...(countsMemory ? [] : [`ulimit -d ${Math.floor(memoryBytes / 1_024)}`]),
  ];
}

/** Commands that say that all is set up, and close what the program shall not have. */
export const readyCommands = ({ channel = false }: { readonly channel?: boolean }): readonly string[] => [
  `echo ready >&${descriptors.channel}`,
  ...(channel ? [] : [`exec ${descriptors.channel}<&-`]),
];
