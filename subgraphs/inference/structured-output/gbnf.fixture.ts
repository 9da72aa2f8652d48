/** A reader of the GBNF that this folder writes, of its own: it tells whether a text fits and makes texts that do. */
export interface Gbnf {
  readonly matches: (text: string) => boolean;
  /** A text of the grammar; `pick(n)` chooses 0 to n - 1. Null when it grew too long. */
  readonly sample: (pick: (choices: number) => number) => string | null;
}

type Node =
  | { readonly kind: 'characters'; readonly ranges: readonly (readonly [number, number])[] }
  | { readonly kind: 'rule'; readonly name: string; readonly least: number; readonly most: number };

type Rules = ReadonlyMap<string, readonly (readonly Node[])[]>;

/** Parses a grammar. @throws Error when it is not of the expected form */
export function parseGbnf(text: string): Gbnf {
  const rules = new Map(text.split('\n').map((line) => parseRule(line)));
  return { matches: (candidate) => matchesFrom(rules, Array.from(candidate)), sample: (pick) => sampleFrom(rules, pick) };
}

function parseRule(line: string): [string, readonly (readonly Node[])[]] {
  const [, name, body] = /^([a-zA-Z0-9-]+) ::= (.*)$/u.exec(line) ?? [];
  if (name === undefined || body === undefined) throw new Error(`no rule: ${line.slice(0, 100)}`);
  const alternatives: Node[][] = [[]];
  const token = /"((?:[^"\\]|\\.)*)"|\[((?:[^\]\\]|\\.)+)\]|([a-zA-Z0-9-]+)(\*|\{\d+(?:,\d+)?\})?|(\|)| /uy;
  while (token.lastIndex < body.length) {
    const [found, literal, set, rule, quantifier, bar] = token.exec(body) ?? [];
    if (found === undefined) throw new Error(`unexpected in ${line.slice(0, 100)}`);
    if (bar !== undefined) alternatives.push([]);
    alternatives.at(-1)?.push(...nodesOf({ literal, set, rule, quantifier }));
  }
  return [name, alternatives];
}

type Token = Readonly<Record<'literal' | 'set' | 'rule' | 'quantifier', string | undefined>>;

function nodesOf({ literal, set, rule, quantifier = '{1}' }: Token): readonly Node[] {
  if (literal !== undefined) return points(literal).map(({ point }) => ({ kind: 'characters', ranges: [[point, point]] }));
  if (set !== undefined) return [{ kind: 'characters', ranges: rangesOf(set) }];
  return rule === undefined ? [] : [{ kind: 'rule', name: rule, ...countsOf(quantifier) }];
}

function countsOf(quantifier: string): { readonly least: number; readonly most: number } {
  const [, least = '0', , most] = /^\{(\d+)(,(\d+))?\}$/u.exec(quantifier) ?? [];
  if (quantifier === '*') return { least: 0, most: Infinity };
  if (Number(most ?? least) > 2000) throw new Error('the native matcher ignores such a bound');
  return { least: Number(least), most: Number(most ?? least) };
}

const points = (text: string) => [...text.matchAll(/\\x([0-9a-f]{2})|\\u([0-9a-f]{4})|\\U([0-9a-f]{8})|([^\\])/gu)].map(([, short, middle, long, plain]) => {
  const code = short ?? middle ?? long;
  return { point: code === undefined ? (plain?.codePointAt(0) ?? 0) : Number.parseInt(code, 16), isDash: plain === '-' };
});

function rangesOf(set: string): readonly (readonly [number, number])[] {
  const members = points(set);
  return members.flatMap(({ point, isDash }, index): (readonly [number, number])[] => {
    if (isDash || members[index - 1]?.isDash === true) return [];
    return [[point, members[index + 1]?.isDash === true ? (members[index + 2]?.point ?? point) : point]];
  });
}

/** Follows all readings at once, as the native matcher does; a stack is a linked list of what is still to come. */
interface Stack {
  readonly node: Node;
  readonly next: Stack | null;
}

function matchesFrom(rules: Rules, characters: readonly string[]): boolean {
  const identities = new Map<string, Stack>();
  const numbers = new Map<Stack | null, number>([[null, 0]]);
  const nodes = new Map<Node, number>();
  const push = (node: Node, next: Stack | null): Stack => {
    const number = nodes.get(node) ?? nodes.size;
    nodes.set(node, number);
    const counts = node.kind === 'rule' ? `${node.name}:${node.least}:${node.most}` : String(number);
    const key = `${counts}/${numbers.get(next) ?? 0}`;
    const stack = identities.get(key) ?? { node, next };
    identities.set(key, stack);
    if (!numbers.has(stack)) numbers.set(stack, numbers.size);
    return stack;
  };
  const expand = (start: Iterable<Stack | null>): Set<Stack | null> => {
    const seen = new Set(start);
    for (const stack of seen) {
      if (stack?.node.kind !== 'rule') continue;
      const { name, least, most } = stack.node;
      if (least === 0) seen.add(stack.next);
      if (most === 0) continue;
      const rest = most === 1 ? stack.next : push({ kind: 'rule', name, least: Math.max(0, least - 1), most: most - 1 }, stack.next);
      for (const alternative of rules.get(name) ?? []) seen.add(alternative.reduceRight<Stack | null>((next, node) => push(node, next), rest));
    }
    return seen;
  };
  let stacks = expand([push({ kind: 'rule', name: 'root', least: 1, most: 1 }, null)]);
  for (const character of characters) {
    const point = character.codePointAt(0) ?? 0;
    stacks = expand([...stacks].flatMap((stack) => (stack?.node.kind === 'characters' && stack.node.ranges.some(([first, last]) => first <= point && point <= last) ? [stack.next] : [])));
  }
  return stacks.has(null);
}

function sampleFrom(rules: Rules, pick: (choices: number) => number): string | null {
  const open: Node[] = [{ kind: 'rule', name: 'root', least: 1, most: 1 }];
  let text = '';
  for (let steps = 0; steps < 20_000; steps += 1) {
    const node = open.pop();
    if (node === undefined) return text;
    if (node.kind === 'characters') {
      const [first, last] = node.ranges[pick(node.ranges.length)] ?? [0, 0];
      text += String.fromCodePoint(first + pick(Math.min(last - first + 1, 1_000)));
      continue;
    }
    const count = node.least + pick(Math.min(node.most - node.least, 3) + 1);
    for (let done = 0; done < count; done += 1) {
      const alternatives = rules.get(node.name) ?? [];
      const chosen = alternatives[pick(alternatives.length)] ?? [];
      if (count === 1) open.push(...[...chosen].reverse());
      else open.push({ kind: 'rule', name: node.name, least: 1, most: 1 });
    }
  }
  return null;
}
