import { limits } from './limits.ts';
import type { Alternatives } from './grammar-rule.ts';
import { refuse, refuseUnsupported } from './refusal.ts';

/**
 * Checks what may come first in each rule. The native loader looks for left recursion along every path anew, and its matcher keeps a stack for each way
 * to begin: without this check, a schema of a few kilobytes that doubles the ways at each step would hold the model process for ever.
 * @throws DomainError UNSUPPORTED_PARAMETER for a rule that begins with itself, BAD_USER_INPUT for too many ways
 */
export function checkStart(rules: ReadonlyMap<string, Alternatives>, field: string): void {
  const nullable = nullableRules(rules);
  const firsts = new Map([...rules].map(([name, alternatives]) => [name, alternatives.flatMap((items) => leading(items, nullable))]));
  const ways = new Map<string, number>();
  const open = [...rules.keys()].map((name) => ({ name, entered: false }));
  const entered = new Set<string>();
  for (let task = open.pop(); task !== undefined; task = open.pop()) {
    const { name } = task;
    const next = firsts.get(name) ?? [];
    if (task.entered) {
      entered.delete(name);
      const count = next.reduce((sum, first) => sum + (first === null ? 1 : (ways.get(first) ?? 1)), 0);
      if (count > limits.readings) refuse(field, 'allows too many different beginnings of one value: use fewer optional properties in a row, or fewer alternatives');
      ways.set(name, count);
    } else if (!ways.has(name)) {
      if (entered.has(name)) refuseUnsupported(field, 'refers to itself without a value in between');
      entered.add(name);
      open.push({ name, entered: true }, ...next.filter((first) => first !== null).map((first) => ({ name: first, entered: false })));
    }
  }
}

/** What an alternative can begin with: rules, and null for a character. */
function leading(items: Alternatives[number], nullable: ReadonlySet<string>): readonly (string | null)[] {
  const found: (string | null)[] = [];
  for (const item of items) {
    found.push('text' in item ? null : item.rule);
    if ('text' in item || (item.least > 0 && !nullable.has(item.rule))) break;
  }
  return found;
}

function nullableRules(rules: ReadonlyMap<string, Alternatives>): ReadonlySet<string> {
  const nullable = new Set<string>();
  for (let before = -1; before !== nullable.size;) {
    before = nullable.size;
    for (const [name, alternatives] of rules) {
      if (alternatives.some((items) => items.every((item) => !('text' in item) && (item.least === 0 || nullable.has(item.rule))))) nullable.add(name);
    }
  }
  return nullable;
}
