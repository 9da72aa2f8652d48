import type { HostLayout } from '../host-layout.ts';
import type { SandboxSpec } from '../sandbox.ts';
import { descriptors, environmentOf, inside, startingFolder, type Driver } from './driver.ts';
import { limitCommands, readyCommands } from './shell.ts';

export interface BwrapOptions {
  /** The program itself. */
  readonly bwrap: string;
  readonly filter: string;
  readonly layout: HostLayout;
  /** Whether a control group counts the memory. */
  readonly countsMemory: boolean;
}

const variable = (name: string | number): string => `PENTAGRAPH_${name}`;

/**
 * The driver over bubblewrap. What isolates is on its command line; what differs follows by descriptor, so that no list of processes shows it:
 * if that were cut short, folders would be missing inside, never walls.
 */
export function createBwrapDriver({ bwrap, filter, layout, countsMemory }: BwrapOptions): Driver {
  return {
    name: 'bwrap',
    command: [bwrap, ...walls, '--args', String(descriptors.orders), '--', '/bin/sh', '-c', `eval "$${variable('PROGRAM')}"`],
    filter,
    ordersFor: (spec) => Buffer.from([...rooms(spec, layout), ...words(spec, countsMemory)].map((word) => `${word}\0`).join('')),
  };
}

/** `--unshare-all` alone would do without a user namespace where there is none; without `--cap-drop` a server that is root would leave capabilities. */
const walls: readonly string[] = [
  '--unshare-all', '--unshare-user', '--disable-userns', '--die-with-parent', '--new-session', '--cap-drop', 'ALL',
  '--uid', String(inside.user), '--gid', String(inside.user), '--hostname', inside.hostName, '--clearenv', '--seccomp', String(descriptors.filter),
];

/** `--size` and `--perms` speak of the next file system only; `--remount-ro /` must come when all is there. */
function rooms({ workspace, readable = [], limits: { temporaryBytes } }: SandboxSpec, { folders, links }: HostLayout): readonly string[] {
  const size = ['--size', String(temporaryBytes)];
  return [
    ...folders.flatMap((folder) => ['--ro-bind', folder, folder]),
    ...links.flatMap(([place, target]) => ['--symlink', target, place]),
    ...['--proc', '/proc', '--dev', '/dev', ...size, '--tmpfs', '/dev/shm', '--remount-ro', '/dev'],
    ...[...size, '--perms', '1777', '--tmpfs', inside.temporary],
    ...readable.flatMap((place) => ['--ro-bind', place, place]),
    ...(workspace === null ? [] : ['--bind', workspace.folder, inside.workspace]),
    ...['--remount-ro', '/', '--chdir', '/'],
  ];
}

/** The program travels in variables, as data: the shell inside evaluates only what we wrote. */
function words(spec: SandboxSpec, countsMemory: boolean): readonly string[] {
  const program = [spec.program, ...spec.arguments];
  const names = program.map((_, index) => variable(index));
  const commands = [
    ...limitCommands(spec.limits, { countsMemory }),
    ...readyCommands(spec),
    `cd -- "$${variable('FOLDER')}" || exit 126`,
    `set -- ${names.map((name) => `"$${name}"`).join(' ')}`,
    `unset OLDPWD ${variable('PROGRAM')} ${variable('FOLDER')} ${names.join(' ')}`,
    'exec "$@"',
  ];
  const variables = { ...environmentOf(spec), [variable('PROGRAM')]: commands.join('\n'), [variable('FOLDER')]: startingFolder(spec), ...Object.fromEntries(program.map((word, index) => [variable(index), word])) };
  return Object.entries(variables).flatMap(([name, value]) => ['--setenv', name, value]);
}
