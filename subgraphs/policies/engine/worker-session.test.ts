import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { tensorSpecs } from './batch.ts';
import { versionFolder } from './onnx.fixture.ts';
import { createWorkerSession } from './worker-session.ts';

it('fails the run in which its thread dies, and starts another one for the next', async () => {
  const file = await readFile(join(await versionFolder(), 'policy.onnx'));
  const specs = tensorSpecs({ observationLength: 2, actionKind: 'discrete', actionSize: 2, hiddenLength: 2, memorySlots: 1, memoryWidth: 2 });
  const session = await createWorkerSession({ runtime: 'native', file, specs });
  // A message that it cannot read is the end of it.
  session.worker.postMessage('nonsense');
  await expect(session.run(256)).rejects.toMatchObject({ code: 'UNAVAILABLE' });
  session.batch.observation.set([4, 9]);
  await session.run(1);
  expect(session.batch.logits.slice(0, 2)).toEqual(Float32Array.of(2, 3));
  await session.close();
});
