import { charactersIn, charactersOf, codePoints, everything, type CodePoints, type Range } from './code-points.ts';
import { limits } from './limits.ts';

/** A set of texts, as regular expressions describe them. */
export type Expression =
  | { readonly kind: 'one'; readonly of: CodePoints }
  | { readonly kind: 'sequence'; readonly parts: readonly Expression[] }
  | { readonly kind: 'choice'; readonly parts: readonly Expression[] }
  | { readonly kind: 'repeat'; readonly part: Expression; readonly least: number; readonly most: number | null };

/** One demand on a text: to be in the set of texts, or not to be. */
export interface Condition {
  readonly expression: Expression;
  readonly negated: boolean;
}

/** A deterministic automaton: at most one edge fits a character, and from every state some text is accepted. */
export interface Automaton {
  readonly states: readonly AutomatonState[];
}

export interface AutomatonState {
  readonly edges: readonly Edge[];
  readonly accepting: boolean;
}

export interface Edge {
  readonly on: CodePoints;
  readonly to: number;
}

/** Thrown inside this folder when automata would cost too much. */
export class TooComplex extends Error {}

/** The elementary steps that are left for all automata of one schema, and those that are made, by what they are made of. */
export interface Budget {
  left: number;
  readonly made: Map<string, Automaton | null>;
}

/** A full budget. */
export const createBudget = (): Budget => ({ left: limits.work, made: new Map() });

function spend(budget: Budget, steps: number): void {
  budget.left -= steps;
  if (budget.left < 0) throw new TooComplex();
}

/**
 * Marks around a text, so that anchors are ordinary characters of an expression: every text is read as `begin text end`.
 * They lie beyond Unicode.
 */
export const begin: CodePoints = [[0x110000, 0x110000]];
export const end: CodePoints = [[0x110001, 0x110001]];

export const one = (of: CodePoints): Expression => ({ kind: 'one', of });
export const sequence = (...parts: readonly Expression[]): Expression => ({ kind: 'sequence', parts });
export const choice = (...parts: readonly Expression[]): Expression => ({ kind: 'choice', parts });
export const repeat = (part: Expression, least: number, most: number | null): Expression => ({ kind: 'repeat', part, least, most });

/** Any one character. */
export const anyCharacter = one(everything);

/** Exactly this text. */
export const literal = (text: string): Expression => sequence(...charactersIn(text).map((character) => one(charactersOf(character))));

/** The texts of an expression from their begin to their end. */
export const whole = (expression: Expression, negated = false): Condition => ({ expression: sequence(one(begin), expression, one(end)), negated });

interface Loose {
  readonly edges: readonly (readonly Edge[])[];
  readonly jumps: readonly (readonly number[])[];
  readonly final: number;
  /** The states that a state is or jumps to and that matter: those with edges, and the final one. */
  readonly closures: Map<number, readonly number[]>;
  readonly budget: Budget;
}

/** Thompson's construction; state 0 is the start. */
function looseAutomaton(expression: Expression, budget: Budget): Loose {
  const edges: Edge[][] = [];
  const jumps: number[][] = [];
  const state = (): number => {
    spend(budget, 1);
    if (edges.length >= limits.looseStates) throw new TooComplex();
    edges.push([]);
    jumps.push([]);
    return edges.length - 1;
  };
  const jump = (from: number, to: number): void => void jumps[from]?.push(to);
  const build = (node: Expression, from: number): number => {
    if (node.kind === 'sequence') return node.parts.reduce((at, part) => build(part, at), from);
    const to = state();
    if (node.kind === 'one') edges[from]?.push({ on: node.of, to });
    else if (node.kind === 'choice') for (const part of node.parts) jump(build(part, from), to);
    else buildRepeat(node, from, to);
    return to;
  };
  const buildRepeat = ({ part, least, most }: Expression & { kind: 'repeat' }, from: number, to: number): void => {
    let at = state();
    jump(from, at);
    for (let count = 0; count < least; count += 1) at = build(part, at);
    for (let count = least; most !== null && count < most; count += 1) {
      jump(at, to);
      at = build(part, at);
    }
    if (most === null) {
      const loop = state();
      jump(at, loop);
      jump(build(part, loop), loop);
      at = loop;
    }
    jump(at, to);
  };
  return { final: build(expression, state()), edges, jumps, closures: new Map(), budget };
}

function closureOf({ edges, jumps, final, closures, budget }: Loose, start: number): readonly number[] {
  const known = closures.get(start);
  if (known !== undefined) return known;
  const reached = new Set([start]);
  for (const state of reached) for (const next of jumps[state] ?? []) reached.add(next);
  spend(budget, reached.size);
  const closure = [...reached].filter((state) => state === final || (edges[state] ?? []).length > 0);
  closures.set(start, closure);
  return closure;
}

/** The states after one more character, in ascending order. */
function step(loose: Loose, states: readonly number[], point: number): readonly number[] {
  const reached = new Set<number>();
  for (const state of states) {
    for (const { on, to } of loose.edges[state] ?? []) {
      if (!on.some(([first, last]) => first <= point && point <= last)) continue;
      const closure = closureOf(loose, to);
      spend(loose.budget, closure.length);
      for (const next of closure) reached.add(next);
    }
  }
  return [...reached].sort((a, b) => a - b);
}

/**
 * The automaton of the texts that meet every condition, by the subset construction over all of them at once; null when no text does.
 * @throws TooComplex beyond `limits.states` or the budget; equal conditions of one budget cost once
 */
export function automatonOf(conditions: readonly Condition[], budget = createBudget()): Automaton | null {
  const key = JSON.stringify(conditions);
  const known = budget.made.get(key);
  const automaton = known === undefined ? makeAutomaton(conditions, budget) : known;
  budget.made.set(key, automaton);
  return automaton;
}

function makeAutomaton(conditions: readonly Condition[], budget: Budget): Automaton | null {
  const parts = conditions.map(({ expression, negated }) => ({ loose: looseAutomaton(expression, budget), negated }));
  const [[beginPoint]] = mark(begin);
  const [[endPoint]] = mark(end);
  const states: { edges: Edge[]; accepting: boolean }[] = [];
  const places: (readonly (readonly number[])[])[] = [];
  const numbers = new Map<string, number>();
  const numberOf = (place: readonly (readonly number[])[]): number => {
    const key = place.join('|');
    const known = numbers.get(key);
    if (known !== undefined) return known;
    if (states.length >= limits.states) throw new TooComplex();
    const accepting = parts.every(({ loose, negated }, index) => step(loose, place[index] ?? [], endPoint).includes(loose.final) !== negated);
    states.push({ edges: [], accepting });
    places.push(place);
    numbers.set(key, states.length - 1);
    return states.length - 1;
  };
  numberOf(parts.map(({ loose }) => step(loose, closureOf(loose, 0), beginPoint)));
  for (const [index, place] of places.entries()) {
    const targets = new Map<number, Range[]>();
    const edges = place.flatMap((set, part) => set.flatMap((state) => parts[part]?.loose.edges[state] ?? []));
    for (const interval of intervalsOf(edges)) {
      spend(budget, edges.length + 1);
      const next = parts.map(({ loose }, part) => step(loose, place[part] ?? [], interval[0]));
      if (next.some((set, part) => set.length === 0 && parts[part]?.negated === false)) continue;
      const to = numberOf(next);
      targets.set(to, [...(targets.get(to) ?? []), interval]);
    }
    states[index]?.edges.push(...[...targets].map(([to, ranges]) => ({ on: codePoints(ranges), to })));
  }
  return withoutDeadEnds(states);
}

const mark = ([range]: CodePoints): [Range] => [range ?? [0, 0]];

/** Cuts Unicode so that every edge takes each piece whole or not at all. */
function intervalsOf(edges: readonly Edge[]): readonly Range[] {
  const starts = new Set<number>();
  for (const { on } of edges) for (const [first, last] of on) starts.add(first).add(last + 1);
  for (const [first] of everything) starts.add(first);
  const cuts = [...starts].sort((a, b) => a - b);
  return cuts.flatMap((first, index): Range[] => {
    const last = (cuts[index + 1] ?? 0x110000) - 1;
    const piece = everything.find(([low, high]) => low <= first && first <= high);
    return piece === undefined ? [] : [[first, Math.min(last, piece[1])]];
  });
}

function withoutDeadEnds(states: readonly AutomatonState[]): Automaton | null {
  const sources = states.map((): number[] => []);
  for (const [from, { edges }] of states.entries()) for (const { to } of edges) sources[to]?.push(from);
  const alive = new Set(states.flatMap(({ accepting }, index) => (accepting ? [index] : [])));
  for (const state of alive) for (const source of sources[state] ?? []) alive.add(source);
  if (!alive.has(0)) return null;
  const kept = [...alive].sort((a, b) => a - b);
  const numbers = new Map(kept.map((state, index) => [state, index]));
  const renumbered = kept.map((state) => ({
    accepting: states[state]?.accepting ?? false,
    edges: (states[state]?.edges ?? []).flatMap(({ on, to }) => {
      const number = numbers.get(to);
      return number === undefined ? [] : [{ on, to: number }];
    }),
  }));
  return { states: renumbered };
}

/** Whether an automaton accepts a text, in time linear in the text. */
export function accepts({ states }: Automaton, text: string): boolean {
  let state: number | undefined = 0;
  for (const character of text) {
    const point = character.codePointAt(0) ?? 0;
    state = states[state]?.edges.find(({ on }) => on.some(([first, last]) => first <= point && point <= last))?.to;
    if (state === undefined) return false;
  }
  return states[state]?.accepting ?? false;
}
