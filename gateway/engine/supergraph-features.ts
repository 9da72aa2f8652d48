import { Kind, type DirectiveNode, type DocumentNode, type ValueNode } from 'graphql';

/** The name that a directive of a feature has in one supergraph; left out, the directive is the one that is named like its feature. */
export type NameOfDirective = (feature: string, directive?: string) => string;

/** Finds directives by the feature that they belong to, because the `@link`s of a supergraph may rename them (specification: specs.apollo.dev/link/v1.0). */
export function createDirectiveNaming({ definitions }: DocumentNode): NameOfDirective {
  const links = definitions
    .flatMap((definition) => (definition.kind === Kind.SCHEMA_DEFINITION || definition.kind === Kind.SCHEMA_EXTENSION ? definition.directives ?? [] : []))
    .filter(({ name }) => name.value === 'link');
  return (feature, directive = feature) => {
    const link = links.find((candidate) => textArgument(candidate, 'url')?.includes(`/${feature}/v`));
    const prefix = link === undefined ? feature : textArgument(link, 'as') ?? feature;
    return (link === undefined ? undefined : importedName(link, directive)) ?? (directive === feature ? prefix : `${prefix}__${directive}`);
  };
}

type Feature = 'tag' | 'inaccessible' | 'authenticated' | 'requiresScopes' | 'policy';

/** The directives of a supergraph that say who sees what, by their feature. */
export function directiveNames(supergraph: DocumentNode): Readonly<Record<Feature, string>> {
  const nameOf = createDirectiveNaming(supergraph);
  return { tag: nameOf('tag'), inaccessible: nameOf('inaccessible'), authenticated: nameOf('authenticated'), requiresScopes: nameOf('requiresScopes'), policy: nameOf('policy') };
}

/** The name that `import: ["@directive"]` or `import: [{ name: "@directive", as: "@other" }]` gives. */
function importedName(link: DirectiveNode, directive: string): string | undefined {
  for (const item of listItems(argumentValue(link, 'import'))) {
    if (text(item) === `@${directive}`) return directive;
    if (item.kind !== Kind.OBJECT) continue;
    const field = (wanted: string): string | undefined => text(item.fields.find(({ name }) => name.value === wanted)?.value);
    if (field('name') === `@${directive}`) return field('as')?.slice(1) ?? directive;
  }
  return undefined;
}

/** The text that a directive was given for an argument. */
export const textArgument = (directive: DirectiveNode, name: string): string | undefined => text(argumentValue(directive, name));

/** What a directive was given for an argument. */
export const argumentValue = (directive: DirectiveNode, name: string): ValueNode | undefined => directive.arguments?.find((given) => given.name.value === name)?.value;

/** The texts of a list that a directive was given for an argument; none when it was not given. */
export const textsArgument = (directive: DirectiveNode, name: string): readonly string[] => listItems(argumentValue(directive, name)).flatMap((item) => text(item) ?? []);

/** The elements of a list; none of what is no list. */
export const listItems = (value: ValueNode | undefined): readonly ValueNode[] => (value?.kind === Kind.LIST ? value.values : []);

const text = (value: ValueNode | undefined): string | undefined => (value?.kind === Kind.STRING ? value.value : undefined);
