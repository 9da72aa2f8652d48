import { Kind, visit, type ASTNode, type DirectiveNode, type FieldNode, type FragmentDefinitionNode, type FragmentSpreadNode, type InlineFragmentNode, type SelectionNode, type SelectionSetNode, type ValueNode } from 'graphql';
import type { SubgraphVariables } from '../../subgraph-links/index.ts';
import type { OperationDocument } from './operation-document.ts';

/** An operation with `@defer` in the form that answers in parts. */
export interface DeferredDocument {
  /** The same for variables that defer the same fragments. */
  readonly key: string;
  /** Without named fragments; each deferred fragment has a label of its own. */
  readonly document: OperationDocument;
  /** The labels that the client gave, if any, by ours. */
  readonly labels: ReadonlyMap<string, string | undefined>;
}

/** The label of a deferred fragment in a document in parts; null for what is not deferred. */
export function deferLabel(selection: SelectionNode): string | null {
  const directive = deferDirective(selection);
  const label = directive === undefined ? undefined : argument(directive, 'label');
  return label?.kind === Kind.STRING ? label.value : null;
}

/** True when the operation mentions `@defer`, whether it ever counts or not. */
export const mentionsDefer = (document: OperationDocument): boolean => defersOf(document).length > 0;

/** True when some fragment of the operation may be deferred. */
export const hasDefer = (document: OperationDocument): boolean => defersOf(document).some((directive) => !isNever(directive));

/** The same operation with nothing deferred. */
export function withoutDefer({ operation, fragments }: OperationDocument): OperationDocument {
  const strip = <TNode extends ASTNode>(node: TNode): TNode => visit(node, { Directive: ({ name }) => (name.value === 'defer' ? null : undefined) });
  return { operation: strip(operation), fragments: new Map([...fragments].map(([name, fragment]) => [name, strip(fragment)])) };
}

/** The operation with what these variables defer, and only that. Null when that is nothing. */
export function inParts({ operation, fragments }: OperationDocument, variables: SubgraphVariables): DeferredDocument | null {
  const labels = new Map<string, string | undefined>();
  let key = '';

  const inSet = ({ selections, ...set }: SelectionSetNode): SelectionSetNode => ({ ...set, selections: selections.flatMap(inSelection) });

  const inSelection = (selection: SelectionNode): readonly SelectionNode[] => {
    if (selection.kind === Kind.FIELD) return [inField(selection)];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    return fragment === undefined ? [] : [inFragment(selection, fragment)];
  };

  const inField = (field: FieldNode): FieldNode => (field.selectionSet === undefined ? field : { ...field, selectionSet: inSet(field.selectionSet) });

  const inFragment = ({ directives = [] }: InlineFragmentNode | FragmentSpreadNode, { typeCondition, selectionSet }: InlineFragmentNode | FragmentDefinitionNode): InlineFragmentNode => ({
    kind: Kind.INLINE_FRAGMENT,
    ...(typeCondition !== undefined && { typeCondition }),
    directives: directives.flatMap(inDirective),
    selectionSet: inSet(selectionSet),
  });

  const inDirective = (directive: DirectiveNode): readonly DirectiveNode[] => {
    if (directive.name.value !== 'defer') return [directive];
    const isDeferred = holds(argument(directive, 'if'), variables);
    key += isDeferred ? 'x' : '.';
    if (!isDeferred) return [];
    const given = argument(directive, 'label');
    const label = `part${labels.size}`;
    labels.set(label, given?.kind === Kind.STRING ? given.value : undefined);
    return [{ ...directive, arguments: [{ kind: Kind.ARGUMENT, name: { kind: Kind.NAME, value: 'label' }, value: { kind: Kind.STRING, value: label } }] }];
  };

  const document = { operation: { ...operation, selectionSet: inSet(operation.selectionSet) }, fragments: new Map<string, never>() };
  return labels.size === 0 ? null : { key, document, labels };
}

function defersOf({ operation, fragments }: OperationDocument): readonly DirectiveNode[] {
  return [operation, ...fragments.values()].flatMap(({ selectionSet }) => defersIn(selectionSet));
}

const defersIn = ({ selections }: SelectionSetNode): readonly DirectiveNode[] => selections.flatMap((selection) => {
  const below = selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined ? [] : defersIn(selection.selectionSet);
  const own = deferDirective(selection);
  return own === undefined ? below : [own, ...below];
});

const deferDirective = ({ directives = [] }: SelectionNode): DirectiveNode | undefined => directives.find(({ name }) => name.value === 'defer');

const argument = ({ arguments: given = [] }: DirectiveNode, name: string): ValueNode | undefined => given.find((one) => one.name.value === name)?.value;

const isNever = (directive: DirectiveNode): boolean => {
  const condition = argument(directive, 'if');
  return condition?.kind === Kind.BOOLEAN && !condition.value;
};

/** `if` is true when it is left out. */
function holds(condition: ValueNode | undefined, variables: SubgraphVariables): boolean {
  if (condition === undefined) return true;
  return condition.kind === Kind.VARIABLE ? variables[condition.name.value] === true : condition.kind === Kind.BOOLEAN && condition.value;
}
