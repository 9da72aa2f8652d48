import { visit, type ConstDirectiveNode, type DocumentNode } from 'graphql';
import { graphOf, isIdle, isSet, selectionSetOf } from './mending/join-spec.ts';
import { textArgument } from './supergraph-features.ts';

/**
 * The supergraph without keys that a subgraph cannot resolve where it has others that it can: @query-planner 2.14 comes back to a subgraph, with what a
 * field requires, by any of its keys. Keys with external fields stay, because nothing else may use these.
 */
export function withoutIdleKeys(supergraph: DocumentNode): DocumentNode {
  const external = externalFields(supergraph);
  const withoutIdle = <TNode extends { readonly directives?: readonly ConstDirectiveNode[] | undefined }>(node: TNode): TNode | undefined => {
    const { directives = [] } = node;
    const resolving = new Set(directives.filter((directive) => isKey(directive) && !isIdle(directive)).map(graphOf));
    const isNeedless = (directive: ConstDirectiveNode): boolean =>
      isKey(directive) && isIdle(directive) && resolving.has(graphOf(directive)) && !fieldsOf(directive).some((field) => external.has(`${graphOf(directive)}.${field}`));
    return directives.some(isNeedless) ? { ...node, directives: directives.filter((directive) => !isNeedless(directive)) } : undefined;
  };
  return visit(supergraph, { ObjectTypeDefinition: withoutIdle, InterfaceTypeDefinition: withoutIdle });
}

/** Names of fields that are external in a graph, as `GRAPH.field`, whatever type they are on. */
function externalFields(supergraph: DocumentNode): ReadonlySet<string> {
  const external = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ name, directives = [] }) {
      for (const directive of directives) if (directive.name.value === 'join__field' && isSet(directive, 'external')) external.add(`${graphOf(directive)}.${name.value}`);
    },
  });
  return external;
}

const isKey = (directive: ConstDirectiveNode): boolean => directive.name.value === 'join__type' && textArgument(directive, 'key') !== undefined;

const fieldsOf = (directive: ConstDirectiveNode): readonly string[] => {
  const fields: string[] = [];
  visit(selectionSetOf(textArgument(directive, 'key') ?? ''), { Field: ({ name }) => void fields.push(name.value) });
  return fields;
};
