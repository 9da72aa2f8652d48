import { getNamedType, isAbstractType, isCompositeType, type GraphQLCompositeType, type GraphQLSchema } from 'graphql';

/** What there is to know of the types of a schema on the way through selections. */
export interface TypeLookup {
  /** Null when there is no type of that name that has selections. */
  named(name: string | undefined): GraphQLCompositeType | null;
  /** The type of what is below a field; null when nothing can be selected there. */
  below(type: GraphQLCompositeType, field: string): GraphQLCompositeType | null;
  /** The type itself and, when it is abstract, all that may stand in its place. */
  kindsOf(type: GraphQLCompositeType): readonly GraphQLCompositeType[];
  /** True when one may stand in the place of the other. */
  areRelated(one: GraphQLCompositeType, other: GraphQLCompositeType): boolean;
}

/** Looks types up in one schema. */
export function createTypeLookup(schema: GraphQLSchema): TypeLookup {
  const kindsOf = (type: GraphQLCompositeType): readonly GraphQLCompositeType[] => (isAbstractType(type) ? [type, ...schema.getPossibleTypes(type)] : [type]);
  const compositeOrNull = (type: unknown): GraphQLCompositeType | null => (isCompositeType(type) ? type : null);
  return {
    named: (name) => (name === undefined ? null : compositeOrNull(schema.getType(name))),
    below(type, name) {
      const field = 'getFields' in type ? type.getFields()[name] : undefined;
      return field === undefined ? null : compositeOrNull(getNamedType(field.type));
    },
    kindsOf,
    areRelated: (one, other) => kindsOf(one).includes(other) || kindsOf(other).includes(one),
  };
}
