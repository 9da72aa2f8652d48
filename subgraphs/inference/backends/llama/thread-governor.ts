import { systemClock, type Clock } from '#kernel/clock';

/** Chooses how many threads compute the next step, from how long steps took. */
export interface ThreadGovernor {
  readonly threads: number;
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
/** A step that takes so many times the usual one shows that another process has a core; several in ten by less do, too. */
const stall = 3;
const slow = 1.5;
const slowInTen = 3;
const firstPauseMs = 5_000;
const longestPauseMs = 300_000;

/**
 * Threads of ggml wait for each other by spinning, so that one thread too many on a busy machine makes steps many times slower, and one process that comes
 * up beside is enough. The governor begins one below all cores, goes up when it knows how long steps take there, and down at once when steps get
 * slow or more threads turn out to be no faster; it tries again after 5 s, and after twice as long each time, up to 5 min.
 */
export function createThreadGovernor({ most, clock = systemClock }: ThreadGovernorOptions): ThreadGovernor {
  const levels = [...new Set([1, Math.max(1, most - 1), most])];
  const history = createHistory(clock);
  let level = Math.max(0, levels.length - 2);
  let pauseMs = firstPauseMs;
  let riseAt = 0;
  let recent: boolean[] = [];
  let calmSteps = 0;

  const at = (index: number): number => levels[index] ?? 1;
  const move = (to: number): void => {
    level = to;
    recent = [];
    calmSteps = 0;
  };
  const fall = (): void => {
    move(level - 1);
    riseAt = clock.now() + pauseMs;
    pauseMs = Math.min(longestPauseMs, pauseMs * 2);
  };
  /** Against the usual step here, and against the one with fewer threads, which more must never be slower than. */
  const isTrouble = ({ tokens, ms }: ComputedStep): boolean => {
    const [here, below] = [history.median(at(level), tokens), history.median(at(level - 1), tokens)];
    const usual = Math.min(here, below);
    recent = [...recent, ms > slow * usual].slice(-10);
    return ms > stall * usual || recent.filter(Boolean).length >= slowInTen || (Number.isFinite(here) && here > below);
  };

  return {
    get threads() {
      return at(level);
    },
    observe(step) {
      if (step.tokens > largest) return;
      const isTroubled = level > 0 && isTrouble(step);
      history.add(at(level), step);
      if (isTroubled) {
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
