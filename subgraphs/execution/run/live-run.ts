import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Subject } from '#kernel/principal';
import type { Sandbox } from '#platform/sandbox';
import type { TenantDisk } from '#platform/tenant-disk';
import type { FairQueue } from '../fair-queue.ts';
import { executeRun, type RunOutcome } from './execute-run.ts';
import { createKeptOutput } from './kept-output.ts';
import { toRunFacts, type RunFacts, type RunTexts } from './run-facts.ts';
import { createRunFeed, type RunEvent } from './run-feed.ts';
import type { RunOrder } from './run-input.ts';
import type { RunRepository, RunState, StoredRun } from './run-repository.ts';

export interface LiveRunParts {
  readonly queue: FairQueue;
  readonly sandbox: Sandbox;
  readonly disk: TenantDisk;
  readonly repository: Pick<RunRepository, 'store'>;
  /** The name of this process in records. */
  readonly instance: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

export interface NewRun {
  readonly id: string;
  readonly owner: Subject;
  readonly program: string;
  readonly order: RunOrder;
}

/** A run that waits or runs. */
export interface LiveRun {
  readonly owner: Subject;
  facts(): RunFacts;
  /** Writes down that it is there. */
  note(): Promise<void>;
  /** Ends it; with a fault it failed, else it was cancelled. */
  stop(fault?: string): void;
  follow(signal: AbortSignal): AsyncIterableIterator<RunEvent>;
  /** Resolves when it has ended and is stored. */
  readonly ended: Promise<RunFacts>;
}

/** A run that is over sooner is stored once, when it ends: nobody was told of it before. */
const noteAfterMs = 100;

/** Takes in a run; it begins when its turn comes. @throws DomainError LIMIT_REACHED */
export function startLiveRun({ id, owner, program, order }: NewRun, { queue, sandbox, disk, repository, instance, clock, logger }: LiveRunParts): LiveRun {
  const stopping = new AbortController();
  const turn = queue.enter(owner, stopping.signal);
  const output = createKeptOutput();
  const feed = createRunFeed(id);
  let head: Omit<StoredRun, 'stdout' | 'stderr' | 'truncated' | 'outputBytes'> = {
    id, owner, program, arguments: [...order.arguments], timeoutMs: order.timeoutMs, state: 'QUEUED', exitCode: null, signal: null, fault: null,
    durationMs: null, cpuMs: null, maxRssBytes: null, instance, createdAt: new Date(clock.now()), startedAt: null, endedAt: null,
  };
  let storing = Promise.resolve();

  const record = (): StoredRun => ({ ...head, stdout: output.bytesOf('STDOUT'), stderr: output.bytesOf('STDERR'), truncated: output.isTruncated, outputBytes: BigInt(output.totalBytes) });
  const written = (): RunTexts => ({ stdout: output.textOf('STDOUT'), stderr: output.textOf('STDERR') });
  const facts = (): RunFacts => ({
    ...toRunFacts({ ...head, truncated: output.isTruncated, outputBytes: BigInt(output.totalBytes) }, async () => null),
    texts: written,
  });
  /** In order; a record that cannot be written must not lose the answer of a program that ran. */
  const store = (): Promise<void> => (storing = storing.then(() => repository.store(record())).catch((error: unknown) => logger.error({ component: 'execution', run: id, err: error }, 'a run cannot be stored')));

  async function perform(): Promise<RunOutcome> {
    await turn.come;
    try {
      return await executeRun({
        program, order, tenant: owner, sandbox, disk, output, stop: stopping.signal, logger, onWritten: (piece) => feed.tell(piece),
        onStarted: () => (head = { ...head, state: 'RUNNING', startedAt: new Date(clock.now()) }),
      });
    } finally {
      turn.leave();
    }
  }

  async function finish(): Promise<RunFacts> {
    const timer = setTimeout(() => void store(), noteAfterMs);
    const outcome = await perform().catch((error: unknown) => failure(error, stopping.signal, logger));
    clearTimeout(timer);
    head = { ...head, ...ending(outcome, stopping.signal), endedAt: new Date(clock.now()) };
    await store();
    const done = facts();
    feed.end(done);
    return done;
  }

  return { owner, facts, note: store, stop: (fault) => stopping.abort(new Stop(fault ?? null)), follow: (signal) => feed.follow(written(), signal), ended: finish() };
}

/** Why somebody ended a run. */
class Stop extends Error {
  readonly fault: string | null;

  constructor(fault: string | null) {
    super('stopped');
    this.fault = fault;
  }
}

interface Failure {
  readonly state: RunState;
  readonly fault: string | null;
}

function failure(error: unknown, { aborted }: AbortSignal, logger: Logger): Failure {
  if (aborted) return { state: 'CANCELLED', fault: null };
  if (DomainError.isInstance(error)) return { state: 'FAILED', fault: error.message };
  logger.error({ component: 'execution', err: error }, 'a program could not be run');
  return { state: 'FAILED', fault: 'The program could not be run' };
}

function ending(outcome: RunOutcome | Failure, { reason }: AbortSignal): Partial<StoredRun> {
  const fault: unknown = outcome.state === 'CANCELLED' && reason instanceof Stop ? reason.fault : null;
  const end: Failure = typeof fault === 'string' ? { state: 'FAILED', fault } : { state: outcome.state, fault: 'fault' in outcome ? outcome.fault : null };
  if (!('usage' in outcome)) return end;
  const { exitCode, signal, usage: { wallMs, cpuMs, maxRssBytes } } = outcome;
  return { ...end, exitCode, signal, durationMs: wallMs, cpuMs, maxRssBytes: maxRssBytes === null ? null : BigInt(Math.round(maxRssBytes)) };
}
