import { z } from 'zod';
import type { Clock } from '#kernel/clock';
import { requirePrincipal, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Operation, OperationRun, Operations } from '#platform/operations';
import { downloadInput, toModelDownload, type ModelDownload } from './download.ts';
import { downloadKind, type DownloadRepository } from './download-repository.ts';
import { fetchModelFile, type TransferProgress } from './fetch-model-file.ts';
import type { Hub } from './hub.ts';
import type { ModelFolder } from './model-folder.ts';
import { checkModelSource, modelIdOf, type ModelSource } from './model-source.ts';
import { removeOldPartialFiles, removePartialFile } from './partial-file.ts';

/** The rules of downloading models; only administrators get here. */
export interface DownloadService {
  /**
   * Queues the download of a model, once the hub has confirmed that it has the file. The same file asked for again is the same download.
   * @throws DomainError BAD_USER_INPUT, CONFLICT when there is a model of that name, NOT_FOUND, FORBIDDEN, UPSTREAM_UNAVAILABLE
   */
  start(context: RequestContext, source: Omit<ModelSource, 'revision'> & { readonly revision?: string | null | undefined }): Promise<ModelDownload>;
  /** Ends a download and removes what has come; one that is done stays as it is. @throws DomainError NOT_FOUND */
  cancel(id: string): Promise<ModelDownload>;
  /** Null when there is none. */
  find(id: string): Promise<ModelDownload | null>;
  /** Newest first. @throws DomainError BAD_USER_INPUT */
  list(limit: number): Promise<readonly ModelDownload[]>;
  /** The download now and after every change, until it is done. @throws DomainError NOT_FOUND */
  watch(id: string, signal: AbortSignal): AsyncIterableIterator<ModelDownload>;
}

export interface DownloadServiceOptions {
  readonly operations: Operations;
  readonly repository: DownloadRepository;
  readonly hub: Hub;
  readonly folder: ModelFolder;
  readonly clock: Clock;
  /** Whether a name is taken. */
  readonly hasModel: (id: string) => Promise<boolean>;
}

const mostShown = 100;
const reportMs = 250;
/** So often the furthest place is made durable. It counts as progress, so that a transfer that moves on is never given up. */
const saveMs = 5_000;
const placeSchema = z.object({ receivedBytes: z.number() }).nullable();

/** Downloads models as operations, which this process also runs. */
export function createDownloadService(options: DownloadServiceOptions): DownloadService {
  const { operations, repository, hub, folder, clock, hasModel } = options;
  operations.register(downloadKind, (run) => runDownload(options, run), { concurrency: 2, maxAttempts: 5 });
  void removeOldPartialFiles(folder.path, clock.now());

  const get = async (id: string): Promise<Operation> => {
    const operation = await operations.get(id);
    if (operation.kind !== downloadKind) throw new DomainError('NOT_FOUND', 'No such download');
    return operation;
  };

  return {
    async start(context, { repository: name, file, revision }) {
      const source = checkModelSource({ repository: name, file, revision: revision ?? 'main' });
      const { subject } = requirePrincipal(context);
      const id = modelIdOf(source);
      if (await hasModel(id)) throw new DomainError('CONFLICT', `There is a model ${id} already`, { details: { model: id } });
      await (await hub.open(source, { signal: context.cancellation.signal })).cancel();
      return toModelDownload(await repository.insert({ owner: subject, source }, (open) => sameOf(open, source)));
    },
    async cancel(id) {
      const { input } = await get(id);
      const cancelled = await operations.cancel(id);
      if (cancelled.state === 'CANCELLED') await removePartialFile(folder.path, downloadInput.parse(input));
      return toModelDownload(cancelled);
    },
    async find(id) {
      const operation = await operations.get(id).catch(nullIfMissing);
      return operation?.kind === downloadKind ? toModelDownload(operation) : null;
    },
    async list(limit) {
      if (limit < 1 || limit > mostShown) throw new DomainError('BAD_USER_INPUT', `first must be 1 to ${mostShown}`, { details: { field: 'first', reason: `must be 1 to ${mostShown}` } });
      return (await operations.list({ kind: downloadKind, limit })).map(toModelDownload);
    },
    watch: (id, signal) => shown(operations.watch(id, signal)),
  };
}

/** Operations as downloads; a `return` ends a pull that waits. @throws DomainError NOT_FOUND */
function shown(states: AsyncIterableIterator<Operation>): AsyncIterableIterator<ModelDownload> {
  return {
    [Symbol.asyncIterator]() {
      return this;
    },
    async next() {
      const state: IteratorResult<Operation, undefined> = await states.next();
      if (state.done === true) return { done: true, value: undefined };
      if (state.value.kind !== downloadKind) throw new DomainError('NOT_FOUND', 'No such download');
      return { done: false, value: toModelDownload(state.value) };
    },
    async return() {
      await states.return?.();
      return { done: true, value: undefined };
    },
  };
}

/** A download of the same file. @throws DomainError CONFLICT when another file is about to become a model of the same name */
function sameOf(open: readonly Operation[], source: ModelSource): Operation | null {
  const id = modelIdOf(source);
  for (const operation of open) {
    const other = downloadInput.parse(operation.input);
    if (modelIdOf(other) !== id) continue;
    if (other.repository === source.repository && other.file === source.file && other.revision === source.revision) return operation;
    throw new DomainError('CONFLICT', `Another file is being downloaded as the model ${id}`, { details: { model: id, download: operation.id } });
  }
  return null;
}

function nullIfMissing(fault: unknown): null {
  if (DomainError.isInstance(fault) && fault.code === 'NOT_FOUND') return null;
  throw fault;
}

/** One attempt at a download. */
async function runDownload({ hub, folder, clock }: DownloadServiceOptions, { input, resumeToken, signal, report, saveResumeToken }: OperationRun): Promise<object> {
  const now = (): Date => new Date(clock.now());
  let latest: TransferProgress | null = null;
  let [reportedAt, savedAt, savedBytes] = [Number.NEGATIVE_INFINITY, performance.now(), placeSchema.parse(resumeToken)?.receivedBytes ?? 0];
  const save = async (): Promise<void> => {
    if (latest === null || latest.receivedBytes <= savedBytes) return;
    [savedAt, savedBytes] = [performance.now(), latest.receivedBytes];
    await saveResumeToken({ receivedBytes: latest.receivedBytes });
  };
  const onProgress = async (progress: TransferProgress): Promise<void> => {
    latest = progress;
    const time = performance.now();
    if (time - reportedAt >= reportMs || progress.receivedBytes === progress.totalBytes) {
      reportedAt = time;
      report(progress);
    }
    if (time - savedAt >= saveMs) await save();
  };
  try {
    const { sha256, isVerified } = await fetchModelFile({ source: checkModelSource(downloadInput.parse(input)), hub, folder, signal, onProgress, now });
    return { sha256, isVerified };
  } catch (fault) {
    if (!signal.aborted) await save();
    throw fault;
  }
}
