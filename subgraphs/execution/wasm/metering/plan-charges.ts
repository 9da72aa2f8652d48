import type { ByteReader } from './byte-reader.ts';
import { readInstruction, type Role } from './opcodes.ts';

/** Fuel that is taken before the instruction at `offset`. */
export interface FixedCharge {
  readonly kind: 'fixed';
  readonly offset: number;
  cost: number;
  /** Whether what is left is looked at: once in every cycle is enough. */
  isChecked: boolean;
}

/** Fuel for an amount of work that is only known before the instruction at `offset` runs. */
export interface MeasuredCharge {
  readonly kind: 'measured';
  readonly offset: number;
  readonly unit: 'bytes' | 'elements' | 'grow';
}

/** Before the instruction at `offset` others are to see what fuel is left (`save`), or may have taken some (`load`). */
interface Exchange {
  readonly kind: 'save' | 'load';
  readonly offset: number;
}

export type Step = FixedCharge | MeasuredCharge | Exchange;

/** Where the code of a function takes which fuel. */
export interface ChargePlan {
  /** In the order of the code. */
  readonly steps: readonly Step[];
  readonly hasLoop: boolean;
}

/**
 * Says where the code of one function takes which fuel. Instructions that always run together are charged together, before the
 * first of them: those of a basic block, and those before and behind a construct that nothing leaves for further out. So each instruction that runs
 * is paid exactly once; what a trap or an exception keeps from running may have been paid already.
 */
export function planCharges(reader: ByteReader, entryCost: number): ChargePlan {
  const entry: FixedCharge = { kind: 'fixed', offset: reader.position, cost: entryCost, isChecked: false };
  const draft: Draft = { steps: [entry], constructs: [{ before: entry, goesTo: functionLevel }], current: entry, behind: reader.position, hasLoop: false, hasCall: false };
  while (!reader.isAtEnd()) {
    const offset = reader.position;
    const { role, cost, pass } = readInstruction(reader);
    const label = pass(reader);
    draft.behind = reader.position;
    if (draft.current !== null) draft.current.cost += cost;
    follow[role](draft, { label, offset });
  }
  entry.isChecked = draft.hasCall; // without a loop only calls make a cycle
  return { steps: draft.steps, hasLoop: draft.hasLoop };
}

/** A block, loop, if or the function itself that is open. */
interface Construct {
  /** What the instructions before it are charged with; null where nothing can run. */
  readonly before: FixedCharge | null;
  /** The outermost level that a branch inside it goes to. */
  goesTo: number;
}

/** Level of the function, whose label is its end. */
const functionLevel = 0;

interface Draft {
  readonly steps: Step[];
  /** By level. */
  readonly constructs: Construct[];
  /** What the next instruction is charged with; null where nothing can run. */
  current: FixedCharge | null;
  /** Where the next instruction begins. */
  behind: number;
  hasLoop: boolean;
  hasCall: boolean;
}

interface Place {
  /** The outermost label of the instruction. */
  readonly label: number;
  readonly offset: number;
}

const measure = (unit: MeasuredCharge['unit']) => (draft: Draft, { offset }: Place): void => {
  if (draft.current !== null) draft.steps.push({ kind: 'measured', offset, unit });
};

/** What follows from an instruction, by its role. */
const follow: Readonly<Record<Role, (draft: Draft, place: Place) => void>> = {
  plain: () => undefined,
  call(draft, { offset }) {
    draft.hasCall = true;
    exchange(draft, 'save', offset);
    exchange(draft, 'load', draft.behind);
  },
  block: open,
  loop(draft) {
    draft.hasLoop = true;
    open(draft);
    split(draft, true);
  },
  if(draft) {
    open(draft);
    split(draft);
  },
  else(draft) {
    nextArm(draft);
    split(draft);
  },
  catch(draft) {
    nextArm(draft);
    exchange(draft, 'load', draft.behind);
    split(draft);
  },
  end: close,
  branch(draft, place) {
    goTo(draft, draft.constructs.length - 1 - place.label, place.offset);
    split(draft);
  },
  jump(draft, place) {
    goTo(draft, draft.constructs.length - 1 - place.label, place.offset);
    draft.current = null;
  },
  leave(draft, { offset }) {
    goTo(draft, functionLevel, offset);
    draft.current = null;
  },
  tail(draft, { offset }) {
    draft.hasCall = true;
    goTo(draft, functionLevel, offset);
    draft.current = null;
  },
  trap: (draft) => void (draft.current = null),
  bytes: measure('bytes'),
  elements: measure('elements'),
  grow: measure('grow'),
};

function split(draft: Draft, isChecked = false): void {
  if (draft.current === null) return;
  draft.current = { kind: 'fixed', offset: draft.behind, cost: 0, isChecked };
  draft.steps.push(draft.current);
}

function open({ constructs, current }: Draft): void {
  constructs.push({ before: current, goesTo: Infinity });
}

function close(draft: Draft, { offset }: Place): void {
  const closed = draft.constructs.pop();
  const level = draft.constructs.length;
  if (level === functionLevel) exchange(draft, 'save', offset);
  draft.current = closed?.before ?? null;
  if (closed === undefined || level === functionLevel) return;
  noteTarget(draft, closed.goesTo);
  if (closed.goesTo < level) split(draft);
}

function nextArm(draft: Draft): void {
  draft.current = draft.constructs.at(-1)?.before ?? null;
}

function goTo(draft: Draft, level: number, offset: number): void {
  if (level <= functionLevel) exchange(draft, 'save', offset);
  noteTarget(draft, level);
}

function noteTarget({ constructs, current }: Draft, level: number): void {
  const innermost = constructs.at(-1);
  if (innermost !== undefined && current !== null) innermost.goesTo = Math.min(innermost.goesTo, level);
}

function exchange({ steps, current }: Draft, kind: Exchange['kind'], offset: number): void {
  if (current !== null) steps.push({ kind, offset });
}
