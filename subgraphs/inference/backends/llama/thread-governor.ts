import { systemClock, type Clock } from '#kernel/clock';

/** Chooses how many threads compute the next step, from how long steps took. */
export interface ThreadGovernor {
  readonly threads: number;
  /** True while they are more than one and take all cores that may be used. */
  readonly isCrowded: boolean;
  /** Notes a step that was computed with `threads`. */
  observe(step: ComputedStep): void;
}

/** One native batch. */
export interface ComputedStep {
  readonly tokens: number;
  readonly ms: number;
}

export interface ThreadGovernorOptions {
  /** All cores that may be used. */
  readonly most: number;
  readonly clock?: Clock;
}

/** As many steps make a median worth comparing with, and no more are remembered. */
const fewest = 5;
const remembered = 31;
/** What was longer ago was another load and another length of context. */
const rememberedMs = 60_000;
/** Larger batches hold parts of prompts, which differ too much to compare. */
const largest = 64;
/** What a step may take where nothing is known of fewer threads: so many times the usual one. */
const slow = 1.5;
/** So much longer than they may steps take in all before more threads are too many, in steps: one that stalls for that long, or many that are somewhat slow. */
const patience = 4;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/**
 * Threads of ggml wait for each other by spinning, so that one thread too many on a busy machine makes steps many times slower, and one process that comes
 * up beside is enough. The governor begins one below all cores and goes up when it knows how long steps take there. It goes down when steps have lost more
 * time than they have won against fewer threads (the cumulative sum of Page, 1954): at once when they collapse, but not for a step that was held up now and
 * then, which costs less than computing with fewer threads. It tries again after 5 s, and after twice as long each time, up to 5 min.
 */
export function createThreadGovernor({ most, clock = systemClock }: ThreadGovernorOptions): ThreadGovernor {
  const levels = [...new Set([1, Math.max(1, most - 1), most])];
  const history = createHistory(clock);
  let level = Math.max(0, levels.length - 2);
  let pauseMs = firstPauseMs;
  let riseAt = 0;
  /** Time lost and not won back, in steps. */
  let lost = 0;
  let calmSteps = 0;

  const at = (index: number): number => levels[index] ?? 1;
  const move = (to: number): void => {
    level = to;
    lost = 0;
    calmSteps = 0;
  };
  const fall = (): void => {
    move(level - 1);
    riseAt = clock.now() + pauseMs;
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  };
  /** What a step may take, in milliseconds: more threads must never be slower than fewer. */
  const dueOf = ({ tokens }: ComputedStep): number => Math.min(history.median(at(level - 1), tokens), slow * history.median(at(level), tokens));

  return {
    get threads() {
      return at(level);
    },
    get isCrowded() {
      return most > 1 && at(level) === most;
    },
    observe(step) {
      if (step.tokens > largest) return;
      if (level > 0) lost = Math.max(0, lost + step.ms / dueOf(step) - 1);
      history.add(at(level), step);
      if (lost > patience) {
        fall();
        return;
      }
      calmSteps += 1;
      if (calmSteps >= 4 * remembered) pauseMs = firstPauseMs;
      const isKnown = Number.isFinite(history.median(at(level), step.tokens));
      if (level < levels.length - 1 && isKnown && clock.now() >= riseAt) move(level + 1);
    },
  };
}

/** What steps took lately, by threads and size. */
function createHistory(clock: Clock) {
  const rings = new Map<string, readonly { readonly ms: number; readonly at: number }[]>();
  const ringOf = (threads: number, tokens: number): readonly { readonly ms: number; readonly at: number }[] =>
    (rings.get(keyOf(threads, tokens)) ?? []).filter(({ at }) => at > clock.now() - rememberedMs);
  return {
    add(threads: number, { tokens, ms }: ComputedStep): void {
      rings.set(keyOf(threads, tokens), [...ringOf(threads, tokens), { ms, at: clock.now() }].slice(-remembered));
    },
    /** Infinite while too little is known. */
    median(threads: number, tokens: number): number {
      const ring = ringOf(threads, tokens);
      if (ring.length < fewest) return Number.POSITIVE_INFINITY;
      return ring.map(({ ms }) => ms).sort((one, other) => one - other)[Math.floor(ring.length / 2)] ?? Number.POSITIVE_INFINITY;
    },
  };
}

/** Sizes that take about as long. */
const keyOf = (threads: number, tokens: number): string => `${threads}:${tokens <= 8 ? tokens : 8 + Math.ceil(tokens / 4)}`;
