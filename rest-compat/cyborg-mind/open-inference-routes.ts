import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route, type Route } from '#rest-compat/core';
import { agentOf, inferenceRequest, rowsOf, type InferenceRequest } from './open-inference-schemas.ts';
import { inputsOf, outputsOf, toOutputs } from './open-inference-tensors.ts';
import { InferDocument, InferenceModelDocument, type InferenceModelQuery, type InferMutationVariables } from './operations.generated.ts';

// Open Inference Protocol, version 2, over REST: https://github.com/kserve/open-inference-protocol

const params = z.object({ model: z.string(), version: z.string().optional() });
const list = <T extends z.ZodType>(item: T) => z.array(item).readonly();
const described = list(z.object({ name: z.string(), datatype: z.string(), shape: list(z.int()) }));
const metadataSchema = z.object({ name: z.string(), versions: list(z.string()), platform: z.string(), inputs: described, outputs: described });
const outputs = list(z.object({ name: z.string(), shape: list(z.int()), datatype: z.string(), data: list(z.number()) }));
const inferenceSchema = z.object({ model_name: z.string(), model_version: z.string().optional(), id: z.string().optional(), outputs });
const common = { auth: 'required', limit: 'all' } as const;

/** What the path of a request names. */
type Chosen = z.output<typeof params>;

/** The endpoints of a model below `path`. */
function modelRoutes(path: `/${string}`, prefix: string): readonly Route[] {
  const metadata = route({
    ...common,
    id: `${prefix}.metadata`,
    method: 'get',
    path,
    summary: 'What a model takes and gives',
    request: { params },
    operation: InferenceModelDocument,
    variables: ({ params: { model } }) => ({ name: model }),
    success: { status: 200, schema: metadataSchema },
    reply: (data, input) => toMetadata(requireModel(data, input.params)),
    errors: ['NOT_FOUND'],
  });
  const ready = route({
    ...common,
    id: `${prefix}.ready`,
    method: 'get',
    path: `${path}/ready`,
    summary: 'Whether a model can be asked',
    request: { params },
    operation: InferenceModelDocument,
    variables: ({ params: { model } }) => ({ name: model }),
    success: { status: 200, schema: z.object({ name: z.string(), ready: z.literal(true) }) },
    reply: (data, input) => ({ name: requireReady(requireModel(data, input.params), input.params), ready: true as const }),
    errors: ['NOT_FOUND'],
  });
  const infer = route({
    ...common,
    id: `${prefix}.infer`,
    method: 'post',
    path: `${path}/infer`,
    summary: 'Actions for observations: of fresh agents, or with the parameter `sequence_id` of one agent step by step',
    request: { params, body: inferenceRequest },
    operation: InferDocument,
    variables: (input) => toVariables(input.body, input.params),
    logged: ({ body }) => ({ agent_id: agentOf(body) }),
    success: { status: 200, schema: inferenceSchema },
    reply: ({ stepPolicies }, { body, params: { model, version } }) => ({
      model_name: model,
      ...(version !== undefined && { model_version: version }),
      ...(typeof body.id === 'string' && { id: body.id }),
      outputs: toOutputs(stepPolicies, body),
    }),
    errors: ['NOT_FOUND', 'OBSERVATION_LENGTH_MISMATCH', 'AGENT_NOT_INITIALIZED'],
  });
  return [metadata, ready, infer];
}

/** The endpoints of models, of their current versions and of those that a path names. */
export const openInferenceRoutes = [...modelRoutes('/v2/models/:model', 'open-inference.model'), ...modelRoutes('/v2/models/:model/versions/:version', 'open-inference.version')];

type Model = NonNullable<InferenceModelQuery['policy']>;

function requireModel({ policy }: InferenceModelQuery, { model, version }: Chosen): Model {
  if (policy === null) throw new DomainError('NOT_FOUND', `There is no model ${model}`);
  if (version !== undefined && policy.versions.every((known) => known.version !== version)) throw new DomainError('NOT_FOUND', `Model ${model} has no version ${version}`);
  return policy;
}

function requireReady(model: Model, { version = model.currentVersion?.version }: Chosen): string {
  if (!loadedVersions(model).includes(version ?? '')) throw new DomainError('UNAVAILABLE', `Model ${model.name} is not ready`);
  return model.name;
}

const loadedVersions = ({ versions }: Model): readonly string[] => versions.filter(({ state }) => state === 'LOADED').map(({ version }) => version);

const toMetadata = (model: Model) => ({
  name: model.name,
  versions: loadedVersions(model),
  platform: 'onnx_onnxruntime',
  inputs: inputsOf(model.observationLength),
  outputs: outputsOf(model.actionKind, model.actionSize),
});

function toVariables(request: InferenceRequest, { model: policy, version }: Chosen): InferMutationVariables {
  const { parameters } = request;
  const agentId = agentOf(request);
  const steps = { policy, observations: rowsOf(request), deterministic: parameters?.deterministic ?? false };
  if (agentId === null) return { steps: { ...steps, version } };
  return {
    steps: { ...steps, agentIds: steps.observations.map(() => agentId) },
    start: parameters?.sequence_start ?? false,
    reset: { policy, agentId, version },
    end: parameters?.sequence_end ?? false,
    release: { policy, agentId },
  };
}
