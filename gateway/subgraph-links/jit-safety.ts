import {
  BREAK, getNamedType, isInputObjectType, isScalarType, isSpecifiedScalarType, Kind, TypeInfo, visit, visitWithTypeInfo,
  type ASTNode, type DocumentNode, type GraphQLSchema, type TypeNode,
} from 'graphql';
import { hasConditionalTwins } from './conditional-twins.ts';

/**
 * graphql-jit 0.8.9 writes literal arguments into the source of the function it makes, and replaces strings that hold this mark by code:
 * a client could run anything.
 */
const codeMark = '__MAGIC_';

const literalKinds: ReadonlySet<Kind> = new Set([Kind.STRING, Kind.INT, Kind.FLOAT, Kind.BOOLEAN, Kind.ENUM, Kind.OBJECT]);

/**
 * True when graphql-jit may compile this document: no literal can become code, none belongs to a custom scalar, whose parsed value (a Buffer,
 * a Date) need not survive being written as source, no variable has a type that holds itself, which would be unfolded without end, there are
 * no named fragments, whose second spread it ignores, and no object is selected twice of which one may be left out.
 */
export function isJitSafe(schema: GraphQLSchema, document: DocumentNode): boolean {
  const typeInfo = new TypeInfo(schema);
  let safe = true;
  const enter = (node: ASTNode): unknown => {
    safe = !isUnsafe(node, schema) && !isUnsafeLiteral(node, typeInfo);
    return safe ? undefined : BREAK;
  };
  visit(document, visitWithTypeInfo(typeInfo, { enter }));
  return safe;
}

function isUnsafe(node: ASTNode, schema: GraphQLSchema): boolean {
  if (node.kind === Kind.OPERATION_DEFINITION) return hasConditionalTwins([node.selectionSet]);
  if (node.kind === Kind.VARIABLE_DEFINITION) return isRecursive(schema.getType(nameOf(node.type)), []);
  return node.kind === Kind.FRAGMENT_SPREAD;
}

function isUnsafeLiteral(node: ASTNode, typeInfo: TypeInfo): boolean {
  if (!literalKinds.has(node.kind)) return false;
  if (node.kind === Kind.STRING && node.value.includes(codeMark)) return true;
  const type = typeInfo.getInputType();
  if (type === undefined || type === null) return true;
  const named = getNamedType(type);
  return isScalarType(named) && !isSpecifiedScalarType(named);
}

function isRecursive(type: unknown, within: readonly unknown[]): boolean {
  return isInputObjectType(type) && (within.includes(type) || Object.values(type.getFields()).some((field) => isRecursive(getNamedType(field.type), [...within, type])));
}

const nameOf = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : nameOf(type.type));
