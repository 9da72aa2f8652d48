import type { Clock } from '#kernel/clock';
import type { AgentTable } from './agent-table.ts';
import type { PolicyEngine, PolicyStep, StepRequest } from './engine/index.ts';
import { isRecorded, type Agent, type Episode, type PolicyVersion } from './policy.ts';
import type { Recorder } from './recorder.ts';

/** A step to take: what the engine needs of it, and what is needed after it. One object for both, because there are many. */
export interface StepRow extends StepRequest {
  readonly observation: readonly number[];
  readonly by: Agent;
  readonly version: PolicyVersion;
  readonly episode: Episode;
  readonly isRecorded: boolean;
}

/** The next step of an agent. */
export const toStepRow = (by: Agent, observation: readonly number[], deterministic: boolean): StepRow =>
  ({ agent: by.state, observation, deterministic, by, version: by.version, episode: by.episode, isRecorded: isRecorded(by) });

/** What an agent does. */
export interface StepAnswer extends PolicyStep {
  readonly agentId: string;
}

/** Has steps taken, and tells who wants to know. */
export interface StepTaker {
  take(row: StepRow): Promise<StepAnswer>;
  /** All or none, as far as the agents are of one version. */
  takeAll(rows: readonly StepRow[]): Promise<readonly PolicyStep[]>;
}

export interface StepTakerDependencies {
  readonly agents: Pick<AgentTable, 'renew'>;
  readonly recorder: Pick<Recorder, 'admit' | 'add' | 'giveBack'>;
  readonly clock: Clock;
}

export function createStepTaker({ agents, recorder, clock }: StepTakerDependencies): StepTaker {
  function note({ by, version, episode, isRecorded: recorded, observation, deterministic }: StepRow, { action, value, logProb, pressure }: PolicyStep): void {
    const step = episode.steps;
    episode.steps = step + 1;
    const { id: agentId, policy } = by;
    if (!policy.watchers.isEmpty) policy.watchers.tell({ policyName: policy.name, agentId, step, observation, action, value, logProb, pressure, agent: by });
    if (recorded) recorder.add({ policy: policy.name, version: version.version, agentId, episodeId: episode.id, step, observation, action, value, logProb, deterministic, recordedAt: new Date(clock.now()) });
  }

  /** An agent whose state became useless has been reset by its engine. */
  function noteFailure({ by, episode, isRecorded: recorded }: StepRow): void {
    if (recorded) recorder.giveBack(1);
    if (by.episode === episode && by.state.stepCount < episode.steps && by.policy.agents.get(by.id) === by) agents.renew(by, clock.now());
  }

  const takeOne = (row: StepRow): Promise<StepAnswer> =>
    row.by.engine.step(row).then(
      (step) => {
        note(row, step);
        return { agentId: row.by.id, action: step.action, value: step.value, logProb: step.logProb, pressure: step.pressure };
      },
      (fault: unknown) => {
        noteFailure(row);
        throw fault;
      },
    );

  const takeWith = (engine: PolicyEngine, rows: readonly StepRow[]): Promise<readonly PolicyStep[]> =>
    engine.stepAll(rows).then(
      (steps) => {
        for (const [index, step] of steps.entries()) if (rows[index] !== undefined) note(rows[index], step);
        return steps;
      },
      (fault: unknown) => {
        for (const row of rows) noteFailure(row);
        throw fault;
      },
    );

  function takeTogether(rows: readonly StepRow[]): Promise<readonly PolicyStep[]> {
    const [first] = rows;
    if (first === undefined) return Promise.resolve([]);
    const { engine } = first.by;
    return rows.every(({ by }) => by.engine === engine) ? takeWith(engine, rows) : takeApart(rows, takeWith);
  }

  /** As soon as the recorder has room; the agents may have been reset by then. */
  const whenThereIsRoom = <T>(rows: readonly StepRow[], take: (rows: readonly StepRow[]) => Promise<T>): Promise<T> =>
    new Promise((resolve, refuse) => {
      recorder.admit({ count: countRecorded(rows), refuse, go: () => resolve(take(rows.map((row) => ({ ...toStepRow(row.by, row.observation, row.deterministic), isRecorded: row.isRecorded })))) });
    });

  return {
    take: (row) => (row.isRecorded ? whenThereIsRoom([row], ([first = row]) => takeOne(first)) : takeOne(row)),
    takeAll: (rows) => (countRecorded(rows) > 0 ? whenThereIsRoom(rows, takeTogether) : takeTogether(rows)),
  };
}

/** Agents of several versions have several engines: what they answer is put in the order of the rows. */
async function takeApart(rows: readonly StepRow[], takeWith: (engine: PolicyEngine, rows: readonly StepRow[]) => Promise<readonly PolicyStep[]>): Promise<readonly PolicyStep[]> {
  const engines = [...new Set(rows.map(({ by }) => by.engine))];
  const steps = await Promise.all(engines.map((engine) => takeWith(engine, rows.filter(({ by }) => by.engine === engine))));
  const next = new Map(engines.map((engine, index) => [engine, (steps[index] ?? []).values()]));
  return rows.flatMap(({ by }) => next.get(by.engine)?.next().value ?? []);
}

function countRecorded(rows: readonly StepRow[]): number {
  let count = 0;
  for (const row of rows) if (row.isRecorded) count += 1;
  return count;
}
