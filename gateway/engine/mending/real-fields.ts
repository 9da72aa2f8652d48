import { Kind, visit, type DocumentNode } from 'graphql';
import type { FetchPlan, RequiredSelection, Rewrite } from '../plan.ts';
import type { RequiredNames } from './required-names.ts';

/** A fetch of fields under names of ours as one of these fields, with their arguments; in representations they have their own names. */
export function withRealFields(fetch: FetchPlan, names: RequiredNames): FetchPlan {
  return names.size === 0 ? fetch : { ...fetch, document: documentOf(fetch.document, names), inputRewrites: [...fetch.inputRewrites, ...renamesOf(fetch.requires ?? [], names)] };
}

const documentOf = (document: DocumentNode, names: RequiredNames): DocumentNode => visit(document, {
  Field(field) {
    const real = names.get(field.name.value);
    return real === undefined ? undefined : { ...field, name: real.name, arguments: real.arguments, alias: field.alias ?? { kind: Kind.NAME, value: field.name.value } };
  },
});

/** Outermost last: what is below a field is looked for under the name that the field still has. */
const renamesOf = (sent: readonly RequiredSelection[], names: RequiredNames, path: readonly string[] = []): readonly Rewrite[] => sent.flatMap((selection): readonly Rewrite[] => {
  if (selection.kind === 'fragment') return renamesOf(selection.selections, names, path);
  const here = [...path, selection.key];
  const real = names.get(selection.key);
  return [...renamesOf(selection.selections ?? [], names, here), ...(real === undefined ? [] : [{ kind: 'rename' as const, path: here, key: real.name.value }])];
});
