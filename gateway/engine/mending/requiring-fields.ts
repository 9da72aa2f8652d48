import type { DocumentNode, SelectionSetNode } from 'graphql';
import { fieldedTypes, graphOf, joinedField, joinsOf } from './join-spec.ts';

/** A field with what one subgraph requires for it. */
export interface RequiringField {
  readonly id: string;
  readonly type: string;
  readonly name: string;
  /** The name of the subgraph in `join__Graph`. */
  readonly graph: string;
  readonly requires: SelectionSetNode;
}

/** Names a field of a subgraph. */
export const fieldId = (graph: string, type: string, field: string): string => `${graph} ${type}.${field}`;

/** Reads every `@requires` of a supergraph. */
export const requiringFields = (supergraph: DocumentNode): readonly RequiringField[] => [...fieldedTypes(supergraph).values()].flatMap((owner) => (owner.fields ?? []).flatMap((field) => joinsOf(field, owner).flatMap((join) => {
  const { requires } = joinedField(join);
  const { value: type } = owner.name;
  const { value: name } = field.name;
  const graph = graphOf(join);
  return requires === null ? [] : [{ id: fieldId(graph, type, name), type, name, graph, requires }];
})));
