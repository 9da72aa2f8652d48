import { DomainError } from '#kernel/errors';
import { runLimits } from './limits.ts';

/** A program to run, as it was asked for. */
export interface RunRequest {
  readonly program: string;
  readonly arguments: readonly string[];
  readonly stdin?: string | null | undefined;
  readonly workingDirectory?: string | null | undefined;
  readonly timeoutMs?: number | null | undefined;
  readonly memoryBytes?: number | null | undefined;
  readonly wait: boolean;
}

/** What was asked for, checked. */
export interface RunOrder {
  readonly arguments: readonly string[];
  readonly stdin: string;
  readonly workingDirectory: string;
  readonly timeoutMs: number;
  readonly memoryBytes: number;
}

/** Everything of a request but its program. @throws DomainError BAD_USER_INPUT */
export function toRunOrder({ arguments: words, stdin, workingDirectory, timeoutMs, memoryBytes }: RunRequest): RunOrder {
  if (words.length > runLimits.arguments) refuse('arguments', `must be at most ${runLimits.arguments}`);
  if (words.reduce((sum, word) => sum + Buffer.byteLength(word) + 1, 0) > runLimits.argumentBytes) refuse('arguments', `must have at most ${runLimits.argumentBytes} bytes together`);
  if (words.some((word) => word.includes('\0'))) refuse('arguments', 'must not contain NUL');
  if (Buffer.byteLength(stdin ?? '') > runLimits.stdinBytes) refuse('stdin', `must have at most ${runLimits.stdinBytes} bytes`);
  return {
    arguments: words,
    stdin: stdin ?? '',
    workingDirectory: toFolder(workingDirectory ?? '.'),
    timeoutMs: within('timeoutMs', timeoutMs, { min: 1, ...runLimits.timeoutMs }),
    memoryBytes: within('memoryBytes', memoryBytes, runLimits.memoryBytes),
  };
}

/** Only to say early what is wrong: inside, no path leads out of the sandbox. */
function toFolder(folder: string): string {
  if (folder.includes('\0') || folder.startsWith('/') || folder.split('/').includes('..') || Buffer.byteLength(folder) > 4_096) refuse('workingDirectory', 'must be a path inside the workspace');
  return folder;
}

function within(field: string, value: number | null | undefined, { min, default: usual, max }: { readonly min: number; readonly default: number; readonly max: number }): number {
  const chosen = value ?? usual;
  return Number.isInteger(chosen) && chosen >= min && chosen <= max ? chosen : refuse(field, `must be a whole number from ${min} to ${max}`);
}

function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}
