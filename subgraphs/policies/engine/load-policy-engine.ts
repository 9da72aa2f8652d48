import { createHash } from 'node:crypto';
import { maxBatchRows, tensorSpecs } from './batch.ts';
import { createPolicyEngine } from './create-policy-engine.ts';
import type { PolicyEngineMetrics } from './engine-metrics.ts';
import { checkGolden } from './golden-check.ts';
import { readModelShape } from './model-shape.ts';
import { createLocalSession, importOnnxRuntime, type ModelSession, type OnnxRuntime } from './onnx-runtime.ts';
import type { PolicyEngine } from './policy-engine.ts';
import { refusal } from './refusal.ts';
import { readGoldenSteps, readModelFile } from './version-files.ts';
import { createWorkerSession } from './worker-session.ts';

export interface LoadPolicyEngineOptions {
  /** Holds `policy.onnx` and `golden.json`. */
  readonly folder: string;
  /** `auto`: native where its library loads. */
  readonly runtime: 'auto' | 'native' | 'wasm';
  readonly maxAgents: number;
  readonly metrics: PolicyEngineMetrics | null;
  /** Chance for agents without a seed: numbers from 0 up to 1. */
  readonly random?: () => number;
  /** A model whose largest batch takes longer runs on a thread of its own. */
  readonly blockingLimitMs?: number;
}

/**
 * Loads one version: reads its files, checks what goes in and out, compares with the recorded outputs, warms it up.
 * @throws DomainError BAD_USER_INPUT with the reason when the version cannot be used, UNAVAILABLE when the runtime does not load
 */
export async function loadPolicyEngine({ folder, runtime: choice, maxAgents, metrics, random = Math.random, blockingLimitMs = 2 }: LoadPolicyEngineOptions): Promise<PolicyEngine> {
  const file = await readModelFile(folder);
  const golden = await readGoldenSteps(folder);
  const runtime = await importOnnxRuntime(choice);
  const onnx = await open(runtime, file);
  try {
    const shape = readModelShape(onnx);
    const specs = tensorSpecs(shape);
    const local = createLocalSession(runtime, onnx, specs);
    const goldenDifference = await checkGolden(local, specs, golden);
    const isSlow = (await warmUp(local, blockingLimitMs)) > blockingLimitMs;
    const session = isSlow ? await createWorkerSession({ runtime: runtime.name, file, specs }) : local;
    if (isSlow) await local.close();
    const fingerprint = createHash('sha256').update(file).digest().readBigUInt64LE();
    return createPolicyEngine({ model: { shape, fingerprint }, session, runtime: runtime.name, goldenDifference, maxAgents, random, metrics });
  } catch (cause) {
    await onnx.release();
    throw cause;
  }
}

async function open(runtime: OnnxRuntime, file: Uint8Array): ReturnType<OnnxRuntime['open']> {
  try {
    return await runtime.open(file);
  } catch (cause) {
    throw refusal('ONNX Runtime does not accept policy.onnx', cause);
  }
}

/**
 * Runs every power of two of rows, so that the first callers do not wait for allocations. Answers the milliseconds of the largest batch:
 * the best of some, because a busy machine only ever makes it longer.
 */
async function warmUp(session: ModelSession, limitMs: number): Promise<number> {
  let best = Infinity;
  try {
    for (let rows = 1; rows < maxBatchRows; rows *= 2) await session.run(rows);
    for (let round = 0; round < 10 && best > limitMs; round += 1) {
      const startedAt = performance.now();
      await session.run(maxBatchRows);
      best = Math.min(best, performance.now() - startedAt);
    }
  } catch (cause) {
    throw refusal('the model fails on batches', cause);
  }
  return best;
}
