import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { startPlanningThread, type PlanningThread } from './planning-thread.ts';
import type { PlanningReply, PlanningStart, PlanningTask } from './wire.ts';

/** How much planning in a thread of its own may cost. */
export interface PlanningBounds {
  /** Milliseconds for one document; what takes longer is stopped. */
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
  readonly start: Omit<PlanningStart, 'deadlineMs'>;
  readonly bounds: PlanningBounds;
  readonly logger: Logger;
  /** Told when a document was too much. */
  readonly onKilled: () => void;
}

interface Job {
  readonly task: PlanningTask;
  readonly resolve: (reply: PlanningReply) => void;
  readonly reject: (fault: Error) => void;
}

const retryAfterSeconds = 1;

/** How many deadlines the thread has to stop by itself, which it cannot while V8 is in one long call; then it is ended. */
const patience = 2;

/** A document that takes too long is stopped, and the thread reads the supergraph again; one that takes more memory than there is ends it, and the next task starts another. */
export function createPlanningLine(options: PlanningLineOptions): PlanningLine {
  const { bounds: { queue }, logger } = options;
  const thread = createThread(options);
  const waiting: Job[] = [];
  let isBusy = false;
  let isReleased = false;

  const work = async (): Promise<void> => {
    isBusy = true;
    for (let job = waiting.shift(); job !== undefined; job = waiting.shift()) {
      try {
        await thread.ready();
      } catch (cause) {
        logger.error({ err: cause }, 'the planning thread does not start');
        const refusal = new DomainError('UNAVAILABLE', 'New documents cannot be planned now', { cause, details: { retryAfterSeconds } });
        for (const { reject } of [job, ...waiting.splice(0)]) reject(refusal);
        break;
      }
      await thread.run(job).then(job.resolve, job.reject);
    }
    isBusy = false;
    if (isReleased) thread.end();
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
      if (!isBusy) thread.end();
    },
  };
}

/** The thread that works, from the first task on. */
function createThread({ start, bounds, logger, onKilled }: PlanningLineOptions) {
  let thread: PlanningThread | undefined;
  const started = (): PlanningThread => (thread ??= startPlanningThread({ ...start, deadlineMs: bounds.deadlineMs }, bounds.memoryMb));
  const end = (): void => {
    thread?.end();
    thread = undefined;
  };
  return {
    async ready(): Promise<void> {
      try {
        await started().ready();
      } catch (fault) {
        end();
        throw fault;
      }
    },
    /** Whatever goes wrong once the thread is ready is the doing of its task. */
    async run({ task }: Pick<Job, 'task'>): Promise<PlanningReply> {
      const working = started();
      const stuck = setTimeout(() => working.end(), bounds.deadlineMs * patience);
      try {
        const reply = await working.run(task);
        if (reply.kind !== 'late') return reply;
      } catch (fault) {
        end();
        logger.warn({ err: fault }, 'the planning thread ended');
      } finally {
        clearTimeout(stuck);
      }
      onKilled();
      logger.warn({ document: textOf(task).slice(0, 500) }, 'a document was too much for the planning thread');
      throw new DomainError('QUERY_TOO_COMPLEX', 'The document takes too long to plan');
    },
    end,
  };
}

function textOf(task: PlanningTask): string {
  if (task.kind === 'describe') return '';
  return task.kind === 'check' ? task.query : task.document;
}
