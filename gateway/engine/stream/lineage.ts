import type { GraphQLError } from 'graphql';
import type { RunnableOperation } from '../runnable-operation.ts';

/** Where an open stream finds its operation after a reload. */
export interface Lineage {
  /** The number of the generation that answers new requests. */
  generation(): number;
  /** The operation in that generation, or why it is none there. */
  renew(): Promise<RunnableOperation | readonly GraphQLError[]>;
}
