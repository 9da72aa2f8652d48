import type { DocumentNode, GraphQLError } from 'graphql';
import type { ValidDocument } from '../document/valid-document.ts';
import type { QueryPlan } from '../plan.ts';

/** The text of a client, not yet read. */
export interface DocumentRequest {
  readonly query: string;
  readonly operationName?: string | null;
}

/** Makes plans of what clients send, over one supergraph. At once in the thread that asks, later from another one. */
export interface Planning {
  /** Parses, bounds and validates a document. @throws DomainError when nobody could look at it, see `plan` */
  check(request: DocumentRequest): Checked | Promise<Checked>;
  /**
   * Plans the only operation of a valid document.
   * @throws DomainError QUERY_TOO_COMPLEX when it takes too long, UNAVAILABLE when too many wait; Error when no plan answers it
   */
  plan(document: DocumentNode): QueryPlan | Promise<QueryPlan>;
  /** Gives its means back once nobody waits for it. What is asked later is still answered. */
  release(): void;
}

/** A document that may run, or why it may not. */
export type Checked = CheckedDocument | readonly GraphQLError[];

/** A document that may run. */
export interface CheckedDocument extends ValidDocument {
  /** The plan of the whole operation, if it was made along with the check. */
  readonly plan: QueryPlan | null;
  /** Reads it once more from texts, which take far less room than what is read. Null when all of it would have to be done again. */
  readonly again: (() => Checked) | null;
}
