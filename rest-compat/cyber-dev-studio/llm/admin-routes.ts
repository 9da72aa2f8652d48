import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { route, type Route } from '#rest-compat/core';
import { downloadRequest, loadRequest, ofDownload, ofModel, toDownloadInput, toLoadInput, toUnloadInput, unloadRequest } from './admin-requests.ts';
import { adminModelsSchema, adminStatusSchema, downloadSchema, loadedSchema, toAdminModels, toAdminStatus, toDownload, toLoaded, toUnloaded, unloadedSchema } from './admin-schemas.ts';
import {
  AdminModelsDocument, AdminStatusDocument, CancelDownloadDocument, DeleteModelDocument, DownloadModelDocument, GetDownloadDocument, ListDownloadsDocument, LoadModelDocument, UnloadModelDocument,
} from './operations.generated.ts';

/** Tells callers who are no administrators so before it looks at what they sent. */
const forAdministrators = (open: Route): Route => ({
  ...open,
  errors: [...open.errors, 'FORBIDDEN'],
  bind(graph, tools) {
    const handle = open.bind(graph, tools);
    return async (request, visit) => {
      if (visit.context.principal?.scopes.has('admin') !== true) throw new DomainError('FORBIDDEN', 'Only administrators may do this');
      return handle(request, visit);
    };
  },
});

const common = { auth: 'required', limit: 'llm' } as const;
const spelling = { fields: { repository: 'repo' } };

const download = route({
  ...common,
  spelling,
  id: 'llm.admin.download',
  method: 'post',
  path: '/admin/download',
  summary: 'Download a GGUF model from Hugging Face in the background',
  request: { body: downloadRequest },
  operation: DownloadModelDocument,
  variables: ({ body }) => ({ input: toDownloadInput(body) }),
  success: { status: 202, schema: downloadSchema },
  reply: (data) => toDownload(data.downloadModel.download),
  headers: (data) => ({ Location: `/admin/downloads/${data.downloadModel.download.id}` }),
  errors: ofDownload,
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

const load = route({
  ...common,
  id: 'llm.admin.load',
  method: 'post',
  path: '/admin/load',
  summary: 'Bring a model into memory, with tuning parameters',
  request: { body: loadRequest },
  operation: LoadModelDocument,
  variables: ({ body }) => ({ input: toLoadInput(body) }),
  success: { status: 200, schema: loadedSchema },
  reply: (data) => toLoaded(data.loadModel.loaded),
  errors: ofModel,
});

const unload = route({
  ...common,
  id: 'llm.admin.unload',
  method: 'post',
  path: '/admin/unload',
  summary: 'Put the active model out of memory, or the one that is named',
  request: { body: unloadRequest.optional() },
  operation: UnloadModelDocument,
  variables: ({ body }) => ({ input: toUnloadInput(body) }),
  success: { status: 200, schema: unloadedSchema },
  reply: toUnloaded,
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
