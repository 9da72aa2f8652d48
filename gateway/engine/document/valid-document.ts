import { GraphQLError, parse, Source, validate, type DocumentNode, type GraphQLSchema } from 'graphql';
import type { ErrorCode } from '#kernel/errors';
import { validationRules } from '../incremental/defer-rules.ts';
import { exceededLimit, exceededLiteralDepth, type OperationLimits } from './limits.ts';
import { refusedVariable, selectOperation, type OperationDocument } from './operation-document.ts';
import { refusal } from '../refusal.ts';

/** A document that passed all checks, with the operation to run. */
export interface ValidDocument {
  readonly document: DocumentNode;
  readonly selected: OperationDocument;
}

interface RequestedDocument {
  readonly query: string;
  readonly operationName?: string | null;
}

const maxValidationErrors = 20;

/** Parses, bounds and validates an untrusted document; otherwise why it is refused. */
export function validDocument({ query, operationName }: RequestedDocument, schema: GraphQLSchema, limits: OperationLimits): ValidDocument | readonly GraphQLError[] {
  try {
    const document = parse(query, { maxTokens: limits.tokens, noLocation: true });
    const selected = selectOperation(document, operationName);
    if (selected instanceof GraphQLError) return [selected];
    // Limits come first: the cost of validation grows with the square of what they bound.
    const refused = exceededLimit(selected, limits) ?? exceededLiteralDepth(document, limits) ?? refusedVariable(selected);
    if (refused !== null) return [refused];
    return validate(schema, document, validationRules, { maxErrors: 1 }).length === 0 ? { document, selected } : validationErrors(query, schema);
  } catch (fault) {
    return [parseRefusal(fault)];
  }
}

/** Parses once more with positions, which valid documents do without. */
function validationErrors(query: string, schema: GraphQLSchema): readonly GraphQLError[] {
  const source = new Source(query);
  return validate(schema, parse(source), validationRules, { maxErrors: maxValidationErrors })
    .map((error) => withCode(error, { source, code: 'GRAPHQL_VALIDATION_FAILED' }));
}

/** The same error without the nodes that it would keep in memory. */
const withCode = ({ message, positions }: GraphQLError, { source, code }: { readonly source: Source | undefined; readonly code: ErrorCode }): GraphQLError =>
  new GraphQLError(message, { source, positions, extensions: { code } });

function parseRefusal(fault: unknown): GraphQLError {
  if (fault instanceof GraphQLError) {
    const isTooLong = /Document contains more tha[nt] \d+ tokens/u.test(fault.message);
    return isTooLong ? refusal('QUERY_TOO_COMPLEX', 'The document has too many tokens') : withCode(fault, { source: fault.source, code: 'GRAPHQL_PARSE_FAILED' });
  }
  // The only other thing that a text can do to a parser is to exhaust its stack.
  if (fault instanceof RangeError) return refusal('QUERY_TOO_COMPLEX', 'The document is nested too deeply');
  throw fault;
}
