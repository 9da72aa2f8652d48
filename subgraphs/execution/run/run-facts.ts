import type { RunHead, RunState, StoredRun } from './run-repository.ts';

/** What a program wrote, as far as it was kept. */
export interface RunTexts {
  readonly stdout: string;
  readonly stderr: string;
}

/** What a run used; null where that cannot be known. */
export interface RunUsage {
  readonly wallMs: number;
  readonly cpuMs: number | null;
  readonly maxRssBytes: number | null;
  readonly outputBytes: number;
}

/** A run as callers see it. */
export interface RunFacts {
  readonly id: string;
  readonly owner: string;
  readonly program: string;
  readonly arguments: readonly string[];
  readonly timeoutMs: number;
  readonly state: RunState;
  readonly exitCode: number | null;
  readonly signal: string | null;
  readonly truncated: boolean;
  readonly fault: string | null;
  readonly usage: RunUsage | null;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly endedAt: Date | null;
  /** Read when it is asked for: a page of runs would be megabytes. */
  texts(): RunTexts | Promise<RunTexts>;
}

/** The text of kept output: what is not UTF-8 becomes U+FFFD. */
export const textOf = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8');

/** A stored run; `readTexts` is called once, when they are asked for. */
export function toRunFacts(row: RunHead, readTexts: () => Promise<Pick<StoredRun, 'stdout' | 'stderr'> | null>): RunFacts {
  const { durationMs, cpuMs, maxRssBytes, outputBytes } = row;
  let texts: Promise<RunTexts> | undefined;
  return {
    ...row,
    usage: durationMs === null ? null : { wallMs: durationMs, cpuMs, maxRssBytes: maxRssBytes === null ? null : Number(maxRssBytes), outputBytes: Number(outputBytes ?? 0) },
    texts: () => (texts ??= readTexts().then((found) => ({ stdout: textOf(found?.stdout ?? new Uint8Array()), stderr: textOf(found?.stderr ?? new Uint8Array()) }))),
  };
}
