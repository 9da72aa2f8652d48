import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { route, type Route } from '#rest-compat/core';
import { adminModelsSchema, adminStatusSchema, downloadSchema, loadedSchema, toAdminModels, toAdminStatus, toDownload, toLoaded } from './admin-schemas.ts';
import {
  AdminModelsDocument, AdminStatusDocument, CancelDownloadDocument, DeleteModelDocument, DownloadModelDocument, GetDownloadDocument, ListDownloadsDocument, LoadModelDocument, UnloadModelDocument,
} from './operations.generated.ts';

/** Tells callers who are no administrators so before it looks at what they sent. */
const forAdministrators = (open: Route): Route => ({
  ...open,
  errors: [...open.errors, 'FORBIDDEN'],
  bind(graph) {
    const handle = open.bind(graph);
    return async (request, visit) => {
      if (visit.context.principal?.scopes.has('admin') !== true) throw new DomainError('FORBIDDEN', 'Only administrators may do this');
      return handle(request, visit);
    };
  },
});

const common = { auth: 'required', limit: 'llm' } as const;
const spelling = { fields: { repository: 'repo' } };
const ofModel: readonly ErrorCode[] = ['MODEL_NOT_FOUND', 'CONFLICT', 'MODEL_UNAVAILABLE'];

const download = route({
  ...common,
  spelling,
  id: 'llm.admin.download',
  method: 'post',
  path: '/admin/download',
  summary: 'Download a GGUF model from Hugging Face in the background',
  request: { body: z.object({ repo: z.string(), file: z.string(), revision: z.string().nullish() }) },
  operation: DownloadModelDocument,
  variables: ({ body: { repo, file, revision } }) => ({ input: { repository: repo, file, revision: revision ?? null } }),
  success: { status: 202, schema: downloadSchema },
  reply: (data) => toDownload(data.downloadModel.download),
  headers: (data) => ({ Location: `/admin/downloads/${data.downloadModel.download.id}` }),
  errors: ['CONFLICT', 'NOT_FOUND', 'UPSTREAM_UNAVAILABLE'],
});

const listDownloads = route({
  ...common,
  id: 'llm.admin.downloads.list',
  method: 'get',
  path: '/admin/downloads',
  summary: 'The latest downloads, newest first',
  request: {},
  operation: ListDownloadsDocument,
  variables: () => ({}),
  success: { status: 200, schema: z.object({ downloads: z.array(downloadSchema) }) },
  reply: ({ modelDownloads }) => ({ downloads: modelDownloads.map(toDownload) }),
  errors: [],
});

const getDownload = route({
  ...common,
  id: 'llm.admin.downloads.get',
  method: 'get',
  path: '/admin/downloads/:id',
  summary: 'How far a download is',
  request: { params: z.object({ id: z.string() }) },
  operation: GetDownloadDocument,
  variables: ({ params: { id } }) => ({ id }),
  success: { status: 200, schema: downloadSchema },
  reply: ({ modelDownload }) => {
    if (modelDownload === null) throw new DomainError('NOT_FOUND', 'No such download');
    return toDownload(modelDownload);
  },
  errors: ['NOT_FOUND'],
});

const cancelDownload = route({
  ...common,
  id: 'llm.admin.downloads.cancel',
  method: 'delete',
  path: '/admin/downloads/:id',
  summary: 'End a download',
  request: { params: z.object({ id: z.string() }) },
  operation: CancelDownloadDocument,
  variables: ({ params: { id } }) => ({ id }),
  success: { status: 200, schema: downloadSchema },
  reply: (data) => toDownload(data.cancelModelDownload.download),
  errors: ['NOT_FOUND'],
});

const whole = z.int32().nullish();

const load = route({
  ...common,
  id: 'llm.admin.load',
  method: 'post',
  path: '/admin/load',
  summary: 'Bring a model into memory, with tuning parameters',
  request: {
    body: z.object({
      model: z.string(), context_size: whole, sequences: whole, threads: whole, batch_size: whole, gpu_layers: whole, flash_attention: z.boolean().nullish(),
      kv_type: z.enum(['f16', 'q8_0', 'q4_0']).nullish(), adapter: z.string().nullish(), draft_model: z.string().nullish(), speculative_tokens: whole, keep_alive_seconds: whole,
    }),
  },
  operation: LoadModelDocument,
  variables: ({ body: { model, ...body } }) => ({
    input: {
      model,
      settings: {
        contextSize: body.context_size, sequences: body.sequences, threads: body.threads, batchSize: body.batch_size, gpuLayers: body.gpu_layers, flashAttention: body.flash_attention,
        kvType: typeof body.kv_type === 'string' ? kvTypes[body.kv_type] : null, adapter: body.adapter, draftModel: body.draft_model, speculativeTokens: body.speculative_tokens,
        keepAliveSeconds: body.keep_alive_seconds,
      },
    },
  }),
  success: { status: 200, schema: loadedSchema },
  reply: (data) => toLoaded(data.loadModel.loaded),
  errors: ofModel,
});

const kvTypes = { f16: 'F16', q8_0: 'Q8_0', q4_0: 'Q4_0' } as const;

const unload = route({
  ...common,
  id: 'llm.admin.unload',
  method: 'post',
  path: '/admin/unload',
  summary: 'Put the active model out of memory, or the one that is named',
  request: { body: z.object({ model: z.string().nullish(), force: z.boolean().nullish() }).optional() },
  operation: UnloadModelDocument,
  variables: ({ body }) => ({ input: { model: body?.model ?? null, force: body?.force ?? false } }),
  success: { status: 200, schema: z.object({ model: z.string(), unloaded: z.literal(true) }) },
  reply: (data) => ({ model: data.unloadModel.model.id, unloaded: true as const }),
  errors: ofModel,
});

const listModels = route({
  ...common,
  id: 'llm.admin.models.list',
  method: 'get',
  path: '/admin/models',
  summary: 'The models of this installation, and those in memory',
  request: {},
  operation: AdminModelsDocument,
  variables: () => ({}),
  success: { status: 200, schema: adminModelsSchema },
  reply: toAdminModels,
  errors: [],
});

const deleteModel = route({
  ...common,
  id: 'llm.admin.models.delete',
  method: 'delete',
  path: '/admin/models/:model',
  summary: 'Delete the file of a model that is not loaded',
  request: { params: z.object({ model: z.string() }) },
  operation: DeleteModelDocument,
  variables: ({ params: { model } }) => ({ id: model }),
  success: { status: 200, schema: z.object({ model: z.string(), deleted: z.literal(true) }) },
  reply: (data) => ({ model: data.deleteModel.id, deleted: true as const }),
  errors: ofModel,
});

const status = route({
  ...common,
  id: 'llm.admin.status',
  method: 'get',
  path: '/admin/status',
  summary: 'Utilisation, active sessions and what each model does',
  request: {},
  operation: AdminStatusDocument,
  variables: () => ({}),
  success: { status: 200, schema: adminStatusSchema },
  reply: toAdminStatus,
  errors: [],
});

/** The keeping of models, for administrators. */
export const adminRoutes = [download, listDownloads, getDownload, cancelDownload, load, unload, listModels, deleteModel, status].map(forAdministrators);
