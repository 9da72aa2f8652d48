import { Kind, type DirectiveNode, type SelectionNode } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';

/** When a selection is included: all of its variables have these values. An empty condition always holds. */
export type Condition = readonly ConditionTerm[];

interface ConditionTerm {
  readonly variable: string;
  readonly value: boolean;
}

/** The condition of a selection within an outer condition; null when it never holds. */
export function conditionOf({ directives = [] }: SelectionNode, outer: Condition): Condition | null {
  let condition: Condition | null = outer;
  for (const directive of directives) {
    const value = inclusion(directive);
    const given = directive.arguments?.[0]?.value;
    if (value === null || given === undefined || condition === null) continue;
    if (given.kind === Kind.VARIABLE) condition = and(condition, { variable: given.name.value, value });
    else if (given.kind === Kind.BOOLEAN && given.value !== value) condition = null;
  }
  return condition;
}

function and(condition: Condition, term: ConditionTerm): Condition | null {
  const same = condition.find(({ variable }) => variable === term.variable);
  if (same === undefined) return [...condition, term];
  return same.value === term.value ? condition : null;
}

/** True when `condition` holds. */
export const holds = (condition: Condition, variables: SubgraphVariables): boolean => condition.every(({ variable, value }) => variables[variable] === value);

function inclusion({ name }: DirectiveNode): boolean | null {
  if (name.value === 'include') return true;
  return name.value === 'skip' ? false : null;
}
