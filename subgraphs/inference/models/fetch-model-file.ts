import { mkdir, stat, statfs } from 'node:fs/promises';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { GgufFault, readGgufHeader } from '../backends/llama/gguf-header.ts';
import type { FileVersion, Hub, HubFile } from './hub.ts';
import type { ModelFolder, ModelOrigin } from './model-folder.ts';
import type { ModelSource } from './model-source.ts';
import { beginPartialFile, findPartialFile, hashOf, openToAppend, removePartialFile, type PartialFile } from './partial-file.ts';

/** How far a download is. */
export interface TransferProgress {
  readonly receivedBytes: number;
  readonly totalBytes: number;
  /** Since this attempt began. */
  readonly bytesPerSecond: number;
}

export interface FetchOptions {
  readonly source: ModelSource;
  readonly hub: Hub;
  readonly folder: ModelFolder;
  readonly signal: AbortSignal;
  /** Called after every piece. */
  readonly onProgress: (progress: TransferProgress) => void | Promise<void>;
  readonly now: () => Date;
}

const largestModelBytes = 2 ** 40;
/** What a download leaves free on the disk. */
const spareBytes = 2 ** 28;

/**
 * Downloads a model file, going on with what an earlier attempt left, and makes it a model when its size, its SHA-256 (where the hub tells it) and its header are right.
 * @throws DomainError UPSTREAM_UNAVAILABLE (what came is kept), NOT_FOUND, FORBIDDEN, CONFLICT, BAD_USER_INPUT, or the reason of the signal
 */
export async function fetchModelFile({ source, hub, folder, signal, onProgress, now }: FetchOptions): Promise<ModelOrigin> {
  await mkdir(folder.path, { recursive: true });
  const { partial, version, transfer } = await openTransfer({ source, hub, folder, signal });
  try {
    const sha256 = await receive({ partial, version, transfer, signal, onProgress });
    const { size } = await stat(partial.path);
    const isRight = size === version.sizeBytes && (version.sha256 === null || version.sha256 === sha256);
    if (!isRight) throw damageOf(partial);
    await checkHeader(partial.path);
    const origin: ModelOrigin = { ...source, commit: version.commit, sha256, isVerified: version.sha256 !== null, downloadedAt: now() };
    await folder.adopt(partial.path, source, origin);
    await removePartialFile(folder.path, source);
    return origin;
  } catch (fault) {
    await transfer?.cancel();
    if (DomainError.isInstance(fault) && !keepsWhatCame(fault)) await removePartialFile(folder.path, source);
    throw fault;
  }
}

/** Whether what has come may still become the model. */
const keepsWhatCame = (fault: DomainError): boolean => resumable.includes(fault.code) && fault.details['isDamaged'] !== true;
const resumable: readonly ErrorCode[] = ['UPSTREAM_UNAVAILABLE', 'UNAVAILABLE'];

/** What is left of an earlier attempt may be damaged by a crash, or by a process that has not heard that it lost this download: then it begins anew. */
const damageOf = ({ sizeBytes }: PartialFile): DomainError =>
  sizeBytes > 0
    ? new DomainError('UPSTREAM_UNAVAILABLE', 'What an earlier attempt left was damaged', { details: { isDamaged: true } })
    : new DomainError('CONFLICT', 'What came is not what the model hub announced: its SHA-256 differs');

interface Transfer {
  readonly partial: PartialFile;
  readonly version: FileVersion;
  /** Null when all bytes are there. */
  readonly transfer: HubFile | null;
}

async function openTransfer({ source, hub, folder, signal }: Pick<FetchOptions, 'source' | 'hub' | 'folder' | 'signal'>): Promise<Transfer> {
  const partial = await findPartialFile(folder.path, source);
  const { version } = partial;
  if (version !== null && partial.sizeBytes === version.sizeBytes) return { partial, version, transfer: null };
  const canGoOn = version !== null && version.etag !== null && partial.sizeBytes > 0 && partial.sizeBytes < version.sizeBytes;
  let transfer = await hub.open(source, { signal, ...(canGoOn && { from: { byte: partial.sizeBytes, etag: version.etag } }) });
  try {
    if (transfer.start > 0 && canGoOn && !isSame(version, transfer.version)) {
      await transfer.cancel();
      transfer = await hub.open(source, { signal });
    }
    await checkRoom(folder.path, { ...transfer.version, start: transfer.start });
    const current = transfer.start === 0 ? await beginPartialFile(folder.path, source, transfer.version) : partial;
    return { partial: current, version: transfer.version, transfer };
  } catch (refusal) {
    await transfer.cancel();
    throw refusal;
  }
}

const isSame = (one: FileVersion, other: FileVersion): boolean => one.sizeBytes === other.sizeBytes && one.sha256 === other.sha256;

/** @throws DomainError CONFLICT */
async function checkRoom(folder: string, { sizeBytes, start }: { readonly sizeBytes: number; readonly start: number }): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  const [neededBytes, freeBytes] = [sizeBytes - start, Math.max(0, bavail * bsize - spareBytes)];
  if (sizeBytes > largestModelBytes) throw new DomainError('CONFLICT', 'The file is larger than any model', { details: { sizeBytes } });
  if (neededBytes > freeBytes) throw new DomainError('CONFLICT', 'The disk has no room for this file', { details: { neededBytes, freeBytes } });
}

interface Receiving extends Transfer, Pick<FetchOptions, 'onProgress' | 'signal'> {}

/** Brings all bytes to the disk; their SHA-256. */
async function receive({ partial, version, transfer, signal, onProgress }: Receiving): Promise<string> {
  const hash = await hashOf(partial, signal);
  if (transfer === null) return hash.digest('hex');
  const handle = await openToAppend(partial);
  const beganAt = performance.now();
  let receivedBytes = partial.sizeBytes;
  try {
    for await (const chunk of transfer.bytes) {
      if (receivedBytes + chunk.length > version.sizeBytes) throw new DomainError('CONFLICT', 'The model hub sends more than it announced');
      await handle.appendFile(chunk).catch(refuseWithoutRoom);
      hash.update(chunk);
      receivedBytes += chunk.length;
      const seconds = Math.max(1e-3, (performance.now() - beganAt) / 1_000);
      await onProgress({ receivedBytes, totalBytes: version.sizeBytes, bytesPerSecond: Math.round((receivedBytes - partial.sizeBytes) / seconds) });
    }
    await handle.sync();
  } finally {
    await handle.close();
  }
  if (receivedBytes < version.sizeBytes) throw new DomainError('UPSTREAM_UNAVAILABLE', 'The model hub has broken off');
  return hash.digest('hex');
}

function refuseWithoutRoom(fault: unknown): never {
  if (fault instanceof Error && 'code' in fault && fault.code === 'ENOSPC') throw new DomainError('CONFLICT', 'The disk has no room for this file', { cause: fault });
  throw fault;
}

/** @throws DomainError BAD_USER_INPUT when the file is no model */
async function checkHeader(file: string): Promise<void> {
  try {
    await readGgufHeader(file);
  } catch (fault) {
    if (!(fault instanceof GgufFault)) throw fault;
    const reason = `is not a usable model: ${fault.message}`;
    throw new DomainError('BAD_USER_INPUT', `The file ${reason}`, { details: { field: 'file', reason } });
  }
}
