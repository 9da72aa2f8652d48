import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { GgufFault, readGgufHeader } from './gguf-header.ts';
import { writeGguf, writeTinyModel } from './gguf.fixture.ts';
import { ask, createTestBackend } from './llama.fixture.ts';

const tiny = writeTinyModel();
let folder = '';
beforeAll(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'models-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The header of these bytes, or the fault; anything else fails the test. */
async function outcomeOf(bytes: Buffer) {
  const file = path.join(folder, 'fuzz.bin');
  writeFileSync(file, bytes);
  const outcome: unknown = await readGgufHeader(file).catch((error: unknown) => error);
  if (outcome instanceof GgufFault) return 'fault';
  expect(outcome).toMatchObject({ architecture: expect.any(String), contextLength: expect.any(Number) });
  return 'header';
}

test('a generated model is read as what it is', async () => {
  writeFileSync(path.join(folder, 'tiny.bin'), tiny);
  expect(await readGgufHeader(path.join(folder, 'tiny.bin'))).toMatchObject({
    architecture: 'llama', contextLength: 256, shape: { layers: 2, width: 32, heads: 1, keyValueHeads: 1, keyWidth: 32, valueWidth: 32, vocabulary: 260 },
  });
});

test('wherever a file is cut off, it is refused', async () => {
  await fc.assert(fc.asyncProperty(fc.integer({ min: 0, max: tiny.length - 32 }), async (length) => {
    expect(await outcomeOf(tiny.subarray(0, length))).toBe('fault');
  }), { numRuns: 150 });
});

test('whatever bits are flipped and bytes written over, reading ends soon with a header or a fault', async () => {
  const headerLength = tiny.length - 28_960 * 4;
  const change = fc.record({ at: fc.integer({ min: 0, max: headerLength }), bytes: fc.uint8Array({ minLength: 1, maxLength: 12 }), flip: fc.boolean() });
  await fc.assert(
    fc.asyncProperty(fc.array(change, { minLength: 1, maxLength: 4 }), async (changes) => {
      const bytes = Buffer.from(tiny);
      for (const { at, bytes: over, flip } of changes) {
        if (flip) bytes.writeUInt8(bytes.readUInt8(at) ^ (1 << ((over[0] ?? 0) % 8)), at);
        else Buffer.from(over).copy(bytes, at);
      }
      const startedAt = performance.now();
      expect(['header', 'fault']).toContain(await outcomeOf(bytes));
      expect(performance.now() - startedAt).toBeLessThan(5_000);
    }),
    { numRuns: 400 },
  );
});

const metadata = { 'general.architecture': 'llama', 'llama.context_length': 256, 'llama.block_count': 1, 'llama.embedding_length': 32 };
const values = new Float32Array(32);
const tensor = { name: 'a', dimensions: [32], values };
const moved = (bytes: Buffer, offset: number): Buffer => {
  const copy = Buffer.from(bytes);
  copy.writeBigUInt64LE(BigInt(offset), copy.indexOf(Buffer.from([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]), copy.indexOf('\u0001\u0000\u0000\u0000 '))); // the type and offset of the first tensor
  return copy;
};

test.each([
  ['no tensors', writeGguf(metadata, [])],
  ['a tensor that comes twice', writeGguf(metadata, [tensor, tensor])],
  ['a dimension of 0', writeGguf(metadata, [{ ...tensor, dimensions: [0] }])],
  ['dimensions whose product is beyond any number', writeGguf(metadata, [{ ...tensor, dimensions: [2 ** 40, 2 ** 40, 2 ** 40, 2 ** 40] }])],
  ['five dimensions', writeGguf(metadata, [{ ...tensor, dimensions: [2, 2, 2, 2, 2] }])],
  ['a tensor larger than the file', writeGguf(metadata, [{ ...tensor, dimensions: [32, 1_000] }])],
  ['a tensor in the wrong place', moved(writeGguf(metadata, [tensor]), 64)],
  ['an endless name', writeGguf(metadata, [{ ...tensor, name: 'a'.repeat(100) }])],
  ['an alignment of 0', writeGguf({ ...metadata, 'general.alignment': 0 }, [tensor])],
  ['an alignment that is no power of two', writeGguf({ ...metadata, 'general.alignment': 48 }, [tensor])],
  ['an alignment that is a text', writeGguf({ ...metadata, 'general.alignment': 'x' }, [tensor])],
  ['no architecture', writeGguf({ 'llama.context_length': 256 }, [tensor])],
  ['an architecture that is a number', writeGguf({ ...metadata, 'general.architecture': 5 }, [tensor])],
  ['no context', writeGguf({ ...metadata, 'llama.context_length': 0 }, [tensor])],
])('a file with %s is refused', async (_, bytes) => {
  expect(await outcomeOf(bytes)).toBe('fault');
});

test('a plain file of one tensor is read', async () => {
  expect(await outcomeOf(writeGguf(metadata, [tensor]))).toBe('header');
});

test('what the header check lets through can at worst end its own process', async () => {
  const bad = path.join(folder, 'models');
  mkdirSync(bad);
  // Right in form, and nothing that any model could be: heads that do not divide the width, layers that are not there.
  writeFileSync(path.join(bad, 'hollow.gguf'), writeGguf({ ...metadata, 'llama.attention.head_count': 7, 'tokenizer.ggml.model': 'gpt2' }, [tensor]));
  const backend = createTestBackend({ modelsDir: bad, shipped: [] });
  await expect(ask(backend, 'hi', { model: 'hollow' })).rejects.toMatchObject({ code: 'MODEL_UNAVAILABLE' });
  await vi.waitFor(() => expect(backend.loaded()[0]).toMatchObject({ ready: false }));
  await backend.close();
});
