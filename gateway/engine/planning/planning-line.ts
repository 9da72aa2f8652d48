import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { startPlanningThread, type PlanningThread } from './planning-thread.ts';
import type { PlanningReply, PlanningStart, PlanningTask } from './wire.ts';

/** How much planning in a thread of its own may cost. */
export interface PlanningBounds {
  /** Milliseconds for one document; the thread that takes longer is ended. */
  readonly deadlineMs: number;
  /** Documents that wait at a time. */
  readonly queue: number;
  /** Megabytes of the thread's heap. */
  readonly memoryMb: number;
}

/** Tasks in front of a thread, which does one after the other. */
export interface PlanningLine {
  /** Plans come before new documents. Rejects with QUERY_TOO_COMPLEX when the task takes too much, with UNAVAILABLE when too many wait. */
  readonly ask: (task: PlanningTask) => Promise<PlanningReply>;
  /** Ends the thread once nobody waits for it. */
  readonly release: () => void;
}

export interface PlanningLineOptions {
  readonly start: PlanningStart;
  readonly bounds: PlanningBounds;
  readonly logger: Logger;
  /** Told when a thread was ended because of a document. */
  readonly onKilled: () => void;
}

interface Job {
  readonly task: PlanningTask;
  readonly resolve: (reply: PlanningReply) => void;
  readonly reject: (fault: Error) => void;
}

const retryAfterSeconds = 1;

/**
 * A document that takes too long, or more memory than there is, ends the thread; the next one was started when that began to show, so that those who wait do not
 * wait for it.
 */
export function createPlanningLine(options: PlanningLineOptions): PlanningLine {
  const { bounds: { queue }, logger } = options;
  const threads = createThreads(options);
  const waiting: Job[] = [];
  let isBusy = false;
  let isReleased = false;

  const work = async (): Promise<void> => {
    isBusy = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        await threads.ready();
      } catch (cause) {
        logger.error({ err: cause }, 'the planning thread does not start');
        const refusal = new DomainError('UNAVAILABLE', 'New documents cannot be planned now', { cause, details: { retryAfterSeconds } });
        for (const { reject } of [job, ...waiting.splice(0)]) reject(refusal);
        break;
      }
      await threads.run(job).then(job.resolve, job.reject);
    }
    isBusy = false;
    if (isReleased) threads.end();
  };

  return {
    ask(task) {
      if (waiting.length >= queue) return Promise.reject(new DomainError('UNAVAILABLE', 'Too many new documents wait to be planned', { details: { retryAfterSeconds } }));
      return new Promise((resolve, reject) => {
        const job = { task, resolve, reject };
        if (task.kind === 'check') waiting.push(job);
        else waiting.unshift(job);
        if (!isBusy) void work();
      });
    },
    release() {
      isReleased = true;
      if (!isBusy) threads.end();
    },
  };
}

/** The thread that works, from the first task on, and the next one when that may be needed. */
function createThreads({ start, bounds, logger, onKilled }: PlanningLineOptions) {
  const startOne = (): PlanningThread => startPlanningThread(start, bounds.memoryMb);
  let thread: PlanningThread | undefined;
  let spare: PlanningThread | undefined;

  const replace = (): void => {
    thread?.end();
    thread = spare;
    spare = undefined;
  };

  return {
    async ready(): Promise<void> {
      thread ??= startOne();
      try {
        await thread.ready;
      } catch (fault) {
        replace();
        throw fault;
      }
    },
    /** Whatever goes wrong once the thread is ready is the doing of its task. */
    async run({ task }: Pick<Job, 'task'>): Promise<PlanningReply> {
      const working = thread ??= startOne();
      const suspicious = setTimeout(() => {
        spare ??= startOne();
      }, bounds.deadlineMs / 4);
      const late = setTimeout(() => working.end(), bounds.deadlineMs);
      try {
        return await working.run(task);
      } catch (cause) {
        onKilled();
        logger.warn({ err: cause, document: documentOf(task).slice(0, 500) }, 'a document was too much for the planning thread');
        replace();
        throw new DomainError('QUERY_TOO_COMPLEX', 'The document takes too long to plan');
      } finally {
        clearTimeout(suspicious);
        clearTimeout(late);
      }
    },
    end(): void {
      replace();
      replace();
    },
  };
}

function documentOf(task: PlanningTask): string {
  if (task.kind === 'describe') return '';
  return task.kind === 'check' ? task.query : task.document;
}
