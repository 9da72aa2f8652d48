import {
  getNamedType, isAbstractType, isCompositeType, Kind, visit,
  type DocumentNode, type FragmentDefinitionNode, type GraphQLCompositeType, type GraphQLSchema, type InlineFragmentNode, type SelectionNode, type SelectionSetNode,
} from 'graphql';
import { requiringFields, type RequiringField } from '../mending/requiring-fields.ts';
import { directiveNames } from '../supergraph-features.ts';

/** What the fields of a supergraph require of other subgraphs, by `Type.field`. */
export type Requirements = ReadonlyMap<string, SelectionSetNode>;

/** What requires something that no operation may ask for is left out. */
export function accessibleRequirements(supergraph: DocumentNode): Requirements {
  const { inaccessible } = directiveNames(supergraph);
  const hidden = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      if (directives.some((directive) => directive.name.value === inaccessible)) hidden.add(name.value);
    },
  });
  return new Map([...requirementsOf(requiringFields(supergraph))].filter(([, { selections }]) => !selections.some((selection) => names(selection).some((name) => hidden.has(name)))));
}

/** What fields require, in all their subgraphs together. */
export function requirementsOf(fields: readonly RequiringField[]): Requirements {
  const requirements = new Map<string, SelectionSetNode>();
  for (const { type, name, requires } of fields) {
    const coordinate = `${type}.${name}`;
    requirements.set(coordinate, { kind: Kind.SELECTION_SET, selections: [...(requirements.get(coordinate)?.selections ?? []), ...requires.selections] });
  }
  return requirements;
}

function names(selection: SelectionNode): readonly string[] {
  const found: string[] = [];
  visit(selection, { Field: ({ name }) => void found.push(name.value) });
  return found;
}

interface CompletionOptions {
  readonly schema: GraphQLSchema;
  readonly requirements: Requirements;
}

/**
 * Asks for what conditional fields require without their conditions. @query-planner 2.14 makes one fetch of all fields of a subgraph, which then needs
 * what each of them requires: without it that fetch would bring nothing, not even the fields that are asked for.
 */
export function withRequirements(document: DocumentNode, { schema, requirements }: CompletionOptions): DocumentNode {
  if (requirements.size === 0) return document;
  const fragments = new Map(document.definitions.flatMap((definition) => (definition.kind === Kind.FRAGMENT_DEFINITION ? [[definition.name.value, definition]] : [])));
  const complete = createCompletion({ schema, requirements, fragments });
  return {
    ...document,
    definitions: document.definitions.map((definition) => {
      if (definition.kind !== Kind.OPERATION_DEFINITION && definition.kind !== Kind.FRAGMENT_DEFINITION) return definition;
      const type = definition.kind === Kind.OPERATION_DEFINITION ? schema.getRootType(definition.operation) : schema.getType(definition.typeCondition.name.value);
      return isCompositeType(type) ? { ...definition, selectionSet: complete(definition.selectionSet, type) } : definition;
    }),
  };
}

function createCompletion({ schema, requirements, fragments }: CompletionOptions & { readonly fragments: ReadonlyMap<string, FragmentDefinitionNode> }) {
  const typeNamed = (name: string | undefined, otherwise: GraphQLCompositeType): GraphQLCompositeType => {
    const type = name === undefined ? otherwise : schema.getType(name);
    return isCompositeType(type) ? type : otherwise;
  };

  /** What the conditional fields of a selection set require, those in its fragments among them. */
  const needs = (set: SelectionSetNode, type: GraphQLCompositeType, isConditional: boolean): readonly InlineFragmentNode[] => set.selections.flatMap((selection) => {
    const isMaybe = isConditional || has(selection, ['skip', 'include']);
    if (selection.kind === Kind.FIELD) return isMaybe ? requiredBy(type, selection.name.value) : [];
    const fragment = selection.kind === Kind.INLINE_FRAGMENT ? selection : fragments.get(selection.name.value);
    // What comes later requires things later.
    if (fragment === undefined || has(selection, ['defer'])) return [];
    const within = typeNamed(fragment.typeCondition?.name.value, type);
    const inner = needs(fragment.selectionSet, within, isMaybe);
    return inner.length === 0 ? [] : [on(within, { kind: Kind.SELECTION_SET, selections: inner })];
  });

  const requiredBy = (type: GraphQLCompositeType, field: string): readonly InlineFragmentNode[] =>
    [type, ...(isAbstractType(type) ? schema.getPossibleTypes(type) : [])].flatMap((kind) => {
      const required = requirements.get(`${kind.name}.${field}`);
      return required === undefined ? [] : [on(kind, required)];
    });

  const completed = (set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode => {
    const inner = below(set, type);
    return { ...inner, selections: [...inner.selections, ...needs(set, type, false)] };
  };

  /** The same selection set, with those of its fields completed. */
  const below = (set: SelectionSetNode, type: GraphQLCompositeType): SelectionSetNode => ({ ...set, selections: set.selections.map((selection) => {
    if (selection.kind === Kind.FRAGMENT_SPREAD || selection.selectionSet === undefined) return selection;
    if (selection.kind === Kind.INLINE_FRAGMENT) return { ...selection, selectionSet: (has(selection, ['defer']) ? completed : below)(selection.selectionSet, typeNamed(selection.typeCondition?.name.value, type)) };
    const field = 'getFields' in type ? type.getFields()[selection.name.value] : undefined;
    const returned = field === undefined ? undefined : getNamedType(field.type);
    return isCompositeType(returned) ? { ...selection, selectionSet: completed(selection.selectionSet, returned) } : selection;
  }) });

  return completed;
}

const has = ({ directives = [] }: SelectionNode, directiveNamed: readonly string[]): boolean => directives.some(({ name }) => directiveNamed.includes(name.value));

const on = (type: GraphQLCompositeType, selectionSet: SelectionSetNode): InlineFragmentNode =>
  ({ kind: Kind.INLINE_FRAGMENT, typeCondition: { kind: Kind.NAMED_TYPE, name: { kind: Kind.NAME, value: type.name } }, selectionSet });
