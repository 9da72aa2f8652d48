import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route } from '#rest-compat/core';
import { toEpochSeconds } from './generation-response.ts';
import { GetModelDocument, ListModelsDocument, type ListModelsQuery, type ModelEntryFragment } from './operations.generated.ts';

const modelSchema = z.object({ id: z.string(), object: z.literal('model'), created: z.int(), owned_by: z.string() });

const toModel = ({ id, createdAt, ownedBy }: ModelEntryFragment): z.input<typeof modelSchema> => ({ id, object: 'model', created: toEpochSeconds(createdAt), owned_by: ownedBy });

/** The models of this installation, as OpenAI shapes them. */
export const modelsSchema = z.object({ object: z.literal('list'), data: z.array(modelSchema) });

/** The models of the graph as OpenAI shapes them. */
export const toModels = ({ models }: ListModelsQuery): z.input<typeof modelsSchema> => ({ object: 'list', data: models.nodes.map(toModel) });

const listModels = route({
  id: 'llm.models.list',
  method: 'get',
  path: '/v1/models',
  summary: 'List the models of this installation',
  auth: 'required',
  limit: 'llm',
  hot: true,
  request: {},
  operation: ListModelsDocument,
  variables: () => ({}),
  success: { status: 200, schema: modelsSchema },
  reply: toModels,
  errors: [],
});

const getModel = route({
  id: 'llm.models.get',
  method: 'get',
  path: '/v1/models/:model',
  summary: 'One model by its name',
  auth: 'required',
  limit: 'llm',
  request: { params: z.object({ model: z.string() }) },
  operation: GetModelDocument,
  variables: ({ params }) => ({ id: params.model }),
  success: { status: 200, schema: modelSchema },
  reply: ({ model }, { params }) => {
    if (model === null) throw new DomainError('MODEL_NOT_FOUND', `The model "${params.model}" does not exist`);
    return toModel(model);
  },
  errors: ['MODEL_NOT_FOUND'],
});

/** The models of this installation. */
export const modelRoutes = [listModels, getModel];
