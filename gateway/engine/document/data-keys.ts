import { Kind, parse, visit, type DocumentNode, type FieldNode } from 'graphql';
import { documentOf, responseKey, type OperationDocument } from './operation-document.ts';

/** The key under which the data of a field is fetched and merged; the answer has it under its response key. */
export type DataKey = (field: FieldNode) => string;

/**
 * The data keys of a document: response keys, but with a suffix wherever a response key could pass for something else.
 * - Aliases: `id: name` would go out as the key of an entity, because the planner (@apollo/query-planner 2.14) takes whatever lies under that name.
 * - Fields with arguments that some `@requires` selects too, possibly with other arguments, for the same reason.
 * - Members of every object (`__proto__`, `constructor`, `toString`).
 */
export function createDataKeys(document: OperationDocument, requiredWithArguments: ReadonlySet<string>): DataKey {
  let suffix: string | undefined;
  return (field) => {
    const key = responseKey(field);
    const isPlain = key === field.name.value && !requiredWithArguments.has(key) && !(key in Object.prototype);
    return isPlain ? key : `${key}${suffix ??= unusedSuffix(document)}`;
  };
}

/** The names of fields that take arguments and that some `@requires` of a supergraph selects. */
export function fieldsRequiredWithArguments(supergraph: DocumentNode): ReadonlySet<string> {
  const withArguments = new Set<string>();
  const required = new Set<string>();
  visit(supergraph, {
    FieldDefinition({ name, arguments: parameters = [] }) {
      if (parameters.length > 0) withArguments.add(name.value);
    },
    Directive({ name, arguments: given = [] }) {
      if (name.value !== 'join__field') return;
      for (const { name: { value: argument }, value } of given) {
        if (argument === 'requires' && value.kind === Kind.STRING) addFieldNames(value.value, required);
      }
    },
  });
  return new Set([...withArguments].filter((name) => required.has(name)));
}

const addFieldNames = (selections: string, names: Set<string>): unknown => visit(parse(`{${selections}}`, { noLocation: true }), { Field: ({ name }) => void names.add(name.value) });

/** A suffix that no name of the document ends with, so that no data key meets another. */
function unusedSuffix(document: OperationDocument): string {
  const names: string[] = [];
  visit(documentOf(document), { Name: ({ value }) => void names.push(value) });
  let suffix = '_c';
  while (names.some((name) => name.endsWith(suffix))) suffix += 'c';
  return suffix;
}
