import { DomainError } from '#kernel/errors';
import type { ModelCall, ModelEvent } from './wire.ts';

/** One call to the model process. */
export interface Call<TResult> {
  readonly message: (id: number) => ModelCall;
  /** Takes each event of this call; undefined until the one that is its result. */
  readonly take: (event: ModelEvent, id: number) => TResult | undefined;
  /** Cancels a call that takes long. */
  readonly signal?: AbortSignal;
}

/** The calls that wait for the model process. */
export interface ModelCalls {
  /** @throws DomainError as the process refuses; MODEL_UNAVAILABLE when it is not there, stops or fails at this call */
  make<TResult>(call: Call<TResult>): Promise<TResult>;
  /** Hands an event to its call; that of a call that is gone is dropped. */
  take(event: ModelEvent): void;
  /** Fails all calls: the process is gone. */
  failAll(): void;
}

const failed = (message: string): DomainError => new DomainError('MODEL_UNAVAILABLE', message);

/** Numbers calls and brings their events together. */
export function createModelCalls(send: (message: ModelCall) => boolean): ModelCalls {
  const pending = new Map<number, { readonly take: (event: ModelEvent) => void; readonly fail: (error: unknown) => void }>();
  let calls = 0;

  return {
    async make({ message, take, signal }) {
      const id = (calls += 1);
      const cancel = (): void => void send({ kind: 'cancel', id });
      signal?.addEventListener('abort', cancel, { once: true });
      try {
        return await new Promise((resolve, reject) => {
          const takeOrFail = (event: ModelEvent): void => {
            if (event.kind === 'fault') throw failed('The model failed at this request');
            if (event.kind === 'refused') throw new DomainError(event.code, event.message, { details: event.details });
            const result = take(event, id);
            if (result !== undefined) resolve(result);
          };
          pending.set(id, {
            fail: reject,
            take: (event) => {
              try {
                takeOrFail(event);
              } catch (error) {
                // eslint-disable-next-line @typescript-eslint/prefer-promise-reject-errors -- hands on what the call threw
                reject(error);
              }
            },
          });
          if (!send(message(id))) reject(failed('The model is not running; try again'));
        });
      } finally {
        pending.delete(id);
        signal?.removeEventListener('abort', cancel);
      }
    },
    take: (event) => pending.get(event.id)?.take(event),
    failAll() {
      for (const call of pending.values()) call.fail(failed('The model stopped during the request; try again'));
    },
  };
}
