import { specifiedRules, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { GraphPort, PreparedOperation } from '#kernel/graph-port';
import { isData, type Data } from './data.ts';
import type { RequestVariables } from './graph-engine.ts';
import { refusedVariable, selectOperation, type OperationDocument } from './document/operation-document.ts';

type Compile = (document: OperationDocument) => PreparedOperation<Data, RequestVariables>;

/** The port for trusted documents; each is checked and planned when it is prepared for the first time. */
export function createGraphPort(schema: GraphQLSchema, compile: Compile): GraphPort {
  const prepared = new WeakMap<DocumentNode, PreparedOperation<Data, RequestVariables>>();

  const prepareNew = (document: DocumentNode): PreparedOperation<Data, RequestVariables> => {
    const errors = validate(schema, document, specifiedRules);
    if (errors.length > 0) throw new Error(`A trusted document does not fit the graph:\n${errors.map(({ message }) => `- ${message}`).join('\n')}`);
    const selected = selectOperation(document, null);
    if (!('operation' in selected)) throw selected;
    const refused = refusedVariable(selected);
    if (refused !== null) throw refused;
    const operation = compile(selected);
    prepared.set(document, operation);
    return operation;
  };

  return {
    prepare<TData, TVariables>(document: DocumentNode): PreparedOperation<TData, TVariables> {
      const operation = prepared.get(document) ?? prepareNew(document);
      const given = (variables: TVariables): RequestVariables => (isData(variables) ? variables : null);
      const typed = {
        execute: (variables: TVariables, context: Parameters<typeof operation.execute>[1]) => operation.execute(given(variables), context),
        executeToJson: (variables: TVariables, context: Parameters<typeof operation.execute>[1]) => operation.executeToJson(given(variables), context),
        subscribe: (variables: TVariables, context: Parameters<typeof operation.execute>[1]) => operation.subscribe(given(variables), context),
      };
      // The type of the document says what its answer holds: it was generated from the schema that the document was just checked against.
      // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no code could know TData
      return typed as PreparedOperation<TData, TVariables>;
    },
  };
}
