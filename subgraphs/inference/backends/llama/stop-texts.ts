/** Ends a text at the first of several stop texts and lets no part of one through. */
export interface StopTexts {
  /** The part of the text so far that can be shown now, and whether a stop text was met; nothing may be pushed after that. */
  push(text: string): { readonly text: string; readonly stopped: boolean };
  /** What was held back, once no more text comes. */
  rest(): string;
}

/** Looks for `stops` over any borders between pieces. */
export function createStopTexts(stops: readonly string[]): StopTexts {
  let held = '';
  return {
    push(text) {
      held += text;
      const at = firstStop(held, stops);
      const end = at ?? held.length - longestBeginning(held, stops);
      const shown = held.slice(0, end);
      held = at === null ? held.slice(end) : '';
      return { text: shown, stopped: at !== null };
    },
    rest: () => held,
  };
}

/** Where the stop text begins that is complete first, which is the same however the text was cut; of two that end together the longer one. */
function firstStop(text: string, stops: readonly string[]): number | null {
  const found = stops.map((stop) => ({ start: text.indexOf(stop), length: stop.length })).filter(({ start }) => start >= 0);
  found.sort((one, other) => one.start + one.length - (other.start + other.length) || one.start - other.start);
  return found[0]?.start ?? null;
}

/** The length of the longest end of `text` that begins a stop text. */
function longestBeginning(text: string, stops: readonly string[]): number {
  const lengths = stops.map((stop) => {
    let length = Math.min(stop.length - 1, text.length);
    while (length > 0 && !stop.startsWith(text.slice(-length))) length -= 1;
    return length;
  });
  return Math.max(0, ...lengths);
}
