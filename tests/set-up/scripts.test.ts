import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { projectRoot } from '#kernel/config';

// A project of its own around copies of the scripts: they work on the folder above them.
let root: string;

beforeEach(() => {
  root = mkdtempSync(path.join(os.tmpdir(), 'pentagraph-scripts-'));
  cpSync(path.join(projectRoot, 'scripts'), path.join(root, 'scripts'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true }));

function write(file: string, content: string): void {
  mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  writeFileSync(path.join(root, file), content);
}

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');

/** What a piece of a module prints, run in the project. */
async function run(code: string): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', code], { cwd: root });
  return stdout.trim();
}

const completeLock = (...args: string[]): Promise<unknown> => promisify(execFile)(process.execPath, ['scripts/complete-lock.mjs', ...args], { cwd: root });

test('a lock file that lacks a platform package is refused, completed, and then left alone', async () => {
  const lock = {
    name: 'x',
    lockfileVersion: 3,
    packages: {
      '': { name: 'x' },
      'node_modules/parent': { version: '1.0.0', dev: true, optionalDependencies: { '@native/linux-arm64-musl': '1.2.3', '@native/win32-x64': '1.2.3' } },
      'node_modules/parent/node_modules/@native/win32-x64': { version: '1.2.3', optional: true },
    },
  };
  write('package-lock.json', `${JSON.stringify(lock, null, 1)}\n`);
  await expect(completeLock('--check')).rejects.toMatchObject({ code: 1, stderr: 'package-lock.json lacks @native/linux-arm64-musl, an optional dependency of node_modules/parent: run "npm run lock".\n' });
  await completeLock();
  const completed = read('package-lock.json');
  const entry = { version: '1.2.3', cpu: ['arm64'], dev: true, libc: ['musl'], optional: true, os: ['linux'] };
  expect(JSON.parse(completed)).toEqual({ ...lock, packages: { ...lock.packages, 'node_modules/@native/linux-arm64-musl': entry } });
  await completeLock('--check');
  await completeLock();
  expect(read('package-lock.json')).toBe(completed);
});

test('an install counts when every package of the lock file is there in its version, save optional ones and, in production, development ones', async () => {
  const lock = { a: { version: '1.0.0', integrity: 'x' }, tool: { version: '1.0.0', dev: true }, native: { version: '1.0.0', optional: true } };
  const packages = (names: object): string => JSON.stringify({ packages: { '': {}, ...Object.fromEntries(Object.entries(names).map(([name, entry]) => [`node_modules/${name}`, entry])) } });
  const isInstalled = (production: boolean): Promise<string> => run(`import { isInstalled } from './scripts/steps/installed-packages.mjs'; console.log(isInstalled('.', { production: ${production} }))`);
  write('package-lock.json', packages(lock));
  expect(await isInstalled(false)).toBe('false');
  write('node_modules/.package-lock.json', packages({ a: lock.a, tool: lock.tool }));
  expect(await isInstalled(false)).toBe('true');
  write('node_modules/.package-lock.json', packages({ a: lock.a }));
  expect(await isInstalled(false)).toBe('false');
  expect(await isInstalled(true)).toBe('true');
  write('node_modules/.package-lock.json', packages({ a: { ...lock.a, version: '1.0.1' }, tool: lock.tool }));
  expect(await isInstalled(true)).toBe('false');
});

test('work is exclusive between processes, and a dead holder does not hold it', async () => {
  const append = `
    import { exclusive } from './scripts/steps/exclusive.mjs'; import { appendFileSync } from 'node:fs'; import { setTimeout } from 'node:timers/promises';
    await exclusive('lock', async () => { appendFileSync('log', 'in '); await setTimeout(100); appendFileSync('log', 'out '); });`;
  write('lock', '4194305'); // no process has a number above the kernel's highest
  await Promise.all([run(append), run(append), run(append)]);
  expect(read('log')).toBe('in out in out in out ');
  expect(existsSync(path.join(root, 'lock'))).toBe(false);
});

test('the build writes what has changed, removes what is gone, and two at once do no harm', async () => {
  symlinkSync(path.join(projectRoot, 'node_modules'), path.join(root, 'node_modules'));
  const build = (): Promise<string> => run(`import { ensureDist } from './scripts/build.mjs'; console.log(await ensureDist(['kernel']))`);
  write('kernel/a/index.ts', "import { b } from './b.ts';\nexport const a: number = b;\n");
  write('kernel/a/b.ts', 'export const b = 1;\n');
  write('kernel/a/b.test.ts', 'throw new Error();\n');
  write('kernel/a/schema.graphql', 'type Query { a: Int }\n');
  expect((await Promise.all([build(), build()])).toSorted()).toEqual(['0', '3']);
  expect(read('dist/kernel/a/index.js')).toBe('import { b } from "./b.js";\nexport const a = b;\n');
  expect(read('dist/kernel/a/schema.graphql')).toBe('type Query { a: Int }\n');
  expect(existsSync(path.join(root, 'dist/kernel/a/b.test.js'))).toBe(false);
  expect(await build()).toBe('0');
  write('kernel/a/index.ts', 'export const a = 2;\n');
  rmSync(path.join(root, 'kernel/a/b.ts'));
  expect(await build()).toBe('2');
  expect(existsSync(path.join(root, 'dist/kernel/a/b.js'))).toBe(false);
  write('kernel/a/index.ts', 'export const = ;\n');
  await expect(build()).rejects.toThrow('kernel/a/index.ts');
});
