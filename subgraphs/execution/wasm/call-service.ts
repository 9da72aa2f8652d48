import type { RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import { requireTenant } from '../access.ts';
import { abortReason } from './abort-reason.ts';
import { checkCall, type CallInput } from './call-input.ts';
import type { WasmEngine } from './engine.ts';
import type { FairQueue } from '../fair-queue.ts';
import type { Inspection, Outcome, Returned } from './host-messages.ts';
import type { ChosenModule } from './module-service.ts';
import { refuse } from './refuse.ts';

/** What is known of a module without running it. */
export interface ModuleInspection extends Inspection {
  readonly sha256: string;
  readonly sizeBytes: number;
}

/** Calls of WebAssembly functions. */
export interface CallService {
  /** @throws DomainError BAD_USER_INPUT, FUEL_EXHAUSTED, WASM_TRAP, DEADLINE_EXCEEDED, CANCELLED, LIMIT_REACHED, UNAVAILABLE */
  invoke(caller: RequestContext, input: CallInput): Promise<Returned>;
  /** @throws DomainError BAD_USER_INPUT for bytes that are no WebAssembly, and as `invoke` */
  inspect(caller: RequestContext, chosen: ChosenModule): Promise<ModuleInspection>;
}

export interface CallServiceDependencies {
  readonly engine: Pick<WasmEngine, 'invoke' | 'inspect'>;
  readonly queue: FairQueue;
  readonly choose: (caller: RequestContext, input: CallInput) => Promise<ChosenModule>;
  /** @throws DomainError UNAVAILABLE */
  readonly requireServing: () => void;
}

export function createCallService({ engine, queue, choose, requireServing }: CallServiceDependencies): CallService {
  const inTurn = async <T>(caller: RequestContext, work: (signal: AbortSignal) => Promise<T>): Promise<T> => {
    const { signal } = caller.cancellation;
    requireServing();
    const turn = queue.enter(requireTenant(caller, 'wasm'), signal);
    await turn.come.catch(() => {
      throw abortReason(signal);
    });
    try {
      return await work(signal);
    } finally {
      turn.leave();
    }
  };

  return {
    async invoke(caller, input) {
      requireTenant(caller, 'wasm');
      const call = checkCall(input);
      const { sha256, read } = await choose(caller, input);
      return inTurn(caller, async (signal) => toReturned(await engine.invoke({ ...call, sha256 }, read, signal), { ...call, signal }));
    },

    async inspect(caller, { sha256, size, read }) {
      const look = await inTurn(caller, async (signal) => engine.inspect(await read(), signal));
      if (look.status === 'inspected') return { ...look.inspection, sha256, sizeBytes: size };
      if (look.status === 'cancelled') throw abortReason(caller.cancellation.signal);
      return refuse('module', look.status === 'invalid' ? 'is not valid WebAssembly' : 'is too much to look through');
    },
  };
}

interface Bounds {
  readonly fuel: number;
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
}

/** What a call gave. @throws DomainError for every other outcome */
function toReturned(outcome: Outcome, { fuel, timeoutMs, signal }: Bounds): Returned {
  switch (outcome.status) {
    case 'returned':
      return outcome;
    case 'refused':
      return refuse(outcome.field, outcome.reason);
    case 'exhausted':
      throw new DomainError('FUEL_EXHAUSTED', `The function used all of its ${fuel} fuel`, { details: { fuel } });
    case 'trapped':
      throw new DomainError('WASM_TRAP', `The function trapped: ${outcome.reason}`, { details: { reason: outcome.reason } });
    case 'timed-out':
      throw new DomainError('DEADLINE_EXCEEDED', `The function did not end within ${timeoutMs} ms`, { details: { timeoutMs } });
    case 'cancelled':
      throw abortReason(signal);
    case 'failed':
      throw new DomainError('INTERNAL', 'The function could not be called');
  }
}
