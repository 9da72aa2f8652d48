import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { implausibleModel } from './onnx-structure.ts';
import { refusal } from './refusal.ts';

const largestModelBytes = 256 * 2 ** 20;
const largestGoldenBytes = 16 * 2 ** 20;

/** Reads `policy.onnx` of a version. @throws DomainError BAD_USER_INPUT: missing, too large, or no ONNX model that stands alone */
export async function readModelFile(folder: string): Promise<Uint8Array> {
  const bytes = await readBounded(join(folder, 'policy.onnx'), largestModelBytes);
  const fault = implausibleModel(bytes);
  if (fault !== null) throw refusal(`policy.onnx: ${fault}`);
  return bytes;
}

const row = z.array(z.number());
const rows = z.array(row);
const goldenStep = z.object({ observation: rows, logits: rows.optional(), mean: rows.optional(), log_std: rows.optional(), value: row, pressure: row });
const golden = z.object({ steps: z.array(goldenStep).min(1) });

/** One recorded step: the rows that went in, and what came out. The state goes from one step into the next; that of the first is zero. */
export type GoldenStep = z.infer<typeof goldenStep>;

/** Reads `golden.json` of a version. @throws DomainError BAD_USER_INPUT */
export async function readGoldenSteps(folder: string): Promise<GoldenStep[]> {
  const bytes = await readBounded(join(folder, 'golden.json'), largestGoldenBytes);
  try {
    return golden.parse(JSON.parse(new TextDecoder().decode(bytes))).steps;
  } catch (cause) {
    throw refusal('golden.json does not hold recorded steps', cause);
  }
}

/** The size is known before a byte is read, and a file that grows meanwhile is cut there. */
async function readBounded(path: string, largest: number): Promise<Uint8Array> {
  const name = path.slice(path.lastIndexOf('/') + 1);
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    const facts = await file.stat();
    if (!facts.isFile() || facts.size === 0 || facts.size > largest) throw refusal(`${name} must be a file of 1 to ${largest} bytes`);
    const bytes = new Uint8Array(facts.size);
    let read = 0;
    while (read < bytes.length) {
      const { bytesRead } = await file.read(bytes, read);
      if (bytesRead === 0) throw refusal(`${name} ends early`);
      read += bytesRead;
    }
    return bytes;
  } catch (cause) {
    throw cause instanceof Error && 'code' in cause && cause.code === 'ENOENT' ? refusal(`${name} is missing`, cause) : cause;
  } finally {
    await file?.close();
  }
}
