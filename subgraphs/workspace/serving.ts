import { setMaxListeners } from 'node:events';
import { createSingleWriter, type Database, type SingleWriter } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';

/** Whether this process is the one that changes the files of its database's tenants. */
export interface Serving {
  /** Tries for it from now on. @throws DomainError UNAVAILABLE when it must be and is not after `patienceMs` milliseconds */
  start(options: { readonly must: boolean; readonly patienceMs: number }): Promise<void>;
  readonly isReady: boolean;
  /** Aborted when this process stops serving. @throws DomainError UNAVAILABLE when it does not serve */
  required(): AbortSignal;
  /** Refuses all calls from now on, and ends the streams. */
  pause(): void;
  /** Lets another process serve. */
  close(): Promise<void>;
}

export interface ServingOptions {
  readonly database: Pick<Database, 'url'>;
  readonly logger: Logger;
  /** Runs each time that this process begins to serve. */
  readonly onServing: () => void;
}

/** Two processes on one disk would not see each other's quota: one of them waits. */
export function createServing({ database, logger, onServing }: ServingOptions): Serving {
  let controller: AbortController | null = null;
  let isClosing = false;
  let writer: SingleWriter | null = null;

  async function serve(): Promise<void> {
    if (isClosing) return;
    controller = new AbortController();
    setMaxListeners(0, controller.signal); // one per stream
    onServing();
  }

  function pause(): void {
    controller?.abort();
    controller = null;
  }

  return {
    get isReady() {
      return controller !== null;
    },
    required() {
      if (controller === null) throw new DomainError('UNAVAILABLE', 'This process does not serve the workspaces now; try again');
      return controller.signal;
    },
    async start({ must, patienceMs }) {
      writer = createSingleWriter({ url: database.url, name: 'workspace', logger, onTaken: serve, onLost: pause });
      if (must && !(await writer.taken(patienceMs))) {
        const refusal = notTheOne(writer.fault());
        await writer.close();
        throw refusal;
      }
      await writer.attempted;
    },
    pause() {
      isClosing = true;
      pause();
    },
    close: async () => writer?.close(),
  };
}

function notTheOne(fault: unknown): DomainError {
  if (fault !== null) return new DomainError('UNAVAILABLE', 'The workspaces cannot be served: the log has the reason', { cause: fault });
  return new DomainError('UNAVAILABLE', 'Another process serves the workspaces of this database, and as they are on one disk only one can. Stop that one, or start this one with API_PORT=off');
}
