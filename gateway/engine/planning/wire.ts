import { GraphQLError, parse, print, type DocumentNode, type SourceLocation } from 'graphql';
import type { QueryPlan } from '../plan.ts';
import type { OperationLimits } from '../document/limits.ts';

/** What the planning thread is started with. */
export interface PlanningStart {
  readonly supergraphSdl: string;
  /** Whether it was read before, and need not be checked again. */
  readonly isKnown: boolean;
  readonly limits: OperationLimits;
  /** Milliseconds for one task. */
  readonly deadlineMs: number;
}

/** One thing to do. Documents travel as texts: reading a text is much quicker than copying its tree. */
export type PlanningTask =
  | { readonly kind: 'check'; readonly query: string; readonly operationName: string | null }
  | { readonly kind: 'plan'; readonly document: string }
  | { readonly kind: 'describe' };

/** What became of it. `ready` says that the supergraph is read, at first and once more after each `late`. */
export type PlanningReply =
  | { readonly kind: 'ready' }
  /** It took longer than it may. */
  | { readonly kind: 'late' }
  | { readonly kind: 'checked'; readonly errors: readonly WireError[]; readonly plan: string | null }
  | { readonly kind: 'planned'; readonly plan: string }
  | { readonly kind: 'described'; readonly publicSdl: string; readonly internalSdl: string }
  /** Refused when no plan answers the operation, for the reason in the message. */
  | { readonly kind: 'failed'; readonly message: string; readonly isRefused: boolean };

interface WireError {
  readonly message: string;
  readonly locations: readonly SourceLocation[] | undefined;
  readonly extensions: Readonly<Record<string, unknown>>;
}

/** An error in a form that threads can pass on. */
export const toWireError = ({ message, locations, extensions }: GraphQLError): WireError => ({ message, locations: locations?.map(({ line, column }) => ({ line, column })), extensions });

/** The error that was sent. Its locations are not looked up again: that takes as long as the document is. */
export const fromWireError = ({ message, locations, extensions }: WireError): GraphQLError => Object.assign(new GraphQLError(message, { extensions }), { locations });

/** A plan as text, its documents as texts within. */
export const encodePlan = (plan: QueryPlan): string => JSON.stringify(plan, (key, value: unknown) => (key === 'document' && isDocument(value) ? print(value) : value));

/** The plan that was sent. */
export function decodePlan(text: string): QueryPlan {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- `encodePlan` wrote it, in a thread of this program
  return JSON.parse(text, (key, value: unknown) => (key === 'document' && typeof value === 'string' ? parse(value, { noLocation: true }) : value)) as QueryPlan;
}

const isDocument = (value: unknown): value is DocumentNode => typeof value === 'object' && value !== null && 'kind' in value && value.kind === 'Document';
