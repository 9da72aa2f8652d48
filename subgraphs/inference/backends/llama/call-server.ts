import { DomainError } from '#kernel/errors';
import type { Engine } from './engine.ts';
import { startGeneration, type Generation } from './generation.ts';
import type { GenerationTask, ModelCall, ModelEvent, ProcessFigures } from './wire.ts';

/** Answers the calls of the parent process. */
export interface CallServer {
  take(call: ModelCall): void;
  /** Cancels everything and waits for its end. */
  drain(): Promise<void>;
}

interface Running {
  readonly cancel: () => void;
  readonly hold: (isBehind: boolean) => void;
  readonly done: Promise<unknown>;
}

/** Serves calls with one model. */
export function createCallServer(engine: Engine, send: (event: ModelEvent) => void): CallServer {
  const running = new Map<number, Running>();
  const figuresOf = createFigures(engine);
  let generatedTokens = 0;

  /** A refusal is told; a fault ends one call, and its cause goes to the log of the parent. */
  const tell = (id: number, error: unknown): void => {
    if (DomainError.isInstance(error)) {
      send({ kind: 'refused', id, code: error.code, message: error.message, details: error.details });
      return;
    }
    process.stderr.write(`${error instanceof Error ? (error.stack ?? error.message) : 'unknown fault'}\n`);
    send({ kind: 'fault', id });
  };
  const generate = async (id: number, generation: Generation): Promise<void> => {
    const result = await generation.done;
    generatedTokens += result.choices.reduce((sum, { completionTokens }) => sum + completionTokens, 0);
    send({ kind: 'end', id, result, figures: figuresOf(generatedTokens) });
  };
  const begin = (task: GenerationTask): void => {
    const generation = startGeneration(engine, task, (delta) => send({ kind: 'delta', id: task.id, delta }));
    track(task.id, { ...generation, done: generate(task.id, generation) });
  };
  const embed = (id: number, inputs: readonly (string | readonly number[])[]): void => {
    let isCancelled = false;
    const work = async (): Promise<void> => {
      const { vectors, promptTokens } = await engine.embedder.embed(inputs, () => isCancelled);
      send({ kind: 'embedded', id, promptTokens, vectors: vectors.map(({ buffer }) => Buffer.from(buffer).toString('base64')) });
    };
    track(id, { cancel: () => (isCancelled = true), hold: () => undefined, done: work() });
  };
  const track = (id: number, { done, ...control }: Running): void => {
    running.set(id, { ...control, done: done.catch((error: unknown) => tell(id, error)).finally(() => running.delete(id)) });
  };
  const perform = (call: ModelCall): void => {
    if (call.kind === 'generate') begin(call.task);
    else if (call.kind === 'cancel') running.get(call.id)?.cancel();
    else if (call.kind === 'hold' || call.kind === 'resume') running.get(call.id)?.hold(call.kind === 'hold');
    else if (call.kind === 'count') send({ kind: 'counted', id: call.id, tokens: engine.writePrompt(call.prompt).tokens.length });
    else if (call.kind === 'tokenize') send({ kind: 'tokenized', id: call.id, tokens: engine.model.tokenize(call.text) });
    else embed(call.id, call.inputs);
  };

  return {
    take(call) {
      try {
        perform(call);
      } catch (error) {
        tell(call.kind === 'generate' ? call.task.id : call.id, error);
      }
    },
    async drain() {
      for (const { cancel } of running.values()) cancel();
      await Promise.all([...running.values()].map(({ done }) => done));
    },
  };
}

function createFigures({ loop, governor, guessers }: Engine): (generated: number) => ProcessFigures {
  return (generated) => {
    const { shared, complete, busyMs } = loop.figures;
    return {
      steps: { shared, complete },
      guesses: { ...guessers.figures },
      tokens: { generated, perSecond: busyMs === 0 ? 0 : (generated / busyMs) * 1_000 },
      rssBytes: process.memoryUsage.rss(),
      threads: governor.threads,
    };
  };
}
