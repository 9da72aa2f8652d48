import { Kind, type DocumentNode, type FieldNode, type GraphQLSchema } from 'graphql';
import { createDataKeys, type DataKey } from './data-keys.ts';
import { guardedFields, type Guard, type GuardTable } from '../authorisation/guards.ts';
import type { OperationDocument } from './operation-document.ts';
import { createToResponsePath, type ToResponsePath } from './response-path.ts';
import { compileVariables, type CoerceVariables } from './variables.ts';

/** A valid operation with what is known of it before planning. */
export interface CheckedOperation {
  readonly document: OperationDocument;
  readonly schema: GraphQLSchema;
  readonly dataKey: DataKey;
  readonly guarded: ReadonlyMap<FieldNode, readonly Guard[]>;
  readonly toResponsePath: ToResponsePath;
  readonly coerce: CoerceVariables;
}

interface CheckOptions {
  readonly schema: GraphQLSchema;
  readonly guards: GuardTable;
  readonly requiredWithArguments: ReadonlySet<string>;
}

/** Looks through a valid operation once. */
export function checkOperation(document: OperationDocument, { schema, guards, requiredWithArguments }: CheckOptions): CheckedOperation {
  const { operation, fragments } = document;
  const only: DocumentNode = { kind: Kind.DOCUMENT, definitions: [operation, ...fragments.values()] };
  const dataKey = createDataKeys(only, requiredWithArguments);
  return {
    document,
    schema,
    dataKey,
    guarded: guardedFields(only, schema, guards),
    toResponsePath: createToResponsePath(document, dataKey),
    coerce: compileVariables(schema, operation),
  };
}
