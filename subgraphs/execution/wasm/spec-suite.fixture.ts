import { readFileSync } from 'node:fs';
import { z } from 'zod';

const command = z.union([
  z.strictObject({ module: z.base64(), name: z.string().optional() }),
  z.strictObject({ register: z.string(), name: z.string().optional() }),
  z.strictObject({ refused: z.base64() }),
  z.strictObject({ call: z.string(), args: z.array(z.string()).optional(), name: z.string().optional() }),
  z.strictObject({ get: z.string(), name: z.string().optional() }),
]);

/** One command of a script of the test suite. */
export type SuiteCommand = z.infer<typeof command>;

/** The scripts of the test suite, see the README of their folder. */
export const readSuite = () => z.array(z.object({ file: z.string(), commands: z.array(command) })).parse(JSON.parse(readFileSync(new URL('./fixture/spec-suite.json', import.meta.url), 'utf8')));

/** The bytes of a module of the suite. */
export const suiteModule = (text: string): Uint8Array<ArrayBuffer> => new Uint8Array(Buffer.from(text, 'base64'));
