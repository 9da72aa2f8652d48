import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import type { Logger } from '#kernel/logging';
import type { Prisma } from '#prisma-client';
import type { Operation, OperationKindOptions, OperationRunner } from './operation.ts';
import { createOperationLeases } from './operation-leases.ts';
import { createOperationStore, type NewOperation, type OperationQuery } from './operation-store.ts';
import { createOperationWorker } from './operation-worker.ts';
import type { OperationKind } from './running-operations.ts';
import { watchOperation } from './watch-operation.ts';

/** Long work that outlives requests and processes: run by whichever process has registered its kind, taken over when that dies. */
export interface Operations {
  /** Lets this process run a kind; before `start`. */
  readonly register: (kind: string, runner: OperationRunner, options?: OperationKindOptions) => void;
  /** Queues work; with a transaction it is queued if and when that commits. */
  readonly submit: (operation: NewOperation, transaction?: Prisma.TransactionClient) => Promise<Operation>;
  /** Cancels what is queued and asks what runs to stop; a final operation stays as it is. @throws DomainError NOT_FOUND */
  readonly cancel: (id: string) => Promise<Operation>;
  /** @throws DomainError NOT_FOUND */
  readonly get: (id: string) => Promise<Operation>;
  /** Newest first. */
  readonly list: (query: OperationQuery) => Promise<readonly Operation[]>;
  /** The operation now and after every change, until it is final. */
  readonly watch: (id: string, signal?: AbortSignal) => AsyncIterableIterator<Operation>;
  /** Begins to run registered kinds in this process. */
  readonly start: () => void;
  /** Takes no more work, stops what runs, and hands it back to be continued elsewhere. */
  readonly stop: () => Promise<void>;
}

export interface OperationsOptions {
  readonly database: Pick<Database, 'prisma'>;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  readonly logger: Logger;
  /** After this time without a sign of life a process counts as dead, and its operations are taken over. */
  readonly leaseMs?: number;
  readonly pollMs?: number;
  /** The wait before the second attempt; it doubles with each, up to a minute. */
  readonly retryMs?: number;
  /** How long `stop` waits for runners. */
  readonly drainMs?: number;
}

/** Operations over the database; nothing runs before `start`. */
export function createOperations({ database, events, logger, leaseMs = 10_000, pollMs = 1_000, retryMs = 1_000, drainMs = 5_000 }: OperationsOptions): Operations {
  const store = createOperationStore({ database, events });
  const kinds = new Map<string, OperationKind>();
  const leases = createOperationLeases({ database, events }, newId(), leaseMs);
  const worker = createOperationWorker({ kinds, leases, events, logger, leaseMs, pollMs, retryMs, drainMs });

  const get = async (id: string): Promise<Operation> => {
    const found = await store.find(id);
    if (found === null) throw new DomainError('NOT_FOUND', 'No such operation');
    return found;
  };

  return {
    register(kind, runner, { concurrency = 4, maxAttempts = 5 } = {}) {
      kinds.set(kind, { runner, concurrency, maxAttempts });
    },
    submit: (operation, transaction) =>
      transaction === undefined ? database.prisma.$transaction((own) => store.insert(operation, own)) : store.insert(operation, transaction),
    async cancel(id) {
      await store.cancel(id);
      return get(id);
    },
    get,
    list: store.list,
    watch: (id, signal) => watchOperation({ id, events, get, signal }),
    start: worker.start,
    stop: worker.stop,
  };
}
