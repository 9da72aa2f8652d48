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
  /** Parses, bounds and validates a document; otherwise why it is refused. @throws DomainError when nobody could look at it, see `plan` */
  check(request: DocumentRequest): Checked | Promise<Checked>;
  /**
   * Plans the only operation of a valid document.
   * @throws DomainError QUERY_TOO_COMPLEX when it takes too long, UNAVAILABLE when too many wait; Error when no plan answers it
   */
  plan(document: DocumentNode): QueryPlan | Promise<QueryPlan>;
  /** Gives its means back once nobody waits for it. What is asked later is still answered. */
  release(): void;
}

type Checked = ValidDocument | readonly GraphQLError[];
