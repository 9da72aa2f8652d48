import type { OperationState } from '#prisma-client';
import type { ErrorCode } from '#kernel/errors';

export type { OperationState };

/** One piece of long work, as its owner sees it. */
export interface Operation {
  readonly id: string;
  readonly kind: string;
  readonly owner: string | null;
  readonly state: OperationState;
  readonly input: unknown;
  readonly progress: unknown;
  readonly result: unknown;
  /** Why it has failed, or failed last; null when it has not. */
  readonly error: OperationFault | null;
  readonly attempts: number;
  readonly cancelRequested: boolean;
  readonly dueAt: Date;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export interface OperationFault {
  readonly code: ErrorCode;
  readonly message: string;
}

/** True when nothing can change the operation any more. */
export const isFinal = ({ state }: Pick<Operation, 'state'>): boolean => state === 'SUCCEEDED' || state === 'FAILED' || state === 'CANCELLED';

/** One attempt at an operation, as its runner sees it. */
export interface OperationRun {
  readonly id: string;
  readonly owner: string | null;
  readonly input: unknown;
  /** What an earlier attempt saved last; null at the first. */
  readonly resumeToken: unknown;
  /** Aborted when the operation is cancelled, this process stops, or another process has taken over: throw its reason then. */
  readonly signal: AbortSignal;
  /** Saves where to go on after a crash; durable when it resolves. A new token counts as progress: the attempts are counted anew. */
  readonly saveResumeToken: (token: object) => Promise<void>;
  /** Shows progress to watchers. The latest report wins; it is written soon. */
  readonly report: (progress: object) => void;
}

/** Does the work of one kind; what it returns is the result. A refusal (a DomainError that is not retryable) fails the operation, any other fault is tried again. */
export type OperationRunner = (run: OperationRun) => Promise<object | null>;

export interface OperationKindOptions {
  /** How many of this kind one process runs at once. */
  readonly concurrency?: number;
  /** How often one is tried without progress before it fails. */
  readonly maxAttempts?: number;
}
