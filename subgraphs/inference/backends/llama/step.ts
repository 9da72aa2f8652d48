import type { Token } from 'node-llama-cpp';
import type { LogitIndex, NativeContext } from './native.ts';
import type { SequenceSlot } from './sequence-pool.ts';
import { planStep, type StepLimits, type StepPart } from './step-plan.ts';
import type { ThreadGovernor } from './thread-governor.ts';

/** One answer in work, as the steps see it. */
export interface Lane {
  readonly slot: SequenceSlot;
  /** What is to be computed before the next choice; the step takes what it did off the front. */
  pending: readonly Token[];
  /** True until the prompt is computed. */
  readonly isPrompt: boolean;
  /** After how many of the last pending tokens a next one is to be chosen. */
  readonly outputs: number;
  /** True while its reader is behind. */
  isHeld(): boolean;
  /** Ended, for whatever reason: it takes no further step. */
  isOver(): boolean;
  /** Chooses after all pending tokens were computed, and says what is pending next. */
  choose(logits: readonly LogitIndex[]): Promise<void>;
  /** Gives out the text of what was chosen; called while the next step is computed. */
  deliver(): void;
  /** Forgets what was computed for wrong guesses; called between steps. */
  tidy(): void;
  /** Called once when it is over and takes no part in anything any more. */
  close(): void;
  /** Ends it by a fault of the model. */
  fail(error: unknown): void;
}

/** What was done so far. */
export interface StepFigures {
  /** Steps with several answers that wrote, and how many served all that could write. */
  shared: number;
  complete: number;
  /** Milliseconds in which something was computed. */
  busyMs: number;
}

export interface StepperOptions {
  readonly context: Pick<NativeContext, 'initBatch' | 'addToBatch' | 'decodeBatch' | 'setThreads' | 'disposeSequence'>;
  readonly limits: StepLimits;
  readonly governor: ThreadGovernor;
}

/** Computes steps. */
export interface Stepper {
  /** One step of these lanes, in order of arrival; false when none of them can take one. */
  step(lanes: readonly Lane[]): Promise<boolean>;
  readonly figures: StepFigures;
}

interface ComputedPart {
  readonly lane: Lane;
  readonly logits: readonly LogitIndex[];
}

/** Computes the steps of one context. Text is given out while a step is computed, so that it takes none of their time. */
export function createStepper({ context, limits, governor }: StepperOptions): Stepper {
  const figures = { shared: 0, complete: 0, busyMs: 0 };
  let threads = 0;

  /** After a fault nothing is known of what the sequence remembers. */
  const forget = (lane: Lane, error: unknown): void => {
    context.disposeSequence(lane.slot.id);
    lane.slot.tokens = [];
    lane.fail(error);
  };
  const decode = async (lanes: readonly Lane[], tokens: number): Promise<void> => {
    if (governor.threads !== threads) context.setThreads((threads = governor.threads));
    const startedAt = performance.now();
    const decoded = context.decodeBatch();
    for (const lane of lanes) lane.deliver();
    await decoded;
    const ms = performance.now() - startedAt;
    figures.busyMs += ms;
    governor.observe({ tokens, ms });
  };

  return {
    async step(lanes) {
      const able = lanes.filter(canStep);
      const parts = planStep(able.map(({ slot, pending, isPrompt }) => ({ id: slot.id, tokens: pending.length, isPrompt })), limits);
      if (parts.length === 0) return false;
      const writers = able.filter(({ isPrompt }) => !isPrompt).length;
      const tokens = parts.reduce((sum, part) => sum + part.tokens, 0);
      context.initBatch(tokens);
      const computed = parts.flatMap((part) => fill(context, able, part));
      try {
        await decode(lanes, tokens);
      } catch (error) {
        for (const { lane } of computed) forget(lane, error);
        return true;
      }
      const finished = computed.filter(({ logits }) => logits.length > 0);
      if (writers > 1) {
        figures.shared += 1;
        if (finished.length >= writers) figures.complete += 1;
      }
      await Promise.all(finished.filter(({ lane }) => !lane.isOver()).map(({ lane, logits }) => lane.choose(logits).catch((error: unknown) => forget(lane, error))));
      return true;
    },
    figures,
  };
}

const canStep = (lane: Lane): boolean => !lane.isOver() && !lane.isHeld() && lane.pending.length > 0;

/** Puts a part into the native batch and takes it off its lane. */
function fill(context: StepperOptions['context'], lanes: readonly Lane[], { id, tokens }: StepPart): readonly ComputedPart[] {
  const lane = lanes.find(({ slot }) => slot.id === id);
  if (lane === undefined) return [];
  const part = lane.pending.slice(0, tokens);
  const outputs = tokens === lane.pending.length ? lane.outputs : 0;
  const logits = context.addToBatch(id, lane.slot.tokens.length, Uint32Array.from(part), Uint32Array.from({ length: outputs }, (_, place) => tokens - outputs + place));
  lane.slot.tokens.push(...part);
  lane.pending = lane.pending.slice(tokens);
  return [{ lane, logits: Array.from(logits) }];
}
