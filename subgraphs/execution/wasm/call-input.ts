import type { EngineCall } from './engine.ts';
import { wasmLimits } from './limits.ts';
import { refuse } from './refuse.ts';

/** Which module is meant: its bytes, or the id of one that is kept. */
export interface ModuleChoice {
  readonly module?: Uint8Array | null | undefined;
  readonly moduleId?: string | null | undefined;
}

/** A call as a caller asks for it. */
export interface CallInput extends ModuleChoice {
  readonly function: string;
  readonly arguments: readonly unknown[];
  readonly fuel?: number | null | undefined;
  readonly memoryPages?: number | null | undefined;
  readonly timeoutMs?: number | null | undefined;
  readonly stdin?: string | null | undefined;
  readonly programArguments: readonly string[];
  readonly seed?: number | null | undefined;
}

/** Characters of the longest text that is a number, and some more. */
const longestNumber = 32;

/** The call without its module, checked. @throws DomainError BAD_USER_INPUT */
export function checkCall(input: CallInput): Omit<EngineCall, 'sha256'> {
  const { function: name, stdin, programArguments, seed } = input;
  if (name.length > wasmLimits.functionNameLength) refuse('function', `must have at most ${wasmLimits.functionNameLength} characters`);
  checkArguments(input.arguments);
  if (Buffer.byteLength(stdin ?? '') > wasmLimits.stdinBytes) refuse('stdin', `must have at most ${wasmLimits.stdinBytes} bytes`);
  checkProgramArguments(programArguments);
  return {
    function: name,
    arguments: input.arguments,
    fuel: bounded('fuel', input.fuel, { min: 1, ...wasmLimits.fuel }),
    memoryPages: bounded('memoryPages', input.memoryPages, { min: 0, ...wasmLimits.memoryPages }),
    timeoutMs: bounded('timeoutMs', input.timeoutMs, { min: 1, ...wasmLimits.timeoutMs }),
    stdin: stdin ?? '',
    programArguments,
    seed: seed ?? null,
  };
}

/** The bytes of a module. @throws DomainError BAD_USER_INPUT */
export function checkBytes(bytes: Uint8Array): Uint8Array {
  if (bytes.length > wasmLimits.moduleBytes) refuse('module', `must have at most ${wasmLimits.moduleBytes} bytes`);
  return bytes.length > 0 ? bytes : refuse('module', 'is not valid WebAssembly');
}

/** The host knows their types; here they only have to be small. */
function checkArguments(values: readonly unknown[]): void {
  if (values.length > wasmLimits.arguments) refuse('arguments', `must be at most ${wasmLimits.arguments}`);
  const odd = values.findIndex((value) => typeof value !== 'number' && !(typeof value === 'string' && value.length <= longestNumber));
  if (odd !== -1) refuse(`arguments.${odd}`, 'must be a number, or a text for what no JSON number can say');
}

function checkProgramArguments(texts: readonly string[]): void {
  if (texts.length > wasmLimits.programArguments) refuse('programArguments', `must be at most ${wasmLimits.programArguments}`);
  if (texts.some((text) => text.includes('\0'))) refuse('programArguments', 'must not hold NUL');
  if (texts.reduce((sum, text) => sum + Buffer.byteLength(text), 0) > wasmLimits.programArgumentBytes) refuse('programArguments', `must have at most ${wasmLimits.programArgumentBytes} bytes together`);
}

function bounded(field: string, value: number | null | undefined, { min, default: usual, max }: { readonly min: number; readonly default: number; readonly max: number }): number {
  const given = value ?? usual;
  return Number.isInteger(given) && given >= min && given <= max ? given : refuse(field, `must be a whole number from ${min} to ${max}`);
}
