import { z } from 'zod';
import type { InferenceSession } from 'onnxruntime-node';
import { tensorSpecs } from './batch.ts';
import type { PolicyShape } from './policy-shape.ts';
import { refusal } from './refusal.ts';

const size = z.int().min(1).max(65_536);
const rows = z.union([z.string(), z.undefined()]);
const tensor = <Dims extends [z.ZodType, ...z.ZodType[]]>(...dims: Dims) => z.object({ isTensor: z.literal(true), type: z.literal('float32'), shape: z.tuple(dims) });

const inputs = z.strictObject({ observation: tensor(rows, size), hidden: tensor(rows, size), memory: tensor(rows, size, size) });
const distribution = z.object({ logits: tensor(rows, size).optional(), mean: tensor(rows, size).optional(), log_std: tensor(rows, size).optional() });

/** The most numbers of state that an agent may have. */
const largestState = 1_048_576;

/** Reads the shape of a policy from the names, types and dimensions of its model. @throws DomainError BAD_USER_INPUT that says what is wrong */
export function readModelShape({ inputMetadata, outputMetadata }: Pick<InferenceSession, 'inputMetadata' | 'outputMetadata'>): PolicyShape {
  const byName = (metadata: InferenceSession['inputMetadata']): Record<string, unknown> => Object.fromEntries(metadata.map((value) => [value.name, value]));
  const { observation, hidden, memory } = accept(inputs, byName(inputMetadata), 'inputs');
  const outputs = byName(outputMetadata);
  const { logits, mean } = accept(distribution, outputs, 'outputs');
  if ((logits === undefined) === (mean === undefined)) throw refusal('the model must have either an output logits, or outputs mean and log_std');
  const shape: PolicyShape = {
    observationLength: observation.shape[1],
    actionKind: logits === undefined ? 'continuous' : 'discrete',
    actionSize: (logits ?? mean)?.shape[1] ?? 0,
    hiddenLength: hidden.shape[1],
    memorySlots: memory.shape[1],
    memoryWidth: memory.shape[2],
  };
  if (shape.hiddenLength + shape.memorySlots * shape.memoryWidth > largestState) throw refusal(`an agent would have more than ${largestState} numbers of state`);
  checkOutputs(shape, outputs);
  return shape;
}

/** Dimensions that the model leaves open are checked by the first run, which is given room for exactly these. */
function checkOutputs(shape: PolicyShape, outputs: Record<string, unknown>): void {
  const known = z.object({ isTensor: z.literal(true), type: z.literal('float32'), shape: z.array(z.union([z.number(), z.string(), z.undefined()])) });
  for (const { name, direction, dims } of tensorSpecs(shape)) {
    if (direction === 'input') continue;
    const { shape: [first, ...rest] } = accept(known, outputs[name], `output ${name}`);
    const fits = typeof first !== 'number' && rest.length === dims.length && rest.every((found, index) => typeof found !== 'number' || found === dims[index]);
    if (!fits) throw refusal(`output ${name} must be [batch${dims.map((found) => `, ${found}`).join('')}]`);
  }
}

function accept<Schema extends z.ZodType>(schema: Schema, value: unknown, what: string): z.output<Schema> {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const place = issue?.path.length ? ` (${issue.path.join('.')})` : '';
  throw refusal(`the ${what} of the model are not those of a policy${place}`);
}
