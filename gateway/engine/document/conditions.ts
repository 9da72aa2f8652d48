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
  const terms: ConditionTerm[] = [...outer];
  for (const directive of directives) {
    const wanted = inclusion(directive);
    const given = directive.arguments?.[0]?.value;
    if (wanted === null || given === undefined) continue;
    if (given.kind === Kind.VARIABLE) terms.push({ variable: given.name.value, value: wanted });
    else if (given.kind === Kind.BOOLEAN && given.value !== wanted) return null;
  }
  return terms;
}

/** True when `condition` holds. */
export const holds = (condition: Condition, variables: SubgraphVariables): boolean => condition.every(({ variable, value }) => variables[variable] === value);

function inclusion({ name }: DirectiveNode): boolean | null {
  if (name.value === 'include') return true;
  return name.value === 'skip' ? false : null;
}
