const mostCharacters = 1_000_000;
/** The native parser calls itself for each, on a stack that ends. */
const deepestNesting = 1_000;
/** The time that the native parser takes grows with the square of it. */
const mostAlternatives = 5_000;

/** What of a grammar in GBNF would hold up or end the model process; null when nothing would. Whether it is a grammar at all, the native parser says. */
export function grammarFault(grammar: string): string | null {
  if (grammar.length > mostCharacters) return `must have at most ${mostCharacters} characters`;
  if (grammar.includes('\0')) return 'must not hold the character 0';
  let depth = 0;
  let alternatives = 0;
  // Texts and sets of characters count as one, so that what is in them is not taken for syntax.
  for (const [sign] of grammar.matchAll(/"(?:\\.|[^"\\])*"|\[(?:\\.|[^\]\\])*\]|::=|[()|]/gsu)) {
    if (sign === '(') depth += 1;
    else if (sign === ')') depth -= 1;
    else if (sign === '|') alternatives += 1;
    else if (sign === '::=') alternatives = 0;
    if (depth > deepestNesting) return `must not nest more than ${deepestNesting} times`;
    if (alternatives > mostAlternatives) return `must not have more than ${mostAlternatives} alternatives in a rule`;
  }
  return null;
}
