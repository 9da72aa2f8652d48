import { mkdir, mkdtemp, readFile, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { DomainError } from '#kernel/errors';
import { openEngine, shipped } from './engine.fixture.ts';
import { message, tinyModel, versionFolder } from './onnx.fixture.ts';
import { nextUniform, seedRandom } from './random.ts';

const outputs = { logits: ['batch', 2], value: ['batch'], hidden_out: ['batch', 2], memory_out: ['batch', 1, 2], pressure: ['batch'] } as const;

describe('loading a version', () => {
  it('reads the shape of the policy from its model', async () => {
    const engine = await openEngine(shipped('dock'));
    expect(engine.shape).toMatchObject({ observationLength: 4, actionKind: 'continuous', actionSize: 2 });
    expect(engine.goldenDifference).toBeLessThan(1e-4);
  });

  it.each([
    ['another name', { outputs: { ...outputs, logits: undefined, choices: ['batch', 2] } }],
    ['a fixed batch', { outputs: { ...outputs, value: [1] } }],
    ['another size of state going out than in', { inputs: { hidden: ['batch', 1] } }],
    ['an input too many', { inputs: { mask: ['batch', 2] } }],
    ['an open observation', { inputs: { observation: ['batch', 'length'] } }],
  ])('refuses a model with %s', async (_, { inputs, outputs: named }: { inputs?: object; outputs?: object }) => {
    const defined = (dims: object | undefined): Record<string, (string | number)[]> => Object.fromEntries(Object.entries(dims ?? {}).filter(([, value]) => value !== undefined));
    const model = tinyModel({ inputs: defined(inputs), ...(named && { outputs: defined(named) }) });
    await expect(openEngine(await versionFolder({ model }))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
  });

  it('refuses answers that differ from the recorded ones, and says by how much', async () => {
    const golden = (value: number): string => JSON.stringify({ steps: [{ observation: [[1, 4]], logits: [[1, 2]], value: [value], pressure: [3] }] });
    await expect(openEngine(await versionFolder({ golden: golden(3.001) }))).rejects.toThrow(/differ from the recorded ones by 0\.000/u);
    expect((await openEngine(await versionFolder({ golden: golden(3.00005) }))).goldenDifference).toBeCloseTo(5e-5 / 3, 6);
  });

  it.each(['', '{}', '[]', 'null', '{"steps":[]}', '{"steps":[{"observation":[[1,4]],"value":[3],"pressure":[3]}]}', '{"steps":[{"observation":[[1]],"logits":[[1,2]],"value":[3],"pressure":[3]}]}'])(
    'refuses the record %j', async (golden) => {
      await expect(openEngine(await versionFolder({ golden }))).rejects.toMatchObject({ code: 'BAD_USER_INPUT' });
    },
  );

  it('refuses weights that lie in other files', async () => {
    const external = message([1, 1], [2, 1], [8, 'weights'], [13, message([1, 'location'], [2, '../../../../etc/passwd'])], [14, 1]);
    await expect(openEngine(await versionFolder({ model: tinyModel({ graph: [[5, external]] }) }))).rejects.toThrow(/other files/u);
  });

  it('refuses files that are missing, no files, or too large, before it reads them', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'policy-'));
    await expect(openEngine(folder)).rejects.toThrow('policy.onnx is missing');
    await mkdir(join(folder, 'policy.onnx'));
    await expect(openEngine(folder)).rejects.toThrow(/must be a file/u);
    const large = await versionFolder();
    await truncate(join(large, 'policy.onnx'), 300 * 2 ** 20);
    await expect(openEngine(large)).rejects.toThrow(/must be a file of 1 to/u);
  });

  it('refuses or survives whatever stands in the model file', async () => {
    const whole = await readFile(join(shipped('cartpole'), 'policy.onnx'));
    const golden = await readFile(join(shipped('cartpole'), 'golden.json'), 'utf8');
    const random = seedRandom(3);
    const below = (limit: number): number => Math.floor(nextUniform(random) * limit);
    const damaged = Array.from({ length: 60 }, (_, index) => {
      if (index % 3 === 0) return whole.subarray(0, 1 + below(whole.length));
      // Most of what is not weights stands at the beginning.
      const bytes = Buffer.from(whole);
      const at = below(index % 3 === 1 ? 20_000 : whole.length);
      bytes[at] = (bytes[at] ?? 0) ^ (1 << below(8));
      return bytes;
    });
    const outcomes = await Promise.all(
      [...damaged, Buffer.from('not a model'), Buffer.alloc(1), Buffer.alloc(4_096, 0xff)].map(async (model) => {
        const error: unknown = await openEngine(await versionFolder({ model, golden })).then(() => null, (reason: unknown) => reason);
        return error === null || (DomainError.isInstance(error) && error.code === 'BAD_USER_INPUT');
      }),
    );
    expect(outcomes).not.toContain(false);
  });
});
