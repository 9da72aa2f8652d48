import { z } from 'zod';
import { numberList, numberLists } from '#rest-compat/core';

const maxRows = 1024;
const maxNumbers = 1_048_576;

const tensorParameters = z.record(z.string(), z.unknown()).nullish();

/** One input tensor: row-major, flat or nested. */
const inputTensor = z
  .object({
    name: z.literal('observation'),
    shape: z.tuple([z.int().min(0).max(maxRows), z.int().min(1).max(maxNumbers)]),
    datatype: z.literal('FP32'),
    parameters: tensorParameters,
    data: z.union([numberList({ max: maxNumbers }), numberLists({ max: maxRows, maxInner: maxNumbers })]),
  })
  .superRefine(({ shape: [rows, columns], data }, context) => {
    const fits = isNested(data) ? data.length === rows && data.every((row) => row.length === columns) : data.length === rows * columns;
    if (!fits) context.addIssue({ code: 'custom', path: ['data'], input: data, params: { reason: `does not have the shape [${rows}, ${columns}]` } });
  });

/** The parameters of a request that mean something here; others are ignored. */
const requestParameters = z.object({
  /** Names an agent; without it, or with 0 or an empty text, every row is a fresh agent that is forgotten. */
  sequence_id: z.union([z.int().min(0), z.string().max(128)]).nullish(),
  sequence_start: z.boolean().default(false),
  sequence_end: z.boolean().default(false),
  deterministic: z.boolean().default(false),
});

/** The body of an inference request. */
export const inferenceRequest = z.object({
  id: z.string().max(256).nullish(),
  parameters: requestParameters.nullish(),
  inputs: z.tuple([inputTensor]),
  outputs: z.array(z.object({ name: z.enum(['action', 'value', 'log_prob', 'pressure']), parameters: tensorParameters })).max(16).nullish(),
});

export type InferenceRequest = z.output<typeof inferenceRequest>;

/** The rows of the input. */
export function rowsOf({ inputs: [{ shape, data }] }: InferenceRequest): readonly (readonly number[])[] {
  if (isNested(data)) return data;
  const [rows, columns] = shape;
  return Array.from({ length: rows }, (_, row) => data.slice(row * columns, (row + 1) * columns));
}

/** The agent that a request means; null for fresh ones. */
export function agentOf({ parameters }: InferenceRequest): string | null {
  const id = String(parameters?.sequence_id ?? '');
  return id === '' || id === '0' ? null : id;
}

type Rows = readonly (readonly number[])[];

const isNested = (data: readonly number[] | Rows): data is Rows => Array.isArray(data[0]);
