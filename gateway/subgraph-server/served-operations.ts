import { getOperationAST, GraphQLError, Kind, OperationTypeNode, parse, specifiedRules, validate, type DocumentNode, type SelectionSetNode } from 'graphql';
import type { Subgraph } from '#kernel/subgraph';
import { createOperationCache } from '../engine/document/operation-cache.ts';
import type { OpenSubgraphStream, RunSubgraph, SubgraphLink } from '../subgraph-links/index.ts';
import type { OperationRequest } from './operation-request.ts';

/** An operation that other processes ask for, ready to run any number of times. */
export type ServedOperation =
  | { readonly kind: 'query' | 'mutation'; readonly run: RunSubgraph }
  | { readonly kind: 'subscription'; readonly document: DocumentNode; readonly open: OpenSubgraphStream; readonly isRepeatable: boolean }
  | { readonly kind: 'refused'; readonly errors: readonly GraphQLError[] };

export interface ServedOperationsOptions {
  readonly subgraph: Subgraph;
  /** Reaches the subgraph in this process. */
  readonly link: SubgraphLink;
  readonly limits: { readonly tokens: number; readonly documents: number };
}

/** Characters of all texts that are kept. */
const keptText = 16_000_000;

/** Makes operations ready when they are first asked for, and keeps those that come back. */
export function createServedOperations({ subgraph: { schema, typeDefs }, link, limits }: ServedOperationsOptions): (request: OperationRequest) => ServedOperation {
  const kept = createOperationCache<ServedOperation>({ entries: limits.documents, keyLength: keptText });
  const repeatable = repeatableFields(typeDefs);

  const prepare = ({ query, operationName }: OperationRequest): ServedOperation => {
    const document = read(query, limits.tokens);
    if (!('definitions' in document)) return refused('GRAPHQL_PARSE_FAILED', [document]);
    const faults = validate(schema, document, specifiedRules);
    if (faults.length > 0) return refused('GRAPHQL_VALIDATION_FAILED', faults);
    const definition = getOperationAST(document, operationName);
    if (definition === null || definition === undefined) return refused('OPERATION_RESOLUTION_FAILURE', [new GraphQLError('The document holds no such operation')]);
    const operation = { document, operationName: operationName ?? undefined };
    if (definition.operation !== OperationTypeNode.SUBSCRIPTION) return { kind: definition.operation, run: link.compile(operation) };
    return { kind: 'subscription', document, open: link.compileStream(operation), isRepeatable: rootFields(definition.selectionSet).every((name) => repeatable.has(name)) };
  };

  return (request) => {
    const key = `${request.operationName ?? ''} ${request.query}`;
    const known = kept.get(key);
    if (known !== undefined) return known;
    const prepared = prepare(request);
    kept.set(key, prepared);
    return prepared;
  };
}

function read(query: string, maxTokens: number): DocumentNode | GraphQLError {
  try {
    return parse(query, { noLocation: true, maxTokens });
  } catch (fault) {
    return fault instanceof GraphQLError ? fault : new GraphQLError('The document cannot be read');
  }
}

const refused = (code: string, errors: readonly GraphQLError[]): ServedOperation => ({ kind: 'refused', errors: errors.map(({ message }) => new GraphQLError(message, { extensions: { code } })) });

/** Tags of subscriptions that may be opened again when they were cut: to open one changes nothing, unlike the start of a chat. */
const repeatableTags: ReadonlySet<string> = new Set(['repeatable', 'shared']);

function repeatableFields({ definitions }: DocumentNode): ReadonlySet<string> {
  const fields = definitions.flatMap((definition) =>
    ((definition.kind === Kind.OBJECT_TYPE_DEFINITION || definition.kind === Kind.OBJECT_TYPE_EXTENSION) && definition.name.value === 'Subscription' ? definition.fields ?? [] : []));
  const isShared = ({ directives = [] }: (typeof fields)[number]): boolean =>
    directives.some(({ name, arguments: given = [] }) => name.value === 'tag' && given.some(({ value }) => value.kind === Kind.STRING && repeatableTags.has(value.value)));
  return new Set(fields.filter(isShared).map(({ name }) => name.value));
}

const rootFields = ({ selections }: SelectionSetNode): readonly string[] =>
  selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [selection.name.value] : selection.kind === Kind.INLINE_FRAGMENT ? rootFields(selection.selectionSet) : ['a fragment']));
