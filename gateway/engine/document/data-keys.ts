import { Kind, parse, visit, type DocumentNode, type FieldNode } from 'graphql';
import { responseKey } from './operation-document.ts';

/** The key under which the data of a field is fetched and merged; the answer has it under its response key. */
export type DataKey = (field: FieldNode) => string;

/** Names that the prototype of every object has (`__proto__`, `constructor`, `toString`): data under them would be mistaken for its members. */
const isObjectMember = (key: string): boolean => key in Object.prototype;

/** `__typename` tells the type of an object, whatever else a client would call so. */
const isFalseTypename = (field: FieldNode): boolean => responseKey(field) === '__typename' && field.name.value !== '__typename';

/**
 * The data keys of a document. They differ from the response keys for names that are members of every object, for `__typename` as an alias, and for
 * fields with arguments that some `@requires` also selects with arguments: the planner would take one for the other.
 */
export function createDataKeys(document: DocumentNode, requiredWithArguments: ReadonlySet<string>): DataKey {
  const isRekeyed = (field: FieldNode): boolean =>
    isObjectMember(responseKey(field)) || isFalseTypename(field) || (requiredWithArguments.has(field.name.value) && (field.arguments ?? []).length > 0);
  let suffix: string | undefined;
  return (field) => {
    if (!isRekeyed(field)) return responseKey(field);
    suffix ??= unusedSuffix(document);
    return `${responseKey(field)}${suffix}`;
  };
}

/** The names of fields that some `@requires` of a supergraph selects with arguments. */
export function fieldsRequiredWithArguments(supergraph: DocumentNode): ReadonlySet<string> {
  const names = new Set<string>();
  const selections: string[] = [];
  visit(supergraph, {
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'join__field') return;
      for (const argument of given) {
        if (argument.name.value === 'requires' && argument.value.kind === Kind.STRING) selections.push(argument.value.value);
      }
    },
  });
  for (const selection of selections) {
    visit(parse(`{${selection}}`, { noLocation: true }), {
      Field({ name, arguments: given = [] }) {
        if (given.length > 0) names.add(name.value);
      },
    });
  }
  return names;
}

/** A suffix that no name of the document ends with, so that no data key meets another. */
function unusedSuffix(document: DocumentNode): string {
  const names: string[] = [];
  visit(document, { Name({ value }) { names.push(value); } });
  let suffix = '_c';
  while (names.some((name) => name.endsWith(suffix))) suffix += 'c';
  return suffix;
}
