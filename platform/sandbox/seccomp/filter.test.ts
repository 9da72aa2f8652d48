import { describe, expect, it } from 'vitest';
import { createFilter } from './filter.ts';
import { auditArchitecture, systemCalls, type Processor, type SystemCall } from './system-calls.ts';

const answers: Readonly<Record<number, string>> = { 0x7fff0000: 'allowed', 0x80000000: 'killed', 0x00050001: 'EPERM', 0x00050026: 'ENOSYS', 0x00050061: 'EAFNOSUPPORT' };

const comparisons: Readonly<Record<number, (accumulator: number, operand: number) => boolean>> = {
  0x15: (accumulator, operand) => accumulator === operand,
  0x35: (accumulator, operand) => accumulator >= operand,
  0x45: (accumulator, operand) => (accumulator & operand) !== 0,
};

interface Call {
  readonly number: number;
  readonly architecture: number;
  readonly arguments?: readonly number[];
}

/** What the kernel would answer: classic BPF over `struct seccomp_data`, linux/filter.h. */
function answerOf(filter: Buffer, { number, architecture, arguments: words = [] }: Call): string | undefined {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(number, 0);
  data.writeUInt32LE(architecture, 4);
  for (const [index, word] of words.entries()) data.writeBigUInt64LE(BigInt(word), 16 + index * 8);
  let accumulator = 0;
  for (let at = 0; at * 8 < filter.length; at += 1) {
    const [code, ifTrue, ifFalse, operand] = [filter.readUInt16LE(at * 8), filter.readUInt8(at * 8 + 2), filter.readUInt8(at * 8 + 3), filter.readUInt32LE(at * 8 + 4)];
    if (code === 0x06) return answers[operand];
    if (code === 0x20) accumulator = data.readUInt32LE(operand);
    else if (code === 0x54) accumulator = (accumulator & operand) >>> 0;
    else at += comparisons[code]?.(accumulator, operand) === true ? ifTrue : ifFalse;
  }
  throw new Error('the program has no end');
}

describe.each<Processor>(['x64', 'arm64'])('the filter of system calls for %s', (processor) => {
  const architecture = auditArchitecture[processor];
  const counted = createFilter({ processor, countsMemory: true });
  const uncounted = createFilter({ processor, countsMemory: false });
  const ask = (call: SystemCall, words: readonly number[] = [], filter = counted): string | undefined => {
    const number = systemCalls[call][processor];
    return number === null ? 'none here' : answerOf(filter, { number, architecture, arguments: words });
  };

  it('ends a process that calls for another architecture, and knows no x32', () => {
    expect(answerOf(counted, { number: 0, architecture: 0x40000003 })).toBe('killed');
    expect(answerOf(counted, { number: 0x40000000 + 39, architecture })).toBe(processor === 'x64' ? 'ENOSYS' : 'allowed');
  });

  it('allows what programs need', () => {
    for (const number of processor === 'x64' ? [0, 1, 3, 39, 59, 231, 302] : [56 + 1, 63, 64, 93, 221]) expect(answerOf(counted, { number, architecture })).toBe('allowed');
    expect([ask('clone', [17]), ask('clone', [0x003d0f00]), ask('mmap', [0, 4_096, 3, 0x22]), ask('socket', [1]), ask('socket', [2]), ask('socket', [10]), ask('ioctl', [0, 0x5401])]).toEqual(Array(7).fill('allowed'));
    expect([ask('openat', [0, 0, 0, 0o6000]), ask('openat', [0, 0, 0x41, 0o666]), ask('fchmodat', [0, 0, 0o1777]), ask('memfd_create'), ask('mmap', [0, 4_096, 3, 0x21])]).toEqual(Array(5).fill('allowed'));
  });

  it('refuses namespaces, odd sockets and input to terminals', () => {
    for (const flag of [0x00020000, 0x02000000, 0x04000000, 0x08000000, 0x10000000, 0x20000000, 0x40000000]) expect(ask('clone', [flag | 17])).toBe('EPERM');
    expect([ask('clone3'), ask('openat2')]).toEqual(['ENOSYS', 'ENOSYS']);
    for (const family of [0, 3, 16, 17, 38, 40, 44]) expect(ask('socket', [family])).toBe('EAFNOSUPPORT');
    expect([ask('ioctl', [0, 0x5412]), ask('ioctl', [0, 0x541c])]).toEqual(['EPERM', 'EPERM']);
    // The kernel looks at 32 bits of these only, whatever stands above them.
    expect(ask('ioctl', [0, 0x1_0000_5412])).toBe('EPERM');
  });

  it('refuses files with the identity of their owner', () => {
    const attempts = [ask('fchmod', [3, 0o4755]), ask('fchmodat', [0, 0, 0o2755]), ask('fchmodat2', [0, 0, 0o6755, 0]), ask('openat', [0, 0, 0x41, 0o4755]), ask('openat', [0, 0, 0x00410002, 0o2755]), ask('mknodat', [0, 0, 0o104755])];
    expect(attempts).toEqual(Array(attempts.length).fill('EPERM'));
    const older = processor === 'x64' ? 'EPERM' : 'none here';
    expect([ask('chmod', [0, 0o4755]), ask('creat', [0, 0o4755]), ask('open', [0, 0x41, 0o4755]), ask('mknod', [0, 0o104755])]).toEqual(Array(4).fill(older));
  });

  it('refuses memory that nobody would count', () => {
    expect([ask('memfd_create', [], uncounted), ask('shmget', [], uncounted), ask('mmap', [0, 4_096, 3, 0x21], uncounted), ask('mmap', [0, 4_096, 3, 0x23], uncounted)]).toEqual(Array(4).fill('EPERM'));
    expect([ask('mmap', [0, 4_096, 3, 0x22], uncounted), ask('mmap', [0, 4_096, 1, 0x01], uncounted)]).toEqual(['allowed', 'allowed']);
  });

  it('refuses what exploits of the kernel begin with', () => {
    for (const call of ['mount', 'ptrace', 'bpf', 'io_uring_setup', 'userfaultfd', 'keyctl', 'setns', 'kexec_load', 'perf_event_open', 'open_by_handle_at', 'unshare', 'pivot_root'] as const) expect(ask(call)).toBe('EPERM');
  });
});
