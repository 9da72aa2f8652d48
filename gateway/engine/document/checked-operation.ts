import type { FieldNode, GraphQLSchema } from 'graphql';
import { createDataKeys, type DataKey } from './data-keys.ts';
import { guardedFields } from '../authorisation/guarded-fields.ts';
import { compileGuardsOfInputs, type GuardsOfInputs } from '../authorisation/guarded-inputs.ts';
import type { Guard } from '../authorisation/guards.ts';
import { compileCost, type CostOfOperation } from '../cost/compile-cost.ts';
import type { SchemaRules } from '../schema-rules.ts';
import { documentOf, type OperationDocument } from './operation-document.ts';
import type { Requirements } from './requirements.ts';
import { createToResponsePath, type ToResponsePath } from './response-path.ts';
import { compileVariables, type CoerceVariables } from './variables.ts';

/** A valid operation with what is known of it before planning. */
export interface CheckedOperation {
  readonly document: OperationDocument;
  readonly schema: GraphQLSchema;
  readonly dataKey: DataKey;
  readonly requirements: Requirements;
  readonly guarded: ReadonlyMap<FieldNode, readonly Guard[]>;
  /** Null when nothing that it can be given is guarded. */
  readonly guardsOfInputs: GuardsOfInputs | null;
  readonly cost: CostOfOperation;
  readonly toResponsePath: ToResponsePath;
  readonly coerce: CoerceVariables;
}

interface CheckOptions {
  readonly schema: GraphQLSchema;
  readonly rules: SchemaRules;
}

/** Looks through a valid operation once. */
export function checkOperation(document: OperationDocument, { schema, rules }: CheckOptions): CheckedOperation {
  const dataKey = createDataKeys(document, rules.requiredWithArguments);
  return {
    document,
    schema,
    dataKey,
    requirements: rules.requirements,
    guarded: guardedFields(documentOf(document), schema, rules.guards),
    guardsOfInputs: compileGuardsOfInputs(document, { schema, guards: rules.guards }),
    cost: compileCost(document, schema, rules.costs),
    toResponsePath: createToResponsePath(document, dataKey),
    coerce: compileVariables(schema, document.operation),
  };
}
