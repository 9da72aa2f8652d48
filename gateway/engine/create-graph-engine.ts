import { parse, type GraphQLError, type GraphQLSchema } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { PreparedOperation } from '#kernel/graph-port';
import { checkOperation } from './document/checked-operation.ts';
import { createVariantChooser } from './authorisation/choose-variant.ts';
import type { Data } from './data.ts';
import { fieldsRequiredWithArguments } from './document/data-keys.ts';
import { createEngineMetrics } from './engine-metrics.ts';
import type { EngineOptions, GraphEngine, GraphRequest, Preparation, RequestVariables } from './graph-engine.ts';
import { createGraphPort } from './graph-port.ts';
import { readGuards } from './authorisation/guards.ts';
import { defaultLimits } from './document/limits.ts';
import { createOperationCache } from './document/operation-cache.ts';
import type { OperationDocument } from './document/operation-document.ts';
import { readSupergraph } from './planner.ts';
import { validDocument } from './document/valid-document.ts';
import { createPreparedOperation } from './prepared-operation.ts';
import { refusal } from './refusal.ts';
import { createIsKindOf } from './type-kinds.ts';

type OperationRequest = Pick<GraphRequest, 'query' | 'operationName'>;

/** Characters of all texts that are kept; documents of normal size never get there. */
const keptText = 16_000_000;

/** An engine over one supergraph. @throws Error when the SDL is no supergraph */
export function createGraphEngine({ supergraphSdl, links, limits, metrics: registry, logger, cacheSize = 2_000 }: EngineOptions): GraphEngine {
  const { planner, supergraphSchema, internalSchema, publicSchema } = readSupergraph(supergraphSdl);
  const supergraph = parse(supergraphSdl, { noLocation: true });
  const guards = readGuards(supergraph);
  const requiredWithArguments = fieldsRequiredWithArguments(supergraph);
  const metrics = createEngineMetrics(registry);
  const variantEnvironment = { planner, links, isKindOf: createIsKindOf(supergraphSchema), observe: (subgraph: string) => metrics.fetch(subgraph) };
  const bounds = { ...defaultLimits, ...limits };
  const cache = createOperationCache<Preparation>({ entries: cacheSize, keyLength: keptText });

  const compile = (document: OperationDocument, schema: GraphQLSchema): PreparedOperation<Data, RequestVariables> => {
    const checked = checkOperation(document, { schema, guards, requiredWithArguments });
    return createPreparedOperation(checked, createVariantChooser(checked, variantEnvironment), { logger, metrics });
  };

  const prepareNew = (request: OperationRequest): Preparation => {
    const valid = validDocument(request, publicSchema, bounds);
    if (!('selected' in valid)) return refused(valid);
    const { document, selected } = valid;
    try {
      return { kind: 'ready', operation: selected.operation.operation, document, prepared: compile(selected, publicSchema) };
    } catch (fault) {
      logger.warn({ err: fault instanceof Error ? fault.cause ?? fault : fault }, 'an operation cannot be planned');
      return refused([DomainError.isInstance(fault) ? refusal(fault.code, fault.message) : refusal('INTERNAL', 'Internal error')]);
    }
  };

  return {
    schema: publicSchema,
    internalSchema,
    port: () => createGraphPort(internalSchema, (document) => compile(document, internalSchema)),
    prepare(request) {
      const key = cacheKey(request);
      const known = cache.get(key);
      metrics.prepared(known === undefined ? 'miss' : 'hit');
      if (known !== undefined) return known;
      const preparation = prepareNew(request);
      cache.set(key, preparation);
      return preparation;
    },
    isPrepared: (request) => cache.has(cacheKey(request)),
  };
}

const refused = (errors: readonly GraphQLError[]): Preparation => ({ kind: 'refused', errors });

/** The length keeps a name from running into the text. */
const cacheKey = ({ query, operationName }: OperationRequest): string =>
  (operationName === null || operationName === undefined || operationName === '' ? `:${query}` : `${operationName.length}:${operationName}${query}`);
