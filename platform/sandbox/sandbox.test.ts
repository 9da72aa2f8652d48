import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { createLogger } from '#kernel/logging';
import { createSandbox, requireSandbox, type SandboxSpec } from './index.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'sandbox-'));
const logger = createLogger({ level: 'silent' });
const offer = await createSandbox({ driver: 'auto', folder, logger });
const why = offer.sandbox === null ? ` (skipped: ${offer.reason})` : '';
const mebibyte = 1024 * 1024;
const limits = { memoryBytes: 128 * mebibyte, processes: 32, cpuSeconds: 5, fileBytes: mebibyte, openFiles: 64, temporaryBytes: mebibyte };
const shell = (script: string, more: Partial<SandboxSpec> = {}): SandboxSpec => ({ program: '/bin/sh', arguments: ['-c', script], workspace: null, limits, ...more });
afterAll(async () => {
  await offer.sandbox?.close();
  rmSync(folder, { recursive: true, force: true });
});

describe.skipIf(offer.sandbox === null)(`a sandbox${why}`, () => {
  it('keeps what a program wrote until it is read, also when it has ended', async () => {
    const program = await requireSandbox(offer).start(shell('echo out; echo err >&2'));
    await program.ended;
    await delay(20);
    expect([await text(program.stdout), await text(program.stderr)]).toEqual(['out\n', 'err\n']);
  });

  it('has a channel on descriptor 5 for who asked for one', async () => {
    const program = await requireSandbox(offer).start(shell('read -r word <&5; echo "got $word" >&5', { channel: true }));
    program.channel?.end('hello\n');
    expect(program.channel === null ? '' : await text(program.channel)).toBe('got hello\n');
    const other = await requireSandbox(offer).start(shell('echo x >&5 || echo none'));
    expect(other.channel).toBeNull();
    expect(await text(other.stdout)).toBe('none\n');
  });

  it('has no workspace unless there is one, and the environment that was asked for', async () => {
    const program = await requireSandbox(offer).start(shell('pwd; echo "$HOME $GREETING"; ls /workspace 2>/dev/null || true', { environment: { GREETING: "it's $HOME" } }));
    expect(await text(program.stdout)).toBe("/tmp\n/tmp it's $HOME\n");
  });

  it('tells what a program used', async () => {
    const program = await requireSandbox(offer).start(shell('i=0; while [ $i -lt 50000 ]; do i=$((i+1)); done; sleep 0.2'));
    await delay(100);
    expect(await program.memoryBytes()).toBeGreaterThan(0);
    const { usage } = await program.ended;
    expect(usage.wallMs).toBeGreaterThan(100);
    expect(usage.cpuMs).toBeGreaterThan(0);
    expect(usage.maxRssBytes).toBeGreaterThan(0);
    expect(await program.memoryBytes()).toBeNull();
  });

  it('ends everything when it is closed, and starts nothing after', async () => {
    const own = requireSandbox(await createSandbox({ driver: 'auto', folder, logger }));
    const program = await own.start(shell('sleep 30'));
    await own.close();
    expect(await program.ended).toMatchObject({ reason: 'killed', exitCode: null, signal: 'SIGKILL' });
    await expect(own.start(shell('true'))).rejects.toMatchObject({ code: 'SANDBOX_UNAVAILABLE' });
  });

  it('sweeps what a dead server left: processes and control groups', async () => {
    const dead = `${2 ** 22}-1-dead`;
    const orphan = spawn('/bin/sleep', ['30'], { env: { PENTAGRAPH_SANDBOX_OWNER: dead } });
    const ended = new Promise((resolve) => orphan.once('exit', (_, signal) => resolve(signal)));
    const group = path.join('/sys/fs/cgroup/memory/pentagraph', dead, '1');
    const hasGroups = requireSandbox(offer).isolation.memory === 'cgroup-v1';
    if (hasGroups) mkdirSync(group, { recursive: true });
    const next = await createSandbox({ driver: 'auto', folder, logger });
    expect(await ended).toBe('SIGKILL');
    expect(existsSync(path.dirname(group))).toBe(false);
    await next.sandbox?.close();
  });

  it('works without control groups', async () => {
    const own = requireSandbox(await createSandbox({ driver: 'auto', folder, logger, controlGroups: false }));
    expect(own.isolation.memory).toBe('rlimit-watchdog');
    expect(await text((await own.start(shell('echo hello'))).stdout)).toBe('hello\n');
    await own.close();
  });
});

describe('no sandbox', () => {
  it('is offered where it is switched off', async () => {
    const none = await createSandbox({ driver: 'none', folder: path.join(folder, 'none'), logger });
    expect(() => requireSandbox(none)).toThrow(expect.objectContaining({ code: 'SANDBOX_UNAVAILABLE', details: { reason: 'it is switched off by EXEC_DRIVER=none' } }));
    expect(existsSync(path.join(folder, 'none'))).toBe(false);
    expect(readdirSync(folder).filter((name) => !name.endsWith('.bpf'))).toEqual([]);
  });
});
