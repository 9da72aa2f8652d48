import { DomainError } from '#kernel/errors';
import { closed } from './admission.ts';
import { maxBatchRows } from './batch.ts';
import type { PolicyEngineMetrics } from './engine-metrics.ts';
import type { ModelSession } from './onnx-runtime.ts';
import type { PolicyShape } from './policy-shape.ts';
import type { UniformSource } from './random.ts';
import { createRunRows } from './run-rows.ts';
import { createTurnKeeper, type TurnKeeper } from './turn-keeper.ts';
import { createTurnLine } from './turn-line.ts';
import type { StepTurn } from './turn.ts';

export interface RunLoopOptions {
  readonly shape: PolicyShape;
  readonly session: ModelSession;
  /** Chance for agents without a seed. */
  readonly random: UniformSource;
  readonly metrics: PolicyEngineMetrics | null;
}

/** Runs whatever is ready together, once per turn of the event loop. */
export interface RunLoop {
  readonly turns: TurnKeeper;
  /** Takes a step whose turn has come. */
  readonly ready: (turn: StepTurn) => void;
  /** Refuses the steps that wait; resolves once nothing runs any more. */
  stop(): Promise<void>;
}

/** The scheduler of one engine. While a run is in progress, what arrives waits for the next. */
export function createRunLoop({ shape, session, random, metrics }: RunLoopOptions): RunLoop {
  const rows = createRunRows(shape, random);
  const line = createTurnLine();
  const running: StepTurn[] = [];
  let startedAt = 0;
  let isBusy = false;
  let isStopped = false;
  let whenIdle: (() => void) | null = null;

  const ready = (turn: StepTurn): void => {
    line.push(turn);
    if (isBusy) return;
    isBusy = true;
    setImmediate(run);
  };
  const turns = createTurnKeeper({ ready, metrics });

  /** Fills the batch; a turn whose call failed meanwhile is skipped. */
  const board = (): void => {
    for (let turn = line.shift(); turn !== null; turn = running.length < maxBatchRows ? line.shift() : null) {
      if (isStopped) turn.call.failure ??= closed();
      if (turn.call.failure === null) {
        rows.load(session.batch, running.length, turn);
        running.push(turn);
      } else {
        turn.call.remaining -= 1;
        turns.complete(turn);
      }
    }
  };
  const run = (): void => {
    board();
    startedAt = performance.now();
    if (running.length === 0) rest();
    else session.run(running.length).then(finish, fail);
  };
  const finish = (): void => {
    metrics?.ran(running.length, (performance.now() - startedAt) / 1_000);
    rows.read(session.batch, running);
    rest();
  };
  const fail = (cause: unknown): void => {
    failAll(running, DomainError.isInstance(cause) ? cause : new DomainError('INTERNAL', 'The policy could not be run', { cause }));
    rest();
  };
  const rest = (): void => {
    for (const turn of running) turns.complete(turn);
    running.length = 0;
    isBusy = !line.isEmpty;
    if (isBusy) setImmediate(run);
    else whenIdle?.();
  };

  return {
    turns,
    ready,
    async stop() {
      isStopped = true;
      if (isBusy) await new Promise<void>((resolve) => (whenIdle = resolve));
    },
  };
}

function failAll(turns: readonly StepTurn[], failure: DomainError): void {
  for (const { call } of turns) {
    call.failure ??= failure;
    call.remaining -= 1;
  }
}
