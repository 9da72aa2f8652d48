import { Kind, visit, type DocumentNode, type FragmentDefinitionNode, type GraphQLError, type SelectionNode, type SelectionSetNode } from 'graphql';
import type { OperationDocument } from './operation-document.ts';
import { refusal } from '../refusal.ts';

/** Bounds of one untrusted document. Fragments count as often as they are spread. */
export interface OperationLimits {
  /** Characters of the text; a longer one is not even read. */
  readonly characters: number;
  /** Lexical tokens of the text. */
  readonly tokens: number;
  /** Fields below each other. */
  readonly depth: number;
  /** Fields that are asked for under another name, or again beside themselves. */
  readonly aliases: number;
  /** Fields of the root. */
  readonly rootFields: number;
  /** Fields in all. */
  readonly fields: number;
  /** Lists and objects that are written inside each other; what travels in variables is not meant. The planner takes twice as long for each list around another. */
  readonly literalDepth: number;
  /** What an operation may cost with its variables, by `@cost` and `@listSize`. */
  readonly cost: number;
}

/** Wide enough for what people and tools write, introspection included. */
export const defaultLimits: OperationLimits = { characters: 200_000, tokens: 5_000, depth: 20, aliases: 50, rootFields: 30, fields: 1_000, literalDepth: 10, cost: 100_000 };

/** The refusal of a document whose literals are nested too deeply, wherever they stand, or null. */
export function exceededLiteralDepth(document: DocumentNode, { literalDepth }: OperationLimits): GraphQLError | null {
  let depth = 0;
  let deepest = 0;
  const literal = {
    enter: (): void => void (deepest = Math.max(deepest, (depth += 1))),
    leave: (): void => void (depth -= 1),
  };
  visit(document, { ListValue: literal, ObjectValue: literal });
  return deepest > literalDepth ? refusal('QUERY_TOO_COMPLEX', `The document exceeds the limit of ${literalDepth} for the depth of literals`) : null;
}

/** The refusal of an operation that exceeds a limit, or null. Safe for documents that were not validated, cyclic fragments among them. */
export function exceededLimit({ operation, fragments }: OperationDocument, limits: OperationLimits): GraphQLError | null {
  const size = createSizer(fragments)(operation.selectionSet);
  const exceeded = (['depth', 'aliases', 'rootFields', 'fields'] as const).find((limit) => size[limit] > limits[limit]);
  return exceeded === undefined ? null : refusal('QUERY_TOO_COMPLEX', `The operation exceeds the limit of ${limits[exceeded]} for ${spelling[exceeded]}`);
}

const spelling = { depth: 'depth', aliases: 'aliases', rootFields: 'root fields', fields: 'fields' } as const;

type Size = Readonly<Omit<OperationLimits, 'characters' | 'tokens' | 'literalDepth' | 'cost'>>;

const nothing: Size = { depth: 0, aliases: 0, rootFields: 0, fields: 0 };

const beside = (left: Size, right: Size): Size => ({
  depth: Math.max(left.depth, right.depth),
  aliases: left.aliases + right.aliases,
  rootFields: left.rootFields + right.rootFields,
  fields: left.fields + right.fields,
});

/** Measures selection sets; each fragment once. */
function createSizer(fragments: ReadonlyMap<string, FragmentDefinitionNode>): (set: SelectionSetNode) => Size {
  const known = new Map<string, Size>();

  const sizeOfFragment = (name: string): Size => {
    const measured = known.get(name);
    if (measured !== undefined) return measured;
    // A cycle meets this and ends; validation refuses it later.
    known.set(name, nothing);
    const fragment = fragments.get(name);
    const size = fragment === undefined ? nothing : sizeOfSet(fragment.selectionSet);
    known.set(name, size);
    return size;
  };

  const sizeOfSelection = (selection: SelectionNode, keys: Set<string>): Size => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return sizeOfFragment(selection.name.value);
    if (selection.kind === Kind.INLINE_FRAGMENT) return sizeOfSet(selection.selectionSet, keys);
    const key = selection.alias?.value ?? selection.name.value;
    const isAlias = selection.alias !== undefined || keys.has(key);
    keys.add(key);
    const below = selection.selectionSet === undefined ? nothing : sizeOfSet(selection.selectionSet);
    return { depth: below.depth + 1, aliases: below.aliases + (isAlias ? 1 : 0), rootFields: 1, fields: below.fields + 1 };
  };

  const sizeOfSet = ({ selections }: SelectionSetNode, keys = new Set<string>()): Size =>
    selections.reduce((size, selection) => beside(size, sizeOfSelection(selection, keys)), nothing);

  return sizeOfSet;
}
