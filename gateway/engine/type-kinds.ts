import { isAbstractType, isInterfaceType, isObjectType, type GraphQLSchema } from 'graphql';

/** True when an object of the type `name` is one of `condition`: the same type, or an interface or union that has it. Unknown names are nothing. */
export type IsKindOf = (name: string, condition: string) => boolean;

/** Decides over one schema. */
export function createIsKindOf(schema: GraphQLSchema): IsKindOf {
  return (name, condition) => {
    if (name === condition) return schema.getType(name) !== undefined;
    const type = schema.getType(name);
    const wanted = schema.getType(condition);
    return wanted !== undefined && isAbstractType(wanted) && (isObjectType(type) || isInterfaceType(type)) && schema.isSubType(wanted, type);
  };
}
