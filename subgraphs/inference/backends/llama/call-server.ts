import type { Engine } from './engine.ts';
import { generate } from './generation.ts';
import type { ChatTask, ModelCall, ModelEvent } from './wire.ts';

/** Answers the calls of the parent process. */
export interface CallServer {
  take(call: ModelCall): void;
  /** Cancels all answers and waits for their end. */
  drain(): Promise<void>;
}

/** Serves calls with one model. */
export function createCallServer(engine: Engine, send: (event: ModelEvent) => void): CallServer {
  const running = new Map<number, { cancelled: boolean; readonly done: Promise<void> }>();

  const chat = async (task: ChatTask): Promise<void> => {
    const prompt = engine.writePrompt(task.messages);
    if (prompt.tokens.length >= engine.contextLength) {
      send({ kind: 'overflow', id: task.id, promptTokens: prompt.tokens.length });
      return;
    }
    const isCancelled = (): boolean => running.get(task.id)?.cancelled === true;
    const result = await generate(engine, { task, prompt, isCancelled, emit: (delta) => send({ kind: 'delta', id: task.id, delta }) });
    send({ kind: 'end', id: task.id, result, steps: { ...engine.steps } });
  };
  /** A fault ends one call; its cause goes to the log of the parent. */
  const guarded = async (id: number, work: () => Promise<void> | void): Promise<void> => {
    try {
      await work();
    } catch (error) {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}\n`);
      send({ kind: 'fault', id });
    } finally {
      running.delete(id);
    }
  };

  return {
    take(call) {
      if (call.kind === 'cancel') {
        const generation = running.get(call.id);
        if (generation !== undefined) generation.cancelled = true;
      } else if (call.kind === 'count') {
        void guarded(call.id, () => send({ kind: 'counted', id: call.id, tokens: engine.writePrompt(call.messages).tokens.length }));
      } else {
        const { task } = call;
        running.set(task.id, { cancelled: false, done: guarded(task.id, () => chat(task)) });
      }
    },
    async drain() {
      for (const generation of running.values()) generation.cancelled = true;
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}
