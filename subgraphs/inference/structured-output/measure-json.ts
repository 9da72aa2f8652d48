import { limits } from './limits.ts';
import { refuse } from './refusal.ts';

/** Checks that a value is JSON of bounded size and depth, without recursion. @throws DomainError BAD_USER_INPUT */
export function checkSize(value: unknown, field: string): void {
  const open: { readonly value: unknown; readonly depth: number }[] = [{ value, depth: 0 }];
  let values = 0;
  let characters = 0;
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { value: current, depth } = next;
    values += 1;
    if (typeof current === 'string') characters += current.length;
    if (depth > limits.depth) refuse(field, `nests deeper than ${limits.depth} levels`);
    const children = childrenOf(current);
    if (values + open.length + children.length > limits.values) refuse(field, `holds more than ${limits.values} values`);
    for (const [name, child] of children) {
      characters += name.length;
      open.push({ value: child, depth: depth + 1 });
    }
    if (characters > limits.characters) refuse(field, `holds more than ${limits.characters} characters`);
  }
}

function childrenOf(value: unknown): readonly (readonly [string, unknown])[] {
  if (typeof value !== 'object' || value === null) return [];
  if (!Array.isArray(value)) return Object.entries(value);
  return value.length > limits.values ? Array.from({ length: limits.values + 1 }, () => ['', null] as const) : value.map((item: unknown) => ['', item] as const);
}
