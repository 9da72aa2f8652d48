import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openSandboxHost, plantedSecret, sandboxPaths, type SandboxHost } from './sandbox-host.fixture.ts';
import { systemCalls } from './seccomp/system-calls.ts';

const hasPython = existsSync('/usr/bin/python3');
const hostProcesses = (word: string): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/u.test(name)).map((pid) => readOf(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')).filter((command) => command.includes(word));
const mountsOfHost = (): number => readFileSync('/proc/self/mountinfo', 'utf8').split('\n').length;

function readOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}

describe.each(sandboxPaths())('a program in a sandbox of $driver under a server that is $user', ({ driver, user }) => {
  let host: SandboxHost;
  const isFiltered = driver === 'bwrap';
  const isCounted = user === 'root';

  beforeAll(async () => {
    host = await openSandboxHost({ driver, user });
  });
  afterAll(async () => host.close());

  it('sees nothing of the server: no environment, no command line, no descriptor, no folder', async () => {
    const { stdout } = await host.shell('cat /proc/*/environ /proc/*/cmdline /proc/self/mountinfo | tr "\\0" " "; env; echo; echo open: $(ls /proc/self/fd)');
    expect(stdout).toContain('HOME=/workspace');
    expect(stdout).not.toContain(plantedSecret);
    expect(stdout.replace(/^.* \/workspace .*$/gmu, '')).not.toContain(host.folder);
    expect(/^open: (.*)$/mu.exec(stdout)?.[1]).toBe('0 1 2 3'); // 3 is what `ls` itself opened
  });

  it('sees no files but programs and its workspace, and writes nowhere else', async () => {
    writeFileSync(path.join(host.folder, '2', 'of-another'), 'secret', { mode: 0o644 });
    const { stdout, stderr } = await host.shell(`
      for place in /etc/passwd /etc/shadow /root /home /var ${host.folder} /proc/1/root/root; do [ -e $place ] && echo "there: $place"; done
      for place in / /usr /etc /dev /bin; do touch $place/x 2>/dev/null && echo "written: $place"; done
      for place in /proc/sys/kernel/core_pattern /proc/sysrq-trigger /proc/1/oom_score_adj /proc/sys/kernel/hostname; do echo -1000 > $place && echo "written: $place"; done
      find / \\( -path /usr -o -path /proc \\) -prune -o -name of-another -print 2>/dev/null; echo mine > file; ls`);
    expect(stdout).toBe('file\n');
    expect(stderr).not.toBe('');
  });

  it('has no capabilities and cannot get any', async () => {
    const { stdout } = await host.shell('id -u; grep -E "Cap(Eff|Prm|Bnd|Amb|Inh)|NoNewPrivs" /proc/self/status; unshare -Ur true || echo no namespace; mount -t tmpfs x /tmp || echo no mount; ln /usr/bin/su su || echo no link; mknod node b 254 0 || echo no device');
    expect(stdout).toMatch(/^1000\n/u);
    expect(stdout.match(/Cap\w+:\s0{16}$/gmu)).toHaveLength(5);
    expect(stdout).toMatch(/NoNewPrivs:\s1\n(?:.*\n)*no namespace\nno mount\nno link\nno device\n$/u);
  });

  it.runIf(hasPython)('reaches nothing by network, not even on this machine', async () => {
    const tcp = createServer((socket) => socket.end('secret')).listen(0, '127.0.0.1');
    const abstract = createServer((socket) => socket.end('secret')).listen(`\0pentagraph-${process.pid}-${driver}-${user}`);
    await Promise.all([tcp, abstract].map((server) => new Promise((resolve) => server.once('listening', resolve))));
    const address = tcp.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const { stdout } = await host.python(`
import socket
def attempt(family, place):
  s = socket.socket(family); s.settimeout(1)
  try: s.connect(place); print('connected', place)
  except OSError as e: print('refused')
attempt(socket.AF_INET, ('127.0.0.1', ${port}))
attempt(socket.AF_UNIX, '\\0pentagraph-${process.pid}-${driver}-${user}')
for family in (16, 17, 38, 40):
  try: socket.socket(family, socket.SOCK_RAW); print('open', family)
  except OSError: pass`);
    tcp.close();
    abstract.close();
    expect(stdout.split('\n').filter((line) => isFiltered || !line.startsWith('open'))).toEqual(['refused', 'refused', '']);
  });

  it('starts no more processes than it may, and is ended with all of them', async () => {
    // `exec`, because a shell that finds no process left for a child of its own exits with an error.
    const classic = await host.shell('b() { b | b & }; b; exec sleep 20', { killAfterMs: 700 });
    expect(classic.end).toMatchObject({ reason: 'killed' });
    const counted = await host.shell('i=0; while [ $i -lt 200 ]; do sleep 30.71 & i=$((i+1)); done 2>/dev/null; wait', { killAfterMs: 1_500 });
    expect(counted.end.reason === 'killed' || (counted.end.exitCode ?? 0) > 0).toBe(true);
    expect(hostProcesses('30.71')).toEqual([]);
  });

  it.runIf(hasPython)('gets no more memory than it may, whichever kind', async () => {
    // The family waits longer than a watch that has to look at many processes on a busy machine.
    const kinds = {
      private: 'a = []\nfor _ in range(32): a.append(bytearray(16 << 20))',
      shared: 'import mmap\nm = mmap.mmap(-1, 512 << 20)\nfor i in range(0, 512 << 20, 4096): m[i] = 1',
      file: 'import os\nfd = os.memfd_create("x")\nfor i in range(32):\n  while os.write(fd, b"a" * (4 << 20)) < (4 << 20): raise MemoryError()',
      family: 'import os, time\nfor _ in range(12):\n  if os.fork() == 0:\n    a = bytearray(60 << 20)\n    for i in range(0, 60 << 20, 4096): a[i] = 1\n    time.sleep(10)\n    os._exit(0)\nfor _ in range(12):\n  if os.wait()[1] != 0: raise MemoryError()',
    };
    const outcomes = await Promise.all(Object.entries(kinds).map(async ([kind, script]) => ({ kind, ...(await host.python(`${script}\nprint("survived")`, { memoryMb: 128 })) })));
    const survivors = outcomes.filter(({ stdout }) => stdout.includes('survived')).map(({ kind }) => kind);
    expect(survivors.filter((kind) => isFiltered || isCounted || kind === 'family' || kind === 'private')).toEqual([]);
    expect(outcomes.some(({ end }) => end.reason === 'out-of-memory')).toBe(true);
  });

  it('fills neither its temporary folders nor a file beyond their limits', async () => {
    const { stdout } = await host.shell('for place in /tmp /dev/shm; do for n in 1 2 3; do dd if=/dev/zero of=$place/$n bs=1M count=7 2>/dev/null; done; du -sm $place | cut -f1; rm -f $place/*; done; (dd if=/dev/zero of=big bs=1M count=32) 2>/dev/null; stat -c %s big; rm big');
    const [temporary, shared, file] = stdout.split('\n').map(Number);
    expect(temporary).toBeLessThanOrEqual(8);
    expect(shared).toBeLessThanOrEqual(8);
    expect(file).toBeLessThanOrEqual(8 * 1024 * 1024);
  });

  it('takes its daemons with it, whatever they ignore or hold open', async () => {
    const exited = await host.shell('(setsid sleep 30.72 &); (trap "" TERM HUP INT; sleep 30.72) & echo done');
    expect(exited.stdout).toBe('done\n');
    const killed = await host.shell('trap "" TERM INT HUP; (setsid nohup sleep 30.72 >/dev/null 2>&1 &); while :; do :; done', { killAfterMs: 300 });
    expect(killed.end).toMatchObject({ reason: 'killed', exitCode: null, signal: 'SIGKILL' });
    expect(hostProcesses('30.72')).toEqual([]);
  });

  it('ends nobody but itself', async () => {
    const [one, two] = await Promise.all([host.shell('kill -9 1; kill -9 $PPID; kill -9 -1; echo alive'), host.shell('sleep 0.3; echo untouched', { tenant: '2' })]);
    expect(one.stdout.replace('alive\n', '')).toBe('');
    expect(two.stdout).toBe('untouched\n');
  });

  it('ends as it ends: by a status, by a signal', async () => {
    expect((await host.shell('exit 7')).end).toMatchObject({ reason: 'exit', exitCode: 7, signal: null });
    expect((await host.shell('kill -SEGV $$')).end).toMatchObject({ reason: 'exit', exitCode: null, signal: 'SIGSEGV' });
    expect((await host.run([], { program: '/usr/bin/no-such-program' })).end).toMatchObject({ reason: 'exit', exitCode: 127 });
  });

  it('gets its arguments as they are', async () => {
    const words = ['', ' ', '$HOME', '`id`', '"', "'", "'; touch /tmp/x #", String.raw`\n\\n\c%b`, 'a\nb\n', '\u{1f600}', '-n', '*', 'x'.repeat(100_000)];
    const { stdout } = await host.run(['-c', 'for word in "$@"; do printf "<%s>" "$word"; done', 'sh', ...words]);
    expect(stdout).toBe(words.map((word) => `<${word}>`).join(''));
  });

  it('runs beside others', async () => {
    const outcomes = await Promise.all(Array.from({ length: 8 }, (_, index) => host.shell(`echo ${index}; ls /proc | grep -c "^[0-9]"`, { tenant: String(1 + (index % 2)) })));
    expect(outcomes.map(({ stdout }) => stdout.split('\n')[0])).toEqual(['0', '1', '2', '3', '4', '5', '6', '7']);
  });

  it.runIf(isFiltered && hasPython)('makes none of the calls that are forbidden, by any spelling', async () => {
    const processor = process.arch === 'arm64' ? 'arm64' : 'x64';
    const names = ['mount', 'unshare', 'setns', 'ptrace', 'bpf', 'io_uring_setup', 'userfaultfd', 'keyctl', 'open_by_handle_at', 'perf_event_open', 'pidfd_getfd', 'memfd_secret', 'process_vm_readv', 'clone3', 'openat2', 'fsopen'] as const;
    const numbers = Object.fromEntries(names.map((name) => [name, systemCalls[name][processor]]));
    const { stdout, stderr } = await host.python(`
import ctypes, json, os, errno, fcntl
libc = ctypes.CDLL(None, use_errno=True)
def call(number, *words):
  ctypes.set_errno(0); result = libc.syscall(number, *words)
  return errno.errorcode.get(ctypes.get_errno(), 'made') if result < 0 else 'made'
answers = {name: call(number, 0, 0, 0, 0, 0) for name, number in json.loads('${JSON.stringify(numbers)}').items()}
answers['clone'] = call(${systemCalls.clone[processor] ?? 0}, 0x10000011, 0, 0, 0, 0)
answers['x32'] = call(0x40000000 + 39) if '${processor}' == 'x64' else 'ENOSYS'
def attempt(name, do):
  try: do(); answers[name] = 'made'
  except OSError as e: answers[name] = errno.errorcode[e.errno]
attempt('terminal', lambda: fcntl.ioctl(0, 0x5412, b'x'))
open('plain', 'w').close()
attempt('chmod', lambda: os.chmod('plain', 0o4755))
attempt('fchmod', lambda: os.fchmod(os.open('plain', os.O_RDONLY), 0o2755))
attempt('create', lambda: os.open('new', os.O_CREAT | os.O_WRONLY, 0o6755))
os.chmod('plain', 0o755)
attempt('fifo', lambda: os.mkfifo('pipe', 0o4755))
print(json.dumps(answers))`);
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toEqual({
      ...Object.fromEntries(names.map((name) => [name, 'EPERM'])), clone3: 'ENOSYS', openat2: 'ENOSYS', clone: 'EPERM', x32: 'ENOSYS', terminal: 'EPERM', chmod: 'EPERM', fchmod: 'EPERM', create: 'EPERM', fifo: 'EPERM',
    });
    expect(readdirSync(path.join(host.folder, '1')).filter((name) => (statSync(path.join(host.folder, '1', name)).mode & 0o6000) !== 0)).toEqual([]);
  });
});

describe.each(sandboxPaths())('a server that is $user, with $driver,', ({ driver, user }) => {
  it('leaves no process and no mount when it is killed, and the next one sweeps the rest', async () => {
    const mounts = mountsOfHost();
    const host = await openSandboxHost({ driver, user });
    await host.shell('echo one process waits after this');
    await expect.poll(() => startedBy(host.pid).length, { timeout: 10_000 }).toBeGreaterThan(0);
    void host.shell('(setsid sleep 30.73 &); sleep 30.73');
    await expect.poll(() => hostProcesses('sleep 30.73').length, { timeout: 10_000 }).toBeGreaterThan(1);
    host.kill();
    await host.exited;
    await expect.poll(() => hostProcesses('30.73'), { timeout: 5_000 }).toEqual([]);
    await expect.poll(() => startedBy(host.pid), { timeout: 5_000 }).toEqual([]);
    expect(mountsOfHost()).toBe(mounts);

    const next = await openSandboxHost({ driver, user });
    expect((await next.shell('echo back')).stdout).toBe('back\n');
    await next.close();
    expect(groupsOf(host.pid)).toEqual([]);
    expect(groupsOf(next.pid)).toEqual([]);
  });
});

describe.each([...new Set(sandboxPaths().map(({ driver }) => driver))])('%s on a machine without namespaces', (driver) => {
  it('is refused with the reason', async () => {
    const host = await openSandboxHost({ driver, user: 'ordinary', through: ['unshare', '--user', '--map-user=1000', '--keep-caps', '/bin/sh', '-c', 'echo 0 > /proc/sys/user/max_user_namespaces; exec setpriv --ambient-caps=-all --inh-caps=-all "$@"', 'sh'] });
    expect(host.reason).toMatch(/namespace|unshare|No space left/iu);
    await host.close();
  });
});

/** First processes of sandboxes of that server. */
const startedBy = (server: number): readonly string[] => readdirSync('/proc').filter((name) => /^\d+$/u.test(name) && readOf(`/proc/${name}/environ`).includes(`PENTAGRAPH_SANDBOX_OWNER=${server}-`));

/** The control groups of a process. */
function groupsOf(pid: number): readonly string[] {
  const folder = '/sys/fs/cgroup/memory/pentagraph';
  return existsSync(folder) ? readdirSync(folder).filter((name) => name.startsWith(`${pid}-`)) : [];
}
