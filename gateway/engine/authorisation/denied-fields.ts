import { Kind, type FieldNode, type FragmentDefinitionNode, type GraphQLError, type SelectionSetNode } from 'graphql';
import type { Principal } from '#kernel/principal';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import { conditionOf, holds, type Condition } from '../document/conditions.ts';
import { responseKey, type OperationDocument } from '../document/operation-document.ts';
import { refusal } from '../refusal.ts';

/** A place in the answer that the principal may not see. */
export interface DeniedPlace {
  /** Response keys from the root, without the indexes of lists: the field is removed from all of their elements. */
  readonly path: readonly string[];
  /** It is selected when one of these holds. */
  readonly conditions: readonly Condition[];
}

/** Every place of an operation where a denied field is selected. */
export function deniedPlaces({ operation, fragments }: OperationDocument, denied: ReadonlySet<FieldNode>): readonly DeniedPlace[] {
  if (denied.size === 0) return [];
  const places = new Map<string, DeniedPlace>();
  collect({ set: operation.selectionSet, path: [], condition: [] }, { fragments, denied, places });
  return [...places.values()];
}

/** One error for each denied place that these variables include. */
export function deniedErrors(places: readonly DeniedPlace[], variables: SubgraphVariables, principal: Principal | null): GraphQLError[] {
  return places
    .filter(({ conditions }) => conditions.some((condition) => holds(condition, variables)))
    .map(({ path }) => (principal === null
      ? refusal('UNAUTHENTICATED', 'Sign in to read this field', path)
      : refusal('UNAUTHORIZED_FIELD_OR_TYPE', 'This field needs rights that the principal lacks', path)));
}

interface Search {
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly denied: ReadonlySet<FieldNode>;
  readonly places: Map<string, DeniedPlace>;
}

interface Position {
  readonly path: readonly string[];
  readonly condition: Condition;
  readonly set: SelectionSetNode | undefined;
}

function collect({ set, path, condition }: Position, search: Search): void {
  for (const selection of set?.selections ?? []) {
    const included = conditionOf(selection, condition);
    if (included === null) continue;
    if (selection.kind === Kind.FIELD) collectField(selection, { set: selection.selectionSet, path: [...path, responseKey(selection)], condition: included }, search);
    else collect({ set: selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : search.fragments.get(selection.name.value)?.selectionSet, path, condition: included }, search);
  }
}

function collectField(field: FieldNode, position: Position, search: Search): void {
  if (!search.denied.has(field)) {
    collect(position, search);
    return;
  }
  const { path, condition } = position;
  const key = path.join('.');
  search.places.set(key, { path, conditions: [...(search.places.get(key)?.conditions ?? []), condition] });
}
