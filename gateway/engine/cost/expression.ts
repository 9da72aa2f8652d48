import type { SubgraphVariables } from '../../subgraph-links/index.ts';

/** A number that is known when the document is, or that the variables decide. */
export type Expression = number | ((variables: SubgraphVariables) => number);

/** The value under these variables. */
export const evaluate = (expression: Expression, variables: SubgraphVariables): number => (typeof expression === 'number' ? expression : expression(variables));

/** The sum; what is known already is added up now. */
export function sum(expressions: readonly Expression[]): Expression {
  const known = expressions.reduce<number>((total, expression) => (typeof expression === 'number' ? total + expression : total), 0);
  const open = expressions.filter((expression) => typeof expression !== 'number');
  if (open.length === 0) return known;
  return (variables) => {
    let total = known;
    for (const expression of open) total += expression(variables);
    return total;
  };
}

/** The product of two. */
export function product(left: Expression, right: Expression): Expression {
  if (left === 0 || right === 0) return 0;
  if (typeof left === 'number' && typeof right === 'number') return left * right;
  return (variables) => evaluate(left, variables) * evaluate(right, variables);
}
