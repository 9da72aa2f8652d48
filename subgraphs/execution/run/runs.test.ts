import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createRunsWorld, type SeenOutput } from './runs.fixture.ts';

const world = await createRunsWorld();
const offer = world.sandbox;
const why = offer.sandbox === null ? ` (skipped: ${offer.reason})` : '';
afterAll(async () => world.close());

describe.skipIf(offer.sandbox === null)(`runs${why}`, () => {
  const ada = world.as('ada');
  const eve = world.as('eve');

  it('run a program in the workspace of their owner, and are remembered', async () => {
    const run = await ada.shell('echo hello; echo oops >&2; pwd; cat; exit 3', { stdin: 'typed\n' });
    expect(run).toMatchObject({ program: '/bin/sh', state: 'EXITED', exitCode: 3, signal: null, stdout: 'hello\n/workspace\ntyped\n', stderr: 'oops\n', truncated: false, fault: null, owner: { id: 'cds:ada' } });
    expect(run.usage?.outputBytes).toBe(28);
    expect(run.usage?.wallMs).toBeGreaterThan(0);
    expect(await ada.find(run.id)).toEqual(run);
  });

  it('keep the files of each user apart', async () => {
    await ada.shell('echo mine > file; mkdir folder');
    expect((await ada.shell('cat ../file; pwd', { workingDirectory: 'folder' })).stdout).toBe('mine\n/workspace/folder\n');
    expect((await eve.shell('ls -A')).stdout).toBe('');
    expect(await ada.shell('pwd', { workingDirectory: 'nowhere' })).toMatchObject({ state: 'EXITED', exitCode: 126, stdout: '' });
  });

  it('take no program but those of the list, however it is spelled', async () => {
    const refused = 'BAD_USER_INPUT {"field":"program","reason":"not whitelisted"}';
    await ada.shell('ln -s /bin/sh link; ln -s /bin/cat sh');
    for (const program of ['/usr/bin/cat', 'sh', './link', '/workspace/link', '/workspace/sh', '/bin/../bin/cat', '/bin/sh\0', '/usr/bin/no-such-program', '', `${world.folder}/tenants`]) {
      await expect(ada.run({ program })).rejects.toThrow(refused);
    }
    expect(await ada.run({ program: '/usr/bin/env' })).toMatchObject({ state: 'EXITED', exitCode: 0 });
  });

  it('refuse what is out of bounds, naming it', async () => {
    const wrong: [object, string][] = [
      [{ arguments: ['a\0b'] }, 'arguments'], [{ arguments: Array.from({ length: 1_025 }, () => '') }, 'arguments'], [{ arguments: ['x'.repeat(131_072)] }, 'arguments'],
      [{ stdin: 'x'.repeat(1_048_577) }, 'stdin'], [{ timeoutMs: 0 }, 'timeoutMs'], [{ timeoutMs: 60_001 }, 'timeoutMs'], [{ memoryBytes: 1 }, 'memoryBytes'], [{ memoryBytes: 1e12 }, 'memoryBytes'],
      [{ workingDirectory: '../..' }, 'workingDirectory'], [{ workingDirectory: '/etc' }, 'workingDirectory'],
    ];
    for (const [input, field] of wrong) await expect(ada.run({ program: '/bin/sh', ...input })).rejects.toThrow(`BAD_USER_INPUT {"field":"${field}"`);
    expect((await ada.shell('printf %s "$1" | wc -c', { arguments: ['-c', 'printf %s "$1" | wc -c', 'sh', 'x'.repeat(129_000)] })).stdout.trim()).toBe('129000');
  });

  it('end at their time, with all their processes', async () => {
    const run = await ada.shell('trap "" TERM; (setsid sleep 30 &); echo begun; while :; do :; done', { timeoutMs: 300 });
    expect(run).toMatchObject({ state: 'TIMED_OUT', exitCode: null, signal: 'SIGKILL', stdout: 'begun\n' });
    expect(run.usage?.wallMs).toBeLessThan(5_000);
  });

  it('keep a part of what is too much, and end when it is far too much', async () => {
    const much = await ada.shell('yes é | head -c 1500000', { timeoutMs: 10_000 });
    expect(much).toMatchObject({ state: 'EXITED', truncated: true });
    expect(Buffer.byteLength(much.stdout)).toBeLessThanOrEqual(1_048_576);
    expect(much.stdout).not.toContain('\u{fffd}');
    const flood = await ada.shell('yes', { timeoutMs: 20_000 });
    expect(flood).toMatchObject({ state: 'OUTPUT_LIMIT', truncated: true });
    expect(flood.stdout).toHaveLength(1_048_576);
  });

  it('keep characters whole and say where bytes are none', async () => {
    const run = await ada.shell('printf "\\303"; sleep 0.05; printf "\\251 \\377 \\360\\237"');
    expect(run.stdout).toBe('é \u{fffd} \u{fffd}');
    expect((await ada.find(run.id))?.stdout).toBe(run.stdout);
  });

  it('end when they fill the workspace, which then takes no more runs until something is deleted', async () => {
    const greedy = world.as('greedy');
    const run = await greedy.shell('i=0; while :; do echo x > f$i; i=$((i+1)); done', { timeoutMs: 20_000 });
    expect(run).toMatchObject({ state: 'DISK_QUOTA' });
    await expect(greedy.shell('echo more')).rejects.toThrow('DISK_QUOTA_EXCEEDED');
  });

  it('end when they are cancelled or their caller goes away', async () => {
    const { id, state } = await ada.shell('echo on; sleep 30', { wait: false, timeoutMs: 60_000 });
    expect(['QUEUED', 'RUNNING']).toContain(state);
    await expect(eve.cancel(id)).rejects.toThrow('NOT_FOUND');
    expect(await ada.cancel(id)).toMatchObject({ state: 'CANCELLED', fault: null });
    expect(await ada.cancel(id)).toMatchObject({ state: 'CANCELLED' });
    const away = new AbortController();
    const waiting = ada.shell('sleep 30', { timeoutMs: 60_000 }, away.signal);
    await expect.poll(async () => (await ada.settings()).running).toBe(1);
    away.abort();
    expect(await waiting).toMatchObject({ state: 'CANCELLED' });
  });

  it('tell what they write to those who follow: what was there already, the rest, the end', async () => {
    const { id } = await ada.shell('echo one; sleep 0.3; echo two >&2; echo three', { wait: false });
    const events: SeenOutput[] = [];
    for await (const event of ada.follow(id)) events.push(event);
    const textOf = (stream: string): string => events.filter((event) => event.stream === stream).map(({ text }) => text).join('');
    expect([textOf('STDOUT'), textOf('STDERR')]).toEqual(['one\nthree\n', 'two\n']);
    expect(events.at(-1)).toMatchObject({ stream: null, text: '', run: { id, state: 'EXITED' } });
    const again: SeenOutput[] = [];
    for await (const event of ada.follow(id)) again.push(event);
    expect(again.map(({ stream, text }) => [stream, text])).toEqual([['STDOUT', 'one\nthree\n'], ['STDERR', 'two\n'], [null, '']]);
    await expect(eve.follow(id).next()).rejects.toThrow('NOT_FOUND');
  });

  it('wait for each other, four at once for each user, and in bounded number', async () => {
    const busy = world.as('busy');
    const all = await Promise.allSettled(Array.from({ length: 24 }, () => busy.shell('sleep 30', { wait: false, timeoutMs: 60_000 })));
    expect(all.filter(({ status }) => status === 'fulfilled')).toHaveLength(20);
    const refused = all.find((one) => one.status === 'rejected');
    expect(String(refused?.reason)).toContain('LIMIT_REACHED');
    expect(await busy.settings()).toMatchObject({ running: 4, queued: 16 });
    expect((await eve.shell('echo meanwhile')).stdout).toBe('meanwhile\n');
    const ids = all.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []));
    const ended = await Promise.all(ids.map(async (id) => busy.cancel(id)));
    expect(new Set(ended.map(({ state }) => state))).toEqual(new Set(['CANCELLED']));
    expect(await busy.settings()).toMatchObject({ running: 0, queued: 0 });
  });

  it('are listed newest first, to their owner and to administrators', async () => {
    const lister = world.as('lister');
    for (const name of ['a', 'b', 'c']) await lister.shell(`echo ${name}`);
    const first = await lister.list({ first: 2 });
    expect(first.nodes.map(({ stdout }) => stdout)).toEqual(['c\n', 'b\n']);
    expect(first).toMatchObject({ totalCount: 3, pageInfo: { hasNextPage: true } });
    const rest = await lister.list({ first: 2, after: first.pageInfo.endCursor });
    expect(rest.nodes.map(({ stdout }) => stdout)).toEqual(['a\n']);
    expect((await lister.list({ state: 'FAILED' })).totalCount).toBe(0);
    const id = rest.nodes[0]?.id ?? '';
    expect(await eve.find(id)).toBeNull();
    expect(await world.as('root', { role: 'admin' }).find(id)).toMatchObject({ id });
    await expect(eve.listOf('cds:lister')).rejects.toThrow('FORBIDDEN');
    expect((await lister.listOf('cds:lister'))?.totalCount).toBe(3);
    expect(await lister.find(randomUUID())).toBeNull();
    expect(await lister.find('1; DROP TABLE runs')).toBeNull();
  });

  it('describe how programs run', async () => {
    const settings = await ada.settings();
    expect(settings.sandbox.driver).toMatch(/^(?:BUBBLEWRAP|UNSHARE)$/u);
    expect(settings.programs.map(({ path }) => path)).toEqual(['/bin/sh', '/usr/bin/env']);
    expect(settings.programs[1]?.version).toMatch(/env/u);
    const printed = (await ada.run({ program: '/usr/bin/env' })).stdout.split('\n').filter((line) => line !== '').map((line) => line.slice(0, line.indexOf('=')));
    expect(printed.toSorted()).toEqual(settings.environmentKeys.toSorted());
    expect(settings.limits).toContainEqual({ name: 'timeout', max: 60_000 });
  });
});

describe('runs without a sandbox', () => {
  let other: Awaited<ReturnType<typeof createRunsWorld>>;
  beforeAll(async () => {
    other = await createRunsWorld({ config: { driver: 'none' } });
  });
  afterAll(async () => other.close());

  it('are refused with the reason', async () => {
    await expect(other.as('ada').shell('echo hello')).rejects.toThrow('SANDBOX_UNAVAILABLE {"reason":"it is switched off by EXEC_DRIVER=none"}');
    expect((await other.as('ada').settings()).sandbox).toEqual({ driver: 'NONE', reason: 'it is switched off by EXEC_DRIVER=none' });
  });

  it('are refused to those who may not execute', async () => {
    await expect(other.as('ai', { realm: 'cb' }).shell('echo hello')).rejects.toThrow('FORBIDDEN');
  });

  it('live in one process: a second one does not start', async () => {
    await expect(createRunsWorld({ config: { driver: 'none' }, database: other.database, patienceMs: 100 })).rejects.toThrow('Another process executes for this database');
  });
});

describe.skipIf(offer.sandbox === null)('runs of a server that ends', () => {
  it('have failed: at once when it stops, at the next start when it died', async () => {
    const first = await createRunsWorld();
    const { id } = await first.as('ada').shell('sleep 30', { wait: false, timeoutMs: 60_000 });
    await first.database.prisma.run.create({ data: { id: randomUUID(), owner: 'cds:ada', program: '/bin/sh', arguments: [], timeoutMs: 1, state: 'RUNNING', instance: 'dead' } });
    await first.subgraph.stop();
    const second = await createRunsWorld({ database: first.database });
    expect(await second.as('ada').find(id)).toMatchObject({ state: 'FAILED', fault: 'The server ended while it ran' });
    expect((await second.as('ada').list({ state: 'FAILED' })).totalCount).toBe(2);
    await second.close();
    await first.close();
  });
});
