import { Kind, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql';

type Feature = 'tag' | 'inaccessible' | 'authenticated' | 'requiresScopes' | 'policy';

/** The directives of a supergraph by the feature that they belong to, because its `@link`s may rename them. */
export function directiveNames({ definitions }: DocumentNode): Readonly<Record<Feature, string>> {
  const links = definitions
    .flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? definition.directives ?? [] : []))
    .filter(({ name }) => name.value === 'link');
  const nameOf = (feature: Feature): string => {
    const link = links.find((candidate) => textArgument(candidate, 'url')?.includes(`/${feature}/v`));
    return (link === undefined ? undefined : importedName(link, feature) ?? textArgument(link, 'as')) ?? feature;
  };
  return { tag: nameOf('tag'), inaccessible: nameOf('inaccessible'), authenticated: nameOf('authenticated'), requiresScopes: nameOf('requiresScopes'), policy: nameOf('policy') };
}

/** The name that `import: [{ name: "@feature", as: "@other" }]` gives. */
function importedName(link: DirectiveNode, feature: Feature): string | undefined {
  const imports = argumentValue(link, 'import');
  if (imports?.kind !== Kind.LIST) return undefined;
  for (const item of imports.values) {
    if (item.kind !== Kind.OBJECT) continue;
    const field = (wanted: string): string | undefined => text(item.fields.find(({ name }) => name.value === wanted)?.value);
    if (field('name') === `@${feature}`) return field('as')?.slice(1);
  }
  return undefined;
}

/** The text that a directive was given for an argument. */
export const textArgument = (directive: DirectiveNode, name: string): string | undefined => text(argumentValue(directive, name));

/** What a directive was given for an argument. */
export const argumentValue = (directive: DirectiveNode, name: string): ValueNode | undefined => directive.arguments?.find((given) => given.name.value === name)?.value;

const text = (value: ValueNode | undefined): string | undefined => (value?.kind === Kind.STRING ? value.value : undefined);
