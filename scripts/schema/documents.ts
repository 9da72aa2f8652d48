import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parse, TypeInfo, visit, visitWithTypeInfo, getNamedType, type DocumentNode, type GraphQLSchema } from 'graphql';

/** A document that is in use, by a name that people recognise. */
export interface UsedDocument {
  readonly name: string;
  readonly document: DocumentNode;
}

/** The documents that this repository ships: all GraphQL files of these folders that are no schema. Fragments of one file may stand in another. */
export function repositoryDocuments(root: string): readonly UsedDocument[] {
  return ['subgraphs', 'rest-compat'].flatMap((folder) => readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.graphql') && path.basename(file) !== 'schema.graphql')
    .map((file) => ({ name: path.join(folder, file), document: parse(readFileSync(path.join(root, folder, file), 'utf8')) })));
}

/** The documents of a manifest: Apollo's `operations`, or an object of texts by id. @throws Error when it is neither */
export function manifestDocuments(file: string): readonly UsedDocument[] {
  const content: unknown = JSON.parse(readFileSync(file, 'utf8'));
  if (typeof content !== 'object' || content === null) throw new Error(`${file} is no manifest`);
  const texts = 'operations' in content && Array.isArray(content.operations)
    ? content.operations.map((operation: { readonly name?: string; readonly id?: string; readonly body?: string }) => [operation.name ?? operation.id ?? '?', operation.body] as const)
    : Object.entries(content);
  return texts.map(([name, text]) => {
    if (typeof text !== 'string') throw new Error(`${file}: ${name} has no text`);
    return { name: `${path.basename(file)} ${name}`, document: parse(text) };
  });
}

/** What a document uses of a schema: types, `Type.field`, `Type.field(argument)` and fields of input objects. */
export function coordinatesOf({ document }: UsedDocument, schema: GraphQLSchema): ReadonlySet<string> {
  const used = new Set<string>();
  const info = new TypeInfo(schema);
  visit(document, visitWithTypeInfo(info, {
    Field({ name, arguments: given = [] }) {
      const parent = info.getParentType();
      const type = info.getType();
      if (parent) used.add(parent.name).add(`${parent.name}.${name.value}`);
      if (parent) for (const argument of given) used.add(`${parent.name}.${name.value}(${argument.name.value})`);
      if (type) used.add(getNamedType(type).name);
    },
    Argument() {
      const type = info.getInputType();
      if (type) used.add(getNamedType(type).name);
    },
    ObjectField({ name }) {
      const parent = info.getParentInputType();
      if (parent) used.add(`${getNamedType(parent).name}.${name.value}`);
    },
    NamedType({ name }) {
      used.add(name.value);
    },
  }));
  return used;
}
