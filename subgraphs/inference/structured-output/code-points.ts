/** Both ends belong to it. */
export type Range = readonly [first: number, last: number];

/** A set of code points: ranges in ascending order that neither touch nor overlap. */
export type CodePoints = readonly Range[];

/** All Unicode scalar values; a lone surrogate is no text. */
export const everything: CodePoints = [[0, 0xd7ff], [0xe000, 0x10ffff]];

/** The set that holds every given range. */
export function codePoints(ranges: readonly Range[]): CodePoints {
  const sorted = [...ranges].sort(([one], [other]) => one - other);
  const merged: [number, number][] = [];
  for (const [first, last] of sorted) {
    const previous = merged.at(-1);
    if (previous !== undefined && first <= previous[1] + 1) previous[1] = Math.max(previous[1], last);
    else merged.push([first, last]);
  }
  return merged;
}

/** What both sets hold. */
export function intersection(one: CodePoints, other: CodePoints): CodePoints {
  return one.flatMap(([first, last]) => other.flatMap(([start, end]): Range[] => {
    const both: Range = [Math.max(first, start), Math.min(last, end)];
    return both[0] <= both[1] ? [both] : [];
  }));
}

/** Every scalar value that the set does not hold. */
export function complement(set: CodePoints): CodePoints {
  const gaps: Range[] = [];
  let next = 0;
  for (const [first, last] of set) {
    if (next < first) gaps.push([next, first - 1]);
    next = last + 1;
  }
  if (next <= 0x10ffff) gaps.push([next, 0x10ffff]);
  return intersection(gaps, everything);
}

/** The characters of a text, each one code point. */
export const charactersIn = (text: string): readonly string[] => Array.from(text);

/** The set of the characters of a text. */
export const charactersOf = (text: string): CodePoints => codePoints(charactersIn(text).map((character): Range => {
  const point = character.codePointAt(0) ?? 0;
  return [point, point];
}));
