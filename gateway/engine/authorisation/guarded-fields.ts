import { getNamedType, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import type { Guard, GuardTable } from './guards.ts';

/**
 * The guards of each field that a document selects: those of the type it is on, of the field, and of the type it returns. Fields without guards are
 * left out, and so is `__typename`: who may see an object may see what it is.
 */
export function guardedFields(document: DocumentNode, schema: GraphQLSchema, { types, fields }: GuardTable): ReadonlyMap<FieldNode, readonly Guard[]> {
  const guarded = new Map<FieldNode, readonly Guard[]>();
  if (types.size === 0 && fields.size === 0) return guarded;
  const typeInfo = new TypeInfo(schema);
  const enter = (node: FieldNode): void => {
    const parent = typeInfo.getParentType();
    const type = typeInfo.getType();
    if (parent === undefined || parent === null || type === undefined || type === null || node.name.value === '__typename') return;
    const guards = [types.get(parent.name), fields.get(`${parent.name}.${node.name.value}`), types.get(getNamedType(type).name)].flatMap((some) => some ?? []);
    if (guards.length > 0) guarded.set(node, [...new Set(guards)]);
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: enter }));
  return guarded;
}
