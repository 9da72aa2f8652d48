import { Kind, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql';

type Feature = 'tag' | 'inaccessible' | 'authenticated' | 'requiresScopes' | 'policy';

/** The directives of a supergraph by the feature that they belong to, because a supergraph may rename them in its `@link`. */
export function directiveNames({ definitions }: DocumentNode): Readonly<Record<Feature, string>> {
  const names: Record<Feature, string> = {
    tag: 'tag', inaccessible: 'inaccessible', authenticated: 'authenticated', requiresScopes: 'requiresScopes', policy: 'policy',
  };
  const links = definitions
    .flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? definition.directives ?? [] : []))
    .filter(({ name }) => name.value === 'link');
  for (const link of links) {
    const feature = featureOf(textArgument(link, 'url') ?? '');
    const alias = textArgument(link, 'as');
    if (feature !== undefined && alias !== undefined) names[feature] = alias;
  }
  return names;
}

const features: readonly Feature[] = ['tag', 'inaccessible', 'authenticated', 'requiresScopes', 'policy'];

const featureOf = (url: string): Feature | undefined => features.find((feature) => url.includes(`/${feature}/v`));

/** The text that a directive was given for an argument. */
export function textArgument(directive: DirectiveNode, name: string): string | undefined {
  const value = argumentValue(directive, name);
  return value?.kind === Kind.STRING ? value.value : undefined;
}

/** What a directive was given for an argument. */
export const argumentValue = (directive: DirectiveNode, name: string): ValueNode | undefined => directive.arguments?.find((given) => given.name.value === name)?.value;
