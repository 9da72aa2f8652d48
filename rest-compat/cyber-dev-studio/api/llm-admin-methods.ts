import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { renamed, rpcFeed, rpcMethod } from '#rest-compat/core';
import { downloadRequest, loadRequest, ofDownload, ofModel, toDownloadInput, toLoadInput, toUnloadInput, unloadRequest } from '../llm/admin-requests.ts';
import { downloadSchema, loadedSchema, toDownload, toLoaded, toUnloaded, unloadedSchema } from '../llm/admin-schemas.ts';
import { DownloadModelDocument, GetDownloadDocument, LoadModelDocument, UnloadModelDocument } from '../llm/operations.generated.ts';
import { DownloadUpdatesDocument } from './operations.generated.ts';

const common = { limit: 'llm', scope: 'admin' } as const;

const download = rpcMethod({
  ...common,
  name: 'llm.download',
  summary: 'Download a GGUF model from Hugging Face in the background',
  params: downloadRequest,
  operation: DownloadModelDocument,
  variables: (input) => ({ input: toDownloadInput(input) }),
  result: downloadSchema,
  reply: (data) => toDownload(data.downloadModel.download),
  fieldName: renamed({ repository: 'repo' }),
  errors: ofDownload,
});

const start = rpcMethod({
  ...common,
  name: 'llm.start',
  summary: 'Bring a model into memory, with tuning parameters',
  params: loadRequest,
  operation: LoadModelDocument,
  variables: (input) => ({ input: toLoadInput(input) }),
  result: loadedSchema,
  reply: (data) => toLoaded(data.loadModel.loaded),
  errors: ofModel,
});

const stop = rpcMethod({
  ...common,
  name: 'llm.stop',
  summary: 'Put the active model out of memory, or the one that is named',
  params: unloadRequest,
  operation: UnloadModelDocument,
  variables: (input) => ({ input: toUnloadInput(input) }),
  result: unloadedSchema,
  reply: toUnloaded,
  errors: ofModel,
});

const subscribe = rpcFeed({
  ...common,
  name: 'llm.subscribe_download',
  summary: 'Be told by `llm.downloading` how far a download is, until it is done',
  params: z.object({ id: z.string() }),
  state: {
    operation: GetDownloadDocument,
    variables: (input) => input,
    reply({ modelDownload }) {
      if (modelDownload === null) throw new DomainError('NOT_FOUND', 'No such download');
      return { download: toDownload(modelDownload) };
    },
  },
  result: z.object({ download: downloadSchema }),
  feed: {
    operation: DownloadUpdatesDocument,
    variables: (input) => input,
    notifications: ({ modelDownloadUpdated }) => [{ method: 'llm.downloading', params: { download: toDownload(modelDownloadUpdated) } }],
  },
  tells: { 'llm.downloading': z.object({ subscription: z.string(), download: downloadSchema }) },
  errors: ['NOT_FOUND'],
});

/** The keeping of models, for administrators. */
export const llmAdminMethods = [download, start, stop, subscribe];
