import { createContext, Script } from 'node:vm';

/** What `createInterruptible` returns instead of a result. */
export const interrupted = Symbol('interrupted');

const call = new Script('work()');

/**
 * Calls a function that is stopped, wherever it is, when it takes longer than these milliseconds. V8 ends what runs without its `catch` and `finally`, so what the
 * function was about to change may be half changed; everything else in the thread goes on, and stays as quick as it has become.
 */
export function createInterruptible<TInput, TResult>(work: (input: TInput) => TResult, deadlineMs: number): (input: TInput) => TResult | typeof interrupted {
  const room: { work?: () => void } = {};
  createContext(room);
  return (input) => {
    let result: TResult | typeof interrupted = interrupted;
    room.work = () => {
      result = work(input);
    };
    try {
      call.runInContext(room, { timeout: deadlineMs });
    } catch (fault) {
      if (!isTimeout(fault)) throw fault;
    }
    return result;
  };
}

const isTimeout = (fault: unknown): boolean => typeof fault === 'object' && fault !== null && 'code' in fault && fault.code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
