import { Kind, type FragmentDefinitionNode, type SelectionSetNode } from 'graphql';
import type { DataKey } from './data-keys.ts';
import { responseKey, type OperationDocument } from './operation-document.ts';

/** A path in the data, or in the answer. */
export type Path = readonly (string | number)[];

/** Turns a path in the data into one in the answer, cut where it leaves what the client selected. */
export type ToResponsePath = (path: Path) => Path;

interface Node {
  readonly key: string;
  readonly below: ReadonlyMap<string, Node>;
}

/** For one operation; it is only looked through when there is an error to place. */
export function createToResponsePath({ operation, fragments }: OperationDocument, dataKey: DataKey): ToResponsePath {
  let root: ReadonlyMap<string, Node> | undefined;
  return (path) => {
    let level = (root ??= nodesOf([operation.selectionSet], fragments, dataKey));
    const response: (string | number)[] = [];
    for (const element of path) {
      const node = typeof element === 'string' ? level.get(element) : undefined;
      if (typeof element === 'string' && node === undefined) break;
      response.push(node?.key ?? element);
      level = node?.below ?? level;
    }
    return response;
  };
}

function nodesOf(sets: readonly SelectionSetNode[], fragments: ReadonlyMap<string, FragmentDefinitionNode>, dataKey: DataKey): ReadonlyMap<string, Node> {
  const keys = new Map<string, { readonly key: string; readonly sets: SelectionSetNode[] }>();
  const collect = (set: SelectionSetNode | undefined): void => {
    for (const selection of set?.selections ?? []) {
      if (selection.kind !== Kind.FIELD) {
        collect(selection.kind === Kind.INLINE_FRAGMENT ? selection.selectionSet : fragments.get(selection.name.value)?.selectionSet);
        continue;
      }
      const known = keys.get(dataKey(selection)) ?? { key: responseKey(selection), sets: [] };
      keys.set(dataKey(selection), known);
      if (selection.selectionSet !== undefined) known.sets.push(selection.selectionSet);
    }
  };
  sets.forEach(collect);
  return new Map([...keys].map(([dataKey_, { key, sets: below }]) => [dataKey_, { key, below: nodesOf(below, fragments, dataKey) }]));
}
