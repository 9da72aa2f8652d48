import { Kind, parse, print, visit, type ConstDirectiveNode, type DefinitionNode, type DocumentNode } from 'graphql';
import { directiveNames, textArgument } from './supergraph-features.ts';

const feature = `
  extend schema @link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)
  directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ARGUMENT_DEFINITION | SCALAR | ENUM | ENUM_VALUE | INPUT_OBJECT | INPUT_FIELD_DEFINITION
`;

interface Tagged {
  readonly directives?: readonly ConstDirectiveNode[] | undefined;
}

/** The supergraph whose elements tagged `internal` are inaccessible: what its API schema then shows is what clients may see. */
export function publicSupergraphSdl(supergraph: DocumentNode): string {
  const names = directiveNames(supergraph);
  const inaccessible: ConstDirectiveNode = { kind: Kind.DIRECTIVE, name: { kind: Kind.NAME, value: names.inaccessible } };

  const hideInternal = <TNode extends Tagged>(node: TNode): TNode | undefined => {
    const { directives = [] } = node;
    const isInternal = directives.some((directive) => directive.name.value === names.tag && textArgument(directive, 'name') === 'internal');
    if (!isInternal || directives.some(({ name }) => name.value === names.inaccessible)) return undefined;
    return { ...node, directives: [...directives, inaccessible] };
  };
  const hidden = visit(supergraph, {
    ScalarTypeDefinition: hideInternal,
    ObjectTypeDefinition: hideInternal,
    InterfaceTypeDefinition: hideInternal,
    UnionTypeDefinition: hideInternal,
    EnumTypeDefinition: hideInternal,
    InputObjectTypeDefinition: hideInternal,
    FieldDefinition: hideInternal,
    InputValueDefinition: hideInternal,
    EnumValueDefinition: hideInternal,
  });

  const isKnown = hidden.definitions.some((definition) => definition.kind === Kind.DIRECTIVE_DEFINITION && definition.name.value === names.inaccessible);
  const added: readonly DefinitionNode[] = isKnown ? [] : parse(feature, { noLocation: true }).definitions;
  return print({ ...hidden, definitions: [...hidden.definitions, ...added] });
}
