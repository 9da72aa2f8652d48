import { existsSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { DomainError } from '#kernel/errors';
import type { Sandbox } from '#platform/sandbox';
import { runLimits } from './limits.ts';

/** A program that may be run. */
export interface Program {
  readonly path: string;
  /** What it says of its version; null when it says nothing. */
  readonly version: string | null;
}

/** The programs that may be run. */
export interface Programs {
  /** The path to run for what was asked for. @throws DomainError BAD_USER_INPUT */
  choose(program: string): string;
  /** With what each says of its version: asked once. */
  describe(sandbox: Sandbox | null): Promise<readonly Program[]>;
}

const versionMs = 5_000;

/**
 * The programs of a list that are installed. A program is known by its path, and by each path that leads to the same file through links of folders or of itself:
 * those are looked up now, so that no link that somebody makes later is one of them.
 */
export function createPrograms(listed: readonly string[]): Programs {
  const installed = listed.filter((program) => existsSync(program));
  const spellings = new Map(installed.flatMap((program) => spellingsOf(program).map((spelling) => [spelling, program] as const)));
  let described: Promise<readonly Program[]> | undefined;

  return {
    choose(program) {
      const known = spellings.get(program);
      if (known === undefined) throw new DomainError('BAD_USER_INPUT', 'program is not whitelisted', { details: { field: 'program', reason: 'not whitelisted' } });
      return known;
    },
    describe: (sandbox) => (described ??= Promise.all(installed.map(async (program) => ({ path: program, version: sandbox === null ? null : await versionOf(program, sandbox).catch(() => null) })))),
  };
}

function spellingsOf(program: string): readonly string[] {
  const throughFolders = path.join(realpathSync(path.dirname(program)), path.basename(program));
  const shorter = throughFolders.startsWith('/usr/') ? throughFolders.slice('/usr'.length) : throughFolders;
  const isSame = existsSync(shorter) && realpathSync(shorter) === realpathSync(program);
  return [program, throughFolders, realpathSync(program), ...(isSame ? [shorter] : [])];
}

async function versionOf(program: string, sandbox: Sandbox): Promise<string | null> {
  const started = await sandbox.start({ program, arguments: ['--version'], workspace: null, limits: { ...runLimits, memoryBytes: runLimits.memoryBytes.default, cpuSeconds: versionMs / 1_000 } });
  const timer = setTimeout(() => started.kill(), versionMs);
  started.stdin.end();
  const [said, , { exitCode }] = await Promise.all([text(started.stdout), text(started.stderr), started.ended]);
  clearTimeout(timer);
  return exitCode === 0 ? (said.split('\n')[0]?.slice(0, 200) ?? null) : null;
}
