import { DomainError } from '#kernel/errors';

/** Steps that want to be recorded. */
export interface Admission {
  readonly count: number;
  /** Called when there is room, at once or later. */
  readonly go: () => void;
  /** Called instead when that takes too long. */
  readonly refuse: (reason: DomainError) => void;
}

/** Room for a bounded number of steps, given in the order in which it was asked for. */
export interface Room {
  admit(admission: Admission): void;
  giveBack(count: number): void;
}

interface Waiting extends Admission {
  readonly timer: NodeJS.Timeout;
}

/** Room for `capacity` steps; nobody waits for longer than `patienceMs` milliseconds. What is larger than all of it gets in alone. */
export function createRoom({ capacity, patienceMs }: { readonly capacity: number; readonly patienceMs: number }): Room {
  let taken = 0;
  let queue: Waiting[] = [];
  const hasRoom = (count: number): boolean => taken === 0 || taken + count <= capacity;

  function admitWaiting(): void {
    for (let first = queue[0]; first !== undefined && hasRoom(first.count); first = queue[0]) {
      queue.shift();
      clearTimeout(first.timer);
      taken += first.count;
      first.go();
    }
  }

  return {
    admit(admission) {
      if (queue.length === 0 && hasRoom(admission.count)) {
        taken += admission.count;
        admission.go();
        return;
      }
      const giveUp = (): void => {
        queue = queue.filter((other) => other !== waiting);
        admission.refuse(behind());
        admitWaiting();
      };
      const waiting: Waiting = { ...admission, timer: setTimeout(giveUp, patienceMs) };
      queue.push(waiting);
    },
    giveBack(count) {
      taken -= count;
      admitWaiting();
    },
  };
}

/** Why a step is not recorded, and so not taken. */
export const behind = (): DomainError => new DomainError('UNAVAILABLE', 'Steps cannot be recorded: the database does not keep up. Try again, or turn the recording off');
