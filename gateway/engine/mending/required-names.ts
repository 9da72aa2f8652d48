import { Kind, print, visit, type ConstDirectiveNode, type DocumentNode, type FieldDefinitionNode, type FieldNode, type SelectionNode, type SelectionSetNode } from 'graphql';
import { textArgument } from '../supergraph-features.ts';
import { fieldedTypes, fieldNamed, namedTypeOf, selectionSetOf, withArgument, type FieldedType } from './join-spec.ts';
import { requiringFields } from './requiring-fields.ts';

/** The field that a name of ours stands for. */
interface RequiredField extends Pick<FieldNode, 'name' | 'arguments'> {
  /** The field that requires it, as `Type.field`, if the name is only for that one. */
  readonly requiredBy: string | null;
}

/** What names of ours stand for. */
export type RequiredNames = ReadonlyMap<string, RequiredField>;

/** A supergraph in which nothing is required with arguments. */
export interface NamedSupergraph {
  readonly document: DocumentNode;
  readonly names: RequiredNames;
}

interface NamingOptions {
  /** True: fields that require others have names of their own as well, one for each field that they are required by. */
  readonly byUser: boolean;
}

/**
 * Gives each field that some `@requires` selects, if it takes arguments, a name of its own for each list of arguments: `price(currency: "USD")` becomes a field
 * `price_r1` without arguments, of the same subgraphs. @query-planner 2.14 takes two fields of one name for the same, whatever their arguments are.
 */
export function withRequiredNames(supergraph: DocumentNode, { byUser }: NamingOptions): NamedSupergraph {
  const types = fieldedTypes(supergraph);
  const requiring = new Set(byUser ? requiringFields(supergraph).map(({ name }) => name) : []);
  const names = new Map<string, RequiredField>();
  const byText = new Map<string, string>();
  /** By the type that a name is selected of. */
  const added = new Map<string, Set<string>>();
  const suffix = unusedSuffix(types);

  const nameFor = (type: string, { name, arguments: given = [] }: FieldNode, user: string): string => {
    const requiredBy = requiring.has(name.value) ? user : null;
    const text = `${requiredBy ?? ''} ${print({ kind: Kind.FIELD, name, arguments: given })}`;
    const known = byText.get(text) ?? `${name.value}${suffix}${byText.size}`;
    byText.set(text, known);
    names.set(known, { name, arguments: given, requiredBy });
    added.set(type, (added.get(type) ?? new Set()).add(known));
    return known;
  };

  const renamed = (set: SelectionSetNode, type: string, user: string): SelectionSetNode => ({ ...set, selections: set.selections.map((selection): SelectionNode => {
    if (selection.kind === Kind.FRAGMENT_SPREAD) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: renamed(selection.selectionSet, selection.typeCondition?.name.value ?? type, user) };
    const field = fieldNamed(types.get(type), selection.name.value);
    if (field === undefined) return selection;
    const isNamed = (field.arguments ?? []).length > 0 || requiring.has(field.name.value);
    const below = selection.selectionSet === undefined ? {} : { selectionSet: renamed(selection.selectionSet, namedTypeOf(field), user) };
    return { ...selection, ...below, ...(isNamed && { name: { kind: Kind.NAME, value: nameFor(type, selection, user) }, arguments: [] }) };
  }) });

  const required = eachField(supergraph, (field, { name: { value: type } }) =>
    [{ ...field, directives: (field.directives ?? []).map((directive) => withRequires(directive, (set) => renamed(set, type, `${type}.${field.name.value}`))) }]);
  if (names.size === 0) return { document: supergraph, names };

  const namesOn = (type: FieldedType): ReadonlySet<string> => new Set([type.name, ...(type.interfaces ?? []).map(({ name }) => name)].flatMap(({ value }) => [...added.get(value) ?? []]));
  const document = eachField(required, (field, type) => [
    field,
    ...[...namesOn(type)].filter((name) => names.get(name)?.name.value === field.name.value).map((name) => ({ ...field, name: { kind: Kind.NAME as const, value: name }, arguments: [], directives: (field.directives ?? []).filter(({ name: { value: directive } }) => directive === 'join__field') })),
  ]);
  return { document, names };
}

function eachField(supergraph: DocumentNode, change: (field: FieldDefinitionNode, type: FieldedType) => readonly FieldDefinitionNode[]): DocumentNode {
  const changed = <TType extends FieldedType>(type: TType): TType => ({ ...type, fields: (type.fields ?? []).flatMap((field) => change(field, type)) });
  return visit(supergraph, { ObjectTypeDefinition: changed, InterfaceTypeDefinition: changed });
}

function withRequires(directive: ConstDirectiveNode, change: (set: SelectionSetNode) => SelectionSetNode): ConstDirectiveNode {
  const requires = directive.name.value === 'join__field' ? textArgument(directive, 'requires') : undefined;
  return requires === undefined ? directive : withArgument(directive, 'requires', { kind: Kind.STRING, value: change(selectionSetOf(requires)).selections.map(print).join(' ') });
}

/** A suffix that no field has. */
function unusedSuffix(types: ReadonlyMap<string, FieldedType>): string {
  const fields = [...types.values()].flatMap(({ fields: own = [] }) => own.map(({ name }) => name.value));
  let suffix = '_r';
  while (fields.some((name) => name.includes(suffix))) suffix += 'r';
  return suffix;
}
