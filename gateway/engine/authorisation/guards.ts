import { getNamedType, isTypeDefinitionNode, Kind, TypeInfo, visit, visitWithTypeInfo, type DirectiveNode, type DocumentNode, type FieldNode, type GraphQLSchema, type ValueNode } from 'graphql';
import type { Principal } from '#kernel/principal';
import { argumentValue, directiveNames } from '../supergraph-features.ts';

/** One condition on the principal. The same condition is the same object wherever the schema names it. */
export interface Guard {
  allows(principal: Principal | null): boolean;
}

/** What the directives `@authenticated`, `@requiresScopes` and `@policy` of a supergraph ask for; all guards of an element must allow. */
export interface GuardTable {
  readonly types: ReadonlyMap<string, readonly Guard[]>;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, readonly Guard[]>;
}

/** Reads the guards of a supergraph. An interface has those of its implementations: composition gave them to it. */
export function readGuards(supergraph: DocumentNode): GuardTable {
  const guardsOf = createGuardReader(supergraph);
  const types = new Map<string, readonly Guard[]>();
  const fields = new Map<string, readonly Guard[]>();
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    types.set(definition.name.value, guardsOf(definition.directives));
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) fields.set(`${definition.name.value}.${field.name.value}`, guardsOf(field.directives));
  }
  return { types, fields };
}

/** The guards of each field that a document selects: those of the type it is on, of the field, and of the type it returns. Fields without guards are left out. */
export function guardedFields(document: DocumentNode, schema: GraphQLSchema, { types, fields }: GuardTable): ReadonlyMap<FieldNode, readonly Guard[]> {
  const guarded = new Map<FieldNode, readonly Guard[]>();
  const typeInfo = new TypeInfo(schema);
  const enter = (node: FieldNode): void => {
    const parent = typeInfo.getParentType();
    const type = typeInfo.getType();
    if (parent === undefined || parent === null || type === undefined || type === null) return;
    const guards = [types.get(parent.name), fields.get(`${parent.name}.${node.name.value}`), types.get(getNamedType(type).name)].flatMap((some) => some ?? []);
    if (guards.length > 0) guarded.set(node, [...new Set(guards)]);
  };
  visit(document, visitWithTypeInfo(typeInfo, { Field: enter }));
  return guarded;
}

function createGuardReader(supergraph: DocumentNode): (directives: readonly DirectiveNode[] | undefined) => readonly Guard[] {
  const names = directiveNames(supergraph);
  const known = new Map<string, Guard>();
  const shared = (key: string, create: () => Guard): Guard => {
    const guard = known.get(key) ?? create();
    known.set(key, guard);
    return guard;
  };
  const guardOf = (directive: DirectiveNode): Guard | undefined => {
    switch (directive.name.value) {
      case names.authenticated: return shared('authenticated', () => ({ allows: (principal) => principal !== null }));
      case names.requiresScopes: {
        const scopes = listOfLists(argumentValue(directive, 'scopes'));
        return shared(`scopes ${JSON.stringify(scopes)}`, () => scopesGuard(scopes));
      }
      // Nobody evaluates policies yet: an unknown answer is a refusal.
      case names.policy: return shared('policy', () => ({ allows: () => false }));
      default: return undefined;
    }
  };
  return (directives = []) => directives.map(guardOf).filter((guard) => guard !== undefined);
}

/** One of the lists must be held whole. */
const scopesGuard = (alternatives: readonly (readonly string[])[]): Guard => ({
  allows(principal) {
    if (principal === null) return false;
    const held: ReadonlySet<string> = principal.scopes;
    return alternatives.some((scopes) => scopes.every((scope) => held.has(scope)));
  },
});

const listOfLists = (value: ValueNode | undefined): readonly (readonly string[])[] => items(value).map((inner) => items(inner).flatMap((scope) => (scope.kind === Kind.STRING ? [scope.value] : [])));

const items = (value: ValueNode | undefined): readonly ValueNode[] => (value?.kind === Kind.LIST ? value.values : []);
