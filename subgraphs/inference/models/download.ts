import { z } from 'zod';
import type { ErrorCode } from '#kernel/errors';
import type { Operation } from '#platform/operations';
import { modelIdOf } from './model-source.ts';

/** A model on its way to this installation. */
export interface ModelDownload {
  readonly id: string;
  readonly repository: string;
  readonly file: string;
  readonly revision: string;
  /** The name that the model has, or will have. */
  readonly modelId: string;
  readonly state: Operation['state'];
  readonly receivedBytes: number;
  /** Null until the hub has told it. */
  readonly totalBytes: number | null;
  readonly bytesPerSecond: number;
  /** Of the whole file, in hexadecimal; null until it is there. */
  readonly sha256: string | null;
  /** Whether the hub announced the same SHA-256; null until the file is there. */
  readonly isVerified: boolean | null;
  readonly attempts: number;
  /** Why it has failed, or failed last. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** What the operation of a download is given. */
export const downloadInput = z.object({ repository: z.string(), file: z.string(), revision: z.string() });
const downloadProgress = z.object({ receivedBytes: z.number(), totalBytes: z.number(), bytesPerSecond: z.number() });
const downloadResult = z.object({ sha256: z.string(), isVerified: z.boolean() });

/** A download as it is shown. */
export function toModelDownload({ id, input, state, progress, result, attempts, error, createdAt, updatedAt }: Operation): ModelDownload {
  const source = downloadInput.parse(input);
  const { receivedBytes, totalBytes, bytesPerSecond } = downloadProgress.nullable().parse(progress) ?? { receivedBytes: 0, totalBytes: null, bytesPerSecond: 0 };
  const done = downloadResult.nullable().parse(result);
  const isRunning = state === 'RUNNING';
  return {
    id, ...source, modelId: modelIdOf(source), state, receivedBytes, totalBytes, bytesPerSecond: isRunning ? bytesPerSecond : 0,
    sha256: done?.sha256 ?? null, isVerified: done?.isVerified ?? null, attempts, error, createdAt, updatedAt,
  };
}
