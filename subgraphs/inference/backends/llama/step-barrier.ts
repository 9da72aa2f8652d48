/** Lets all answers in flight take their next step together, so that each native batch holds all of them. */
export interface StepBarrier {
  /** Waits for the next step of the others without holding them up; at once when nobody is in flight. */
  join(): Promise<void>;
  /** Arrives at the end of a step and waits until every member has. The first arrival makes a member. */
  arrive(id: number): Promise<void>;
  /** Is no longer waited for. */
  leave(id: number): void;
  /** How many answers take steps together. */
  readonly members: number;
}

/**
 * The batching loop of node-llama-cpp goes on as soon as one sequence has queued its next token, so that the last ones miss the batch. With nobody
 * queued when sampling ends that loop ends, and all continue in one burst of microtasks before the next dispatch. Their order in the batch is
 * the business of `inSequenceOrder`.
 */
export function createStepBarrier(): StepBarrier {
  const members = new Set<number>();
  let arrived: (() => void)[] = [];
  let joining: (() => void)[] = [];

  const release = (): void => {
    if (arrived.length < members.size) return;
    const all = [...arrived, ...joining];
    arrived = [];
    joining = [];
    for (const proceed of all) proceed();
  };

  return {
    join: () =>
      new Promise((resolve) => {
        joining.push(resolve);
        release();
      }),
    arrive: (id) =>
      new Promise((resolve) => {
        members.add(id);
        arrived.push(resolve);
        release();
      }),
    leave: (id) => {
      if (members.delete(id)) release();
    },
    get members() {
      return members.size;
    },
  };
}
