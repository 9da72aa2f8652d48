import type { DocumentNode } from 'graphql';
import type { GraphPort, PreparedOperation } from '#kernel/graph-port';
import { isData } from './data.ts';
import type { RequestVariables } from './graph-engine.ts';
import type { RunnableOperation } from './runnable-operation.ts';

/** The trusted documents of a program, each in the generation that is current. */
export interface TrustedDocuments {
  readonly port: GraphPort;
  /** All documents so far. */
  documents(): readonly DocumentNode[];
  /** The operation of a document as it is now. */
  operation(document: DocumentNode): RunnableOperation;
  /** Goes over to the operations of another generation, all at once. */
  adopt(operations: ReadonlyMap<DocumentNode, RunnableOperation>): void;
}

/** The port for trusted documents; `trust` checks each when it is prepared for the first time. */
export function createTrustedDocuments(trust: (document: DocumentNode) => () => RunnableOperation): TrustedDocuments {
  const prepared = new Map<DocumentNode, { operation: () => RunnableOperation }>();

  const handleOf = (document: DocumentNode): { operation: () => RunnableOperation } => {
    const known = prepared.get(document);
    if (known !== undefined) return known;
    const handle = { operation: trust(document) };
    prepared.set(document, handle);
    return handle;
  };

  return {
    port: {
      prepare<TData, TVariables>(document: DocumentNode): PreparedOperation<TData, TVariables> {
        const handle = handleOf(document);
        const given = (variables: TVariables): RequestVariables => (isData(variables) ? variables : null);
        const typed: PreparedOperation<unknown, TVariables> = {
          execute: (variables, context) => handle.operation().execute(given(variables), context),
          executeToJson: (variables, context) => handle.operation().executeToJson(given(variables), context),
          subscribe: (variables, context) => handle.operation().subscribe(given(variables), context),
        };
        // The type of the document says what its answer holds: it was generated from the schema that the document was just checked against.
        // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- no code could know TData
        return typed as PreparedOperation<TData, TVariables>;
      },
    },
    documents: () => [...prepared.keys()],
    operation: (document) => handleOf(document).operation(),
    adopt(operations) {
      for (const [document, operation] of operations) handleOf(document).operation = () => operation;
    },
  };
}
