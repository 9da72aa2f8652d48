import { validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import { validationRules } from './incremental/defer-rules.ts';
import { refusedVariable, selectOperation, type OperationDocument } from './document/operation-document.ts';

/** The operation of a trusted document. @throws Error when it does not fit the schema: a fault of the program */
export function trustedOperation(document: DocumentNode, schema: GraphQLSchema): OperationDocument {
  const errors = validate(schema, document, validationRules);
  if (errors.length > 0) throw new Error(`A trusted document does not fit the graph:\n${errors.map(({ message }) => `- ${message}`).join('\n')}`);
  const selected = selectOperation(document, null);
  if (!('operation' in selected)) throw selected;
  const refused = refusedVariable(selected);
  if (refused !== null) throw refused;
  return selected;
}
