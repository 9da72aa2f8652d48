import type { HostLayout } from '../host-layout.ts';
import type { SandboxSpec } from '../sandbox.ts';
import { descriptors, environmentOf, inside, startingFolder, type Driver } from './driver.ts';
import { limitCommands, readyCommands } from './shell.ts';

export interface UnshareOptions {
  readonly layout: HostLayout;
  /** Whether a control group counts the memory. */
  readonly countsMemory: boolean;
}

/** The driver over unshare, setpriv and mount of util-linux: the same walls, built by a shell. It filters no system calls. */
export function createUnshareDriver({ layout, countsMemory }: UnshareOptions): Driver {
  return {
    name: 'unshare',
    command: ['/bin/sh', '-c', gate, 'sh', 'setpriv', '--pdeathsig', 'KILL', '--', 'unshare', ...namespaces, '--', '/bin/sh', '-c', reader, 'sh'],
    filter: null,
    ordersFor(spec) {
      const data = dataOf(spec);
      return Buffer.from([go, buildingPlan(spec, { layout, countsMemory, words: data.length }), ...data].map((line) => `${encoded(line)}\n`).join(''));
    },
  };
}

/** unshare forks at once: it must not be there before its cage is. */
const go = 'go';
const gate = `read -r line <&${descriptors.orders} || exit 1; exec "$@"`;

/** Its umount obeys root only, so the walls are built by the root of a user namespace; the program gets a second one, where it is an ordinary user. */
const namespaces = ['--user', '--map-root-user', '--mount', '--pid', '--fork', '--kill-child', '--net', '--ipc', '--uts', '--cgroup'];
const ordinary = `unshare --user --map-user=${inside.user} --map-group=${inside.user} --keep-caps --`;
const powerless = 'setpriv --no-new-privs --inh-caps=-all --ambient-caps=-all --bounding-set=-all --securebits=+noroot,+noroot_locked --';

/** Each order is a line, spelled for `printf %b`: first the plan, then the words that it speaks of as its parameters. */
const encoded = (text: string): string => text.replaceAll('\\', String.raw`\\`).replaceAll('\n', String.raw`\n`);
const reader = [
  `IFS= read -r line <&${descriptors.orders} || exit 1`,
  `plan=$(printf %b "$line")`,
  `while IFS= read -r line <&${descriptors.orders}; do word=$(printf %b. "$line"); set -- "$@" "\${word%.}"; done`,
  `eval "$plan"`,
].join('\n');

/** What comes from outside travels as data: the shell evaluates only the plan, which speaks of it by number. */
const dataOf = (spec: SandboxSpec): readonly string[] => [
  spec.workspace?.folder ?? '', startingFolder(spec), ...(spec.readable ?? []), ...Object.entries(environmentOf(spec)).map(([name, value]) => `${name}=${value}`), spec.program, ...spec.arguments,
];

interface PlanParts extends UnshareOptions {
  readonly words: number;
}

/** Builds a root in memory, in the place of a folder that nobody needs, and makes it the only one. */
function buildingPlan(spec: SandboxSpec, { layout, countsMemory, words }: PlanParts): string {
  const { workspace, readable = [], limits } = spec;
  const memoryFolder = (folder: string): string => `mount -t tmpfs -o size=${limits.temporaryBytes},mode=1777,nosuid,nodev tmpfs ${folder}`;
  const firstVariable = 3 + readable.length;
  const variables = Object.keys(environmentOf(spec)).length;
  return [
    'set -e',
    `[ $# -eq ${words} ]`,
    `exec ${descriptors.filter}<&- ${descriptors.orders}<&-`,
    'mount -t tmpfs -o size=1m,mode=755,nosuid,nodev tmpfs /sys',
    'cd /sys',
    'mkdir old proc dev dev/shm tmp workspace',
    show,
    ...layout.folders.map((folder) => `show ${folder}`),
    ...layout.links.map(([place, target]) => `ln -s ${target} .${place}`),
    'for name in null zero full random urandom; do : > dev/$name; mount --bind /dev/$name dev/$name; done',
    'ln -s /proc/self/fd dev/fd; ln -s fd/0 dev/stdin; ln -s fd/1 dev/stdout; ln -s fd/2 dev/stderr',
    memoryFolder('dev/shm'),
    memoryFolder('tmp'),
    ...readable.map((_, index) => `show "\${${3 + index}}"`),
    ...(workspace === null ? [] : ['mount -o bind,nosuid,nodev "$1" workspace']),
    'mount -t proc -o nosuid,nodev,noexec proc proc',
    'pivot_root . old',
    'cd /',
    'umount -l old',
    'rmdir old',
    'mount -o remount,bind,ro,nosuid,nodev /',
    `hostname ${inside.hostName} || true`,
    'unset $(env | cut -d= -f1)',
    ...Array.from({ length: variables }, (_, index) => `export "\${${firstVariable + index}}"`),
    `folder=$2; shift ${firstVariable - 1 + variables}`,
    `exec ${ordinary} /bin/sh -c '${entry(spec, countsMemory)}' "$folder" "$@"`,
  ].join('\n');
}

/** The last steps, in the second user namespace. A shell stays as the first process: it reaps, and does not ignore signals that the program is sent. */
const entry = (spec: SandboxSpec, countsMemory: boolean): string => [
  'echo 0 > /proc/sys/user/max_user_namespaces || exit 1',
  ...limitCommands(spec.limits, { countsMemory }),
  ...readyCommands(spec),
  'cd -- "$0" || exit 126',
  'unset OLDPWD',
  `exec ${powerless} /bin/sh -c "\\"\\$@\\"; exit \\$?" sh "$@"`,
].join('\n');

const show = 'show() { if [ -d "$1" ]; then mkdir -p ".$1"; else mkdir -p ".${1%/*}"; : > ".$1"; fi; mount -o bind,ro,nosuid,nodev "$1" ".$1"; }';
