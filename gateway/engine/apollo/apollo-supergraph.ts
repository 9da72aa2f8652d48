import { Kind, parse, print, visit, type ConstDirectiveNode, type DirectiveNode, type DocumentNode } from 'graphql';
import { withoutIdleKeys } from '../idle-keys.ts';
import { createDirectiveNaming, textArgument } from '../supergraph-features.ts';

/** What the engine enforces before Apollo's gateway sees an operation. */
const enforced = ['authenticated', 'requiresScopes', 'policy'];

/** What Apollo's gateway runs, of the features that a supergraph says it needs. */
const supported = new Set(['link', 'core', 'join', 'tag', 'inaccessible']);

/**
 * The supergraph that Apollo's gateway starts on: without the directives of authorisation, which are enforced before planning.
 * @throws Error that names the features that it does not run
 */
export function supergraphForApollo(supergraphSdl: string): string {
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const needed = linksOf(supergraph).filter((link) => textArgument(link, 'url') !== undefined && enumArgument(link, 'for') !== undefined).map(featureOf);
  const unknown = needed.filter((feature) => !supported.has(feature) && !enforced.includes(feature));
  if (unknown.length > 0) throw new Error(`ENGINE=apollo cannot serve this graph: Apollo's gateway does not know ${unknown.map((feature) => `@${feature}`).join(', ')}. Use ENGINE=own.`);
  return print(withoutIdleKeys(without(supergraph, enforced)));
}

function without(supergraph: DocumentNode, features: readonly string[]): DocumentNode {
  const nameOf = createDirectiveNaming(supergraph);
  const names = new Set(features.map((feature) => nameOf(feature)));
  const isOfFeature = (name: string): boolean => names.has(name) || [...names].some((prefix) => name.startsWith(`${prefix}__`));
  return visit(supergraph, {
    Directive: (directive) => (names.has(directive.name.value) || (directive.name.value === 'link' && features.includes(featureOf(directive))) ? null : undefined),
    DirectiveDefinition: ({ name }) => (isOfFeature(name.value) ? null : undefined),
    ScalarTypeDefinition: ({ name }) => (isOfFeature(name.value) ? null : undefined),
  });
}

const linksOf = ({ definitions }: DocumentNode): readonly ConstDirectiveNode[] =>
  definitions
    .flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? definition.directives ?? [] : []))
    .filter(({ name }) => name.value === 'link');

/** The name in `https://…/name/v1.0`. */
const featureOf = (link: DirectiveNode): string => textArgument(link, 'url')?.split('/').at(-2) ?? '';

function enumArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = directive.arguments?.find((given) => given.name.value === name)?.value;
  return value?.kind === Kind.ENUM ? value.value : undefined;
}
