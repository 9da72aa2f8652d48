import { isTypeDefinitionNode, Kind, type DirectiveNode, type DocumentNode } from 'graphql';
import type { Principal } from '#kernel/principal';
import { argumentValue, directiveNames, listItems } from '../supergraph-features.ts';
import type { MeetsPolicy } from './policies.ts';

/** One condition on the principal. The same condition is the same object wherever the schema names it. */
export interface Guard {
  allows(principal: Principal | null, meets: MeetsPolicy): boolean;
  /** Policies that it asks for. Without any, it says the same of a principal every time. */
  readonly policies: readonly string[];
}

/** What the directives `@authenticated`, `@requiresScopes` and `@policy` of a supergraph ask for; all guards of an element must allow. */
export interface GuardTable {
  /** Objects, interfaces, enums and scalars. */
  readonly types: ReadonlyMap<string, readonly Guard[]>;
  /** By `Type.field`. */
  readonly fields: ReadonlyMap<string, readonly Guard[]>;
  /** Every policy that the schema names. */
  readonly policies: ReadonlySet<string>;
}

/**
 * Reads the guards of a supergraph. What they mean for interfaces is composition's: it gives an interface, and each field of one, the guards of all
 * its implementations, and implementations those of their `@interfaceObject`.
 */
export function readGuards(supergraph: DocumentNode): GuardTable {
  const guardsOf = createGuardReader(supergraph);
  const types = new Map<string, readonly Guard[]>();
  const fields = new Map<string, readonly Guard[]>();
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const name = definition.name.value;
    add(types, name, guardsOf(definition.directives));
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) add(fields, `${name}.${field.name.value}`, guardsOf(field.directives));
  }
  return { types, fields, policies: new Set([...types.values(), ...fields.values()].flat().flatMap((guard) => guard.policies)) };
}

function add(table: Map<string, readonly Guard[]>, key: string, guards: readonly Guard[]): void {
  if (guards.length > 0) table.set(key, guards);
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
      case names.authenticated: return shared('authenticated', () => authenticated);
      case names.requiresScopes: return alternativesGuard(directive, 'scopes', scopesGuard);
      case names.policy: return alternativesGuard(directive, 'policies', policiesGuard);
      default: return undefined;
    }
  };
  const alternativesGuard = (directive: DirectiveNode, argument: string, create: (alternatives: Alternatives) => Guard): Guard => {
    const alternatives = listItems(argumentValue(directive, argument)).map((inner) => listItems(inner).flatMap((item) => (item.kind === Kind.STRING ? [item.value] : [])));
    return shared(`${argument} ${JSON.stringify(alternatives)}`, () => create(alternatives));
  };
  return (directives = []) => directives.map(guardOf).filter((guard) => guard !== undefined);
}

/** One of the lists must hold whole. */
type Alternatives = readonly (readonly string[])[];

const authenticated: Guard = { allows: (principal) => principal !== null, policies: [] };

const scopesGuard = (alternatives: Alternatives): Guard => ({
  allows(principal) {
    if (principal === null) return false;
    const held: ReadonlySet<string> = principal.scopes;
    return alternatives.some((scopes) => scopes.every((scope) => held.has(scope)));
  },
  policies: [],
});

const policiesGuard = (alternatives: Alternatives): Guard => ({
  allows: (principal, meets) => principal !== null && alternatives.some((policies) => policies.every(meets)),
  policies: alternatives.flat(),
});
