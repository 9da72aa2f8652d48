import type { SystemCall } from './system-calls.ts';

/** What happens to a call instead of being made; values of SECCOMP_RET_* in linux/seccomp.h, with the error number. */
export const refusal = {
  killProcess: 0x80000000,
  notPermitted: 0x00050001,
  notImplemented: 0x00050026,
  familyNotSupported: 0x00050061,
} as const;

/** Something that must hold of the low 32 bits of one argument: all that the kernel looks at in each of these calls. */
export type Condition =
  | { readonly argument: number; readonly hasAny: number }
  | { readonly argument: number; readonly hasAll: number }
  | { readonly argument: number; readonly equals: number }
  | { readonly argument: number; readonly noneOf: readonly number[] };

/** A call that is refused where all conditions hold. */
export interface Rule {
  readonly call: SystemCall;
  readonly when?: readonly Condition[];
  readonly answer: number;
}

/** CLONE_NEWNS, NEWCGROUP, NEWUTS, NEWIPC, NEWUSER, NEWPID, NEWNET. */
const newNamespaces = 0x7e020000;
/** O_CREAT and O_TMPFILE: without one of them the mode of an open means nothing. */
const makesFile = 0x00400040;
/** S_ISUID and S_ISGID. */
const setsIdentity = 0o6000;
/** MAP_SHARED and MAP_ANONYMOUS. */
const sharedAnonymous = 0x21;
const families = { unix: 1, inet: 2, inet6: 10 };
/** Both put characters into the input of a terminal. */
const terminalInput = { TIOCSTI: 0x5412, TIOCLINUX: 0x541c };

/** What no program needs, and exploits of the kernel like to begin with. */
const forbidden: readonly SystemCall[] = [
  'mount', 'umount2', 'pivot_root', 'chroot', 'open_tree', 'open_tree_attr', 'move_mount', 'fsopen', 'fsconfig', 'fsmount', 'fspick', 'mount_setattr', 'statmount', 'listmount',
  'unshare', 'setns', 'ptrace', 'process_vm_readv', 'process_vm_writev', 'process_madvise', 'kcmp', 'pidfd_getfd', 'perf_event_open', 'bpf', 'userfaultfd',
  'io_uring_setup', 'io_uring_enter', 'io_uring_register', 'add_key', 'request_key', 'keyctl', 'name_to_handle_at', 'open_by_handle_at', 'memfd_secret', 'vmsplice',
  'mbind', 'set_mempolicy', 'set_mempolicy_home_node', 'migrate_pages', 'move_pages', 'personality', 'modify_ldt', 'iopl', 'ioperm', 'lsm_set_self_attr', 'lookup_dcookie',
  'init_module', 'finit_module', 'delete_module', 'kexec_load', 'kexec_file_load', 'reboot', 'swapon', 'swapoff', 'acct', 'quotactl', 'quotactl_fd', 'syslog',
  'sethostname', 'setdomainname', 'settimeofday', 'clock_settime', 'adjtimex', 'clock_adjtime', 'mknod', 'mknodat',
];

const never = (call: SystemCall): Rule => ({ call, answer: refusal.notPermitted });

/** A file with such a mode in the workspace would let every user of the host become its owner. */
const identityModes: readonly Rule[] = [
  ...([['chmod', 1], ['fchmod', 1], ['fchmodat', 2], ['fchmodat2', 2], ['creat', 1]] as const)
    .map(([call, argument]): Rule => ({ call, when: [{ argument, hasAny: setsIdentity }], answer: refusal.notPermitted })),
  ...([['open', 1], ['openat', 2]] as const)
    .map(([call, flags]): Rule => ({ call, when: [{ argument: flags, hasAny: makesFile }, { argument: flags + 1, hasAny: setsIdentity }], answer: refusal.notPermitted })),
];

/** Memory that RLIMIT_DATA does not count, where nothing else does. */
const uncounted: readonly Rule[] = [never('memfd_create'), never('shmget'), { call: 'mmap', when: [{ argument: 3, hasAll: sharedAnonymous }], answer: refusal.notPermitted }];

/** The rules of a filter; `countsMemory` says that a control group counts all memory of the sandbox. */
export const filterRules = ({ countsMemory }: { readonly countsMemory: boolean }): readonly Rule[] => [
  // Their arguments lie in memory, where a filter cannot look. The C library falls back to `clone` and `openat`.
  { call: 'clone3', answer: refusal.notImplemented },
  { call: 'openat2', answer: refusal.notImplemented },
  { call: 'clone', when: [{ argument: 0, hasAny: newNamespaces }], answer: refusal.notPermitted },
  { call: 'socket', when: [{ argument: 0, noneOf: Object.values(families) }], answer: refusal.familyNotSupported },
  ...Object.values(terminalInput).map((equals): Rule => ({ call: 'ioctl', when: [{ argument: 1, equals }], answer: refusal.notPermitted })),
  ...identityModes,
  ...(countsMemory ? [] : uncounted),
  ...forbidden.map(never),
];
