import { charactersIn } from './code-points.ts';
import { call, literal, type Grammar } from './grammar.ts';
import type { Alternatives } from './grammar-rule.ts';

/**
 * The alternatives of these texts as a tree over their common beginnings, so that the native matcher follows few at a time.
 * The texts must differ and not be empty.
 */
export function literalsRule(grammar: Grammar, texts: readonly string[]): Alternatives {
  const groups = new Map<string, string[]>();
  for (const text of texts) {
    const [first = ''] = text;
    groups.set(first, [...(groups.get(first) ?? []), text]);
  }
  return [...groups.values()].map((group) => {
    const start = group.length === 1 ? (group[0] ?? '') : commonStart(group);
    const rests = group.map((text) => text.slice(start.length));
    const longer = rests.filter((rest) => rest !== '');
    if (start === '' || longer.length === 0) return start === '' ? [] : [literal(start)];
    return [literal(start), call(grammar.rule([...literalsRule(grammar, longer), ...(longer.length < rests.length ? [[]] : [])]))];
  });
}

function commonStart(texts: readonly string[]): string {
  const characters = charactersIn(texts[0] ?? '');
  let start = '';
  for (const character of characters) {
    if (!texts.every((text) => text.startsWith(start + character))) break;
    start += character;
  }
  return start;
}
