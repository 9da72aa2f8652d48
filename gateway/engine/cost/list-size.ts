import { Kind, type FieldNode, type GraphQLField } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import type { ListRule } from './cost-rules.ts';
import type { Expression } from './expression.ts';

/** What a list without any hint is taken to hold. */
export const unhintedListSize = 10;

interface SizedField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly coordinate: string;
}

/** How many elements a field is asked for: by its slicing arguments, the largest when there are several; else as many as are assumed. */
export function listSize({ node, field, coordinate }: SizedField, { assumedSize, slicingArguments, requireOneSlicingArgument }: ListRule): Expression {
  const given = slicingArguments.flatMap((name) => node.arguments?.find((argument) => argument.name.value === name) ?? []);
  const defaults = slicingArguments.map((name) => field.args.find((argument) => argument.name === name)?.defaultValue).filter((value) => typeof value === 'number');
  const sizeOf = (sizes: readonly number[]): number => {
    if (requireOneSlicingArgument && slicingArguments.length > 0) requireOne(sizes.length, { coordinate, slicingArguments, hasDefault: defaults.length > 0 });
    if (sizes.length > 0) return Math.max(0, ...sizes);
    return defaults.length > 0 ? Math.max(0, ...defaults) : assumedSize ?? unhintedListSize;
  };
  const readers = given.map(({ value }) => (variables: SubgraphVariables): unknown => {
    if (value.kind === Kind.VARIABLE) return variables[value.name.value];
    return value.kind === Kind.INT ? Number(value.value) : null;
  });
  return (variables) => sizeOf(readers.map((read) => read(variables)).filter((size) => typeof size === 'number'));
}

interface Slicing {
  readonly coordinate: string;
  readonly slicingArguments: readonly string[];
  readonly hasDefault: boolean;
}

/** A default stands in for an argument that is left out. */
function requireOne(given: number, { coordinate, slicingArguments, hasDefault }: Slicing): void {
  if (given === 1 || (given === 0 && hasDefault)) return;
  const reason = slicingArguments.length === 1 ? `give ${slicingArguments.join()}` : `give exactly one of ${slicingArguments.join(', ')}`;
  throw new DomainError('BAD_USER_INPUT', `${coordinate}: ${reason}`, { details: { field: coordinate, reason } });
}
