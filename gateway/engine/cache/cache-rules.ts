import { isTypeDefinitionNode, Kind, type ConstDirectiveNode, type DirectiveNode, type DocumentNode } from 'graphql';
import { argumentValue, createDirectiveNaming, textArgument, textsArgument } from '../supergraph-features.ts';

/** What the cache directives of a supergraph say. By `Type` or `Type.field`. */
export interface CacheRules {
  readonly hints: ReadonlyMap<string, CacheHint>;
  /** Templates of the tags of what is answered there: `{name}` stands for a field of the object, or for an argument of the field. */
  readonly tags: ReadonlyMap<string, readonly string[]>;
  /** Templates of the tags that a mutation invalidates, with its arguments. */
  readonly invalidations: ReadonlyMap<string, readonly string[]>;
}

/** One `@cacheControl`. */
export interface CacheHint {
  /** Seconds; null when it says nothing of them. */
  readonly maxAge: number | null;
  readonly isPrivate: boolean;
  readonly inheritMaxAge: boolean;
}

/** Reads the rules of a supergraph; none when no subgraph links the feature `cache`. */
export function readCacheRules(supergraph: DocumentNode): CacheRules {
  const nameOf = createDirectiveNaming(supergraph);
  const names = { hint: nameOf('cache', 'cacheControl'), tag: nameOf('cache', 'cacheTag'), invalidate: nameOf('cache', 'cacheInvalidate') };
  const rules = { hints: new Map<string, CacheHint>(), tags: new Map<string, readonly string[]>(), invalidations: new Map<string, readonly string[]>() };
  const add = (key: string, directives: readonly ConstDirectiveNode[] = []): void => {
    const named = (name: string): readonly DirectiveNode[] => directives.filter((directive) => directive.name.value === name);
    const [hint] = named(names.hint);
    if (hint !== undefined) rules.hints.set(key, cacheHint(hint));
    const tags = named(names.tag).flatMap((directive) => textArgument(directive, 'name') ?? []);
    if (tags.length > 0) rules.tags.set(key, tags);
    const invalidated = named(names.invalidate).flatMap((directive) => textsArgument(directive, 'tags'));
    if (invalidated.length > 0) rules.invalidations.set(key, invalidated);
  };
  for (const definition of supergraph.definitions) {
    if (!isTypeDefinitionNode(definition)) continue;
    const name = definition.name.value;
    add(name, definition.directives);
    if (definition.kind !== Kind.OBJECT_TYPE_DEFINITION && definition.kind !== Kind.INTERFACE_TYPE_DEFINITION) continue;
    for (const field of definition.fields ?? []) add(`${name}.${field.name.value}`, field.directives);
  }
  return rules;
}

function cacheHint(directive: DirectiveNode): CacheHint {
  const maxAge = argumentValue(directive, 'maxAge');
  const scope = argumentValue(directive, 'scope');
  const inherit = argumentValue(directive, 'inheritMaxAge');
  return {
    maxAge: maxAge?.kind === Kind.INT ? Math.max(0, Number(maxAge.value)) : null,
    isPrivate: scope?.kind === Kind.ENUM && scope.value === 'PRIVATE',
    inheritMaxAge: inherit?.kind === Kind.BOOLEAN && inherit.value,
  };
}
