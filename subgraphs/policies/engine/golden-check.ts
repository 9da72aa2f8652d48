import { maxBatchRows, type TensorSpec } from './batch.ts';
import type { ModelSession } from './onnx-runtime.ts';
import { refusal } from './refusal.ts';
import type { GoldenStep } from './version-files.ts';

/** The largest difference to the recorded outputs that a model may show; relative where those are beyond 1. */
const goldenBound = 1e-4;

/** Takes the recorded steps and compares. Answers the largest difference. @throws DomainError BAD_USER_INPUT when the record does not fit the model, or the answers differ */
export async function checkGolden(session: ModelSession, specs: readonly TensorSpec[], steps: readonly GoldenStep[]): Promise<number> {
  const rows = steps[0]?.observation.length ?? 0;
  if (rows < 1 || rows > maxBatchRows) throw refusal(`golden.json must hold 1 to ${maxBatchRows} observations per step`);
  const { batch } = session;
  let largest = 0;
  for (const step of steps) {
    const record = flatten(step, specs, rows);
    batch.observation.set(record.get('observation') ?? []);
    await session.run(rows).catch((cause: unknown) => {
      throw refusal('the model fails on the recorded observations', cause);
    });
    for (const [name, numbers] of record) if (name !== 'observation') largest = Math.max(largest, difference(numbers, batch[name]));
    batch.hidden.set(batch.hidden_out);
    batch.memory.set(batch.memory_out);
  }
  // NaN must not pass as equal.
  if (!(largest <= goldenBound)) throw refusal(`its outputs differ from the recorded ones by ${largest}, more than ${goldenBound}`);
  return largest;
}

/** The recorded numbers of a step by tensor, row after row; state is not recorded. */
function flatten(step: GoldenStep, specs: readonly TensorSpec[], rows: number): Map<TensorSpec['name'], number[]> {
  const record = new Map<TensorSpec['name'], number[]>();
  for (const { name, width } of specs) {
    if (name === 'hidden' || name === 'memory' || name === 'hidden_out' || name === 'memory_out') continue;
    const numbers = (step[name] ?? []).flat();
    if (numbers.length !== rows * width) throw refusal(`golden.json: ${name} must hold ${rows * width} numbers per step`);
    record.set(name, numbers);
  }
  return record;
}

function difference(expected: readonly number[], found: Float32Array): number {
  let largest = 0;
  for (const [index, number] of expected.entries()) largest = Math.max(largest, Math.abs(number - (found[index] ?? Number.NaN)) / Math.max(1, Math.abs(number)));
  return largest;
}
