import type { InferenceRequest } from './open-inference-schemas.ts';

/** What a policy answers for rows of observations. */
export interface Steps {
  readonly actions: readonly (number | readonly number[])[];
  readonly values: readonly number[];
  readonly logProbs: readonly number[];
  readonly pressures: readonly number[];
}

/** A tensor of an answer, row-major. */
export interface OutputTensor {
  readonly name: string;
  readonly shape: readonly number[];
  readonly datatype: 'FP32' | 'INT64';
  readonly data: readonly number[];
}

/** What is known of a model's tensors. */
export interface TensorDescription {
  readonly name: string;
  readonly datatype: 'FP32' | 'INT64';
  /** -1 is a length that the request chooses. */
  readonly shape: readonly number[];
}

/** The tensors of an answer: those that the request asks for, else all. */
export function toOutputs({ actions, values, logProbs, pressures }: Steps, { outputs }: InferenceRequest): readonly OutputTensor[] {
  const column = (name: string, data: readonly number[]): OutputTensor => ({ name, shape: [data.length], datatype: 'FP32', data });
  const all = [actionTensor(actions), column('value', values), column('log_prob', logProbs), column('pressure', pressures)];
  const wanted = new Set<string>(outputs?.map(({ name }) => name));
  return wanted.size === 0 ? all : all.filter(({ name }) => wanted.has(name));
}

function actionTensor(actions: Steps['actions']): OutputTensor {
  const [first] = actions;
  if (typeof first === 'number' || first === undefined) return { name: 'action', shape: [actions.length], datatype: 'INT64', data: actions.flat() };
  return { name: 'action', shape: [actions.length, first.length], datatype: 'FP32', data: actions.flat() };
}

/** What goes into a policy. */
export const inputsOf = (observationLength: number): readonly TensorDescription[] => [{ name: 'observation', datatype: 'FP32', shape: [-1, observationLength] }];

/** What comes out of it. */
export const outputsOf = (kind: 'DISCRETE' | 'CONTINUOUS', actionSize: number): readonly TensorDescription[] => [
  kind === 'DISCRETE' ? { name: 'action', datatype: 'INT64', shape: [-1] } : { name: 'action', datatype: 'FP32', shape: [-1, actionSize] },
  ...['value', 'log_prob', 'pressure'].map((name) => ({ name, datatype: 'FP32' as const, shape: [-1] })),
];
