import { Kind, OperationTypeNode, parse, print, type OperationDefinitionNode } from 'graphql';
import { Pool } from 'undici';
import { systemClock, type Clock } from '#kernel/clock';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { InternalIdentity } from '#kernel/internal-identity';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';
import type { SubgraphLink, SubgraphOperation, SubgraphResult } from '../subgraph-link.ts';
import { writeCaller } from './caller.ts';
import { createCircuitBreaker } from './circuit-breaker.ts';
import { createHttpCalls, doesNotAnswer } from './http-call.ts';
import { refused } from './remote-answer.ts';
import { createRemoteHealth } from './remote-health.ts';
import { defaultRemoteLimits, type RemoteLimits } from './remote-limits.ts';
import { createRemoteMetrics } from './remote-metrics.ts';
import { createSharedCalls } from './shared-calls.ts';
import { createSocketClient } from './socket-client.ts';
import { createStreamOpener } from './remote-stream.ts';

export interface RemoteLinkOptions {
  /** Of the subgraph. */
  readonly name: string;
  /** Of the process that serves it, without a slash at the end. */
  readonly url: string;
  readonly identity: InternalIdentity;
  readonly metrics: Metrics;
  readonly logger: Logger;
  /** Bounds; what is left out keeps its default. */
  readonly limits?: Partial<RemoteLimits>;
  readonly clock?: Clock;
}

/** The way to a subgraph in another process of this installation. */
export interface RemoteLink extends SubgraphLink {
  /** Whether it says that it is ready. */
  ready(): Promise<boolean>;
  /** Its SDL, as it serves it now. @throws DomainError SUBGRAPH_UNAVAILABLE */
  readSdl(): Promise<string>;
  /** Ends streams and requests under way and closes the connections. */
  close(): Promise<void>;
}

/** Reaches a subgraph over HTTP, and over one WebSocket for its streams. Nothing is connected before it is needed. */
export function createRemoteLink({ name, url, identity, metrics: registry, logger, limits: given, clock = systemClock }: RemoteLinkOptions): RemoteLink {
  const limits = { ...defaultRemoteLimits, ...given };
  const metrics = createRemoteMetrics(registry, name);
  const { origin, pathname } = new URL(url);
  const basePath = pathname.replace(/\/$/u, '');
  const dispatcher = new Pool(origin, { connections: limits.connections, connect: { timeout: limits.connectMs }, keepAliveTimeout: 30_000 });
  const breaker = createCircuitBreaker({
    ...limits, clock,
    onChange(isOpen) {
      metrics.circuit(isOpen);
      logger.warn({ subgraph: name }, isOpen ? 'a subgraph elsewhere does not answer: it is asked less often' : 'a subgraph elsewhere answers again');
    },
  });
  const start = createHttpCalls({ name, dispatcher, path: `${basePath}/graphql`, limits, breaker, metrics, logger });
  const ask = createSharedCalls({ name, start, limits, clock, onShared: () => metrics.shared() });
  const health = createRemoteHealth({ name, dispatcher, basePath, clock });
  const callerOf = (context: RequestContext) => writeCaller(context, name, { identity, now: clock.now() });
  const sockets = createSocketClient({ url: `${url.replace(/^http/u, 'ws')}/graphql`, limits, initialCaller: () => callerOf(createRequestContext()) });
  const openStream = createStreamOpener({ name, sockets, limits, metrics, logger });

  const compile = (operation: SubgraphOperation) => {
    const head = requestHead(operation);
    const isQuery = definitionOf(operation).operation === OperationTypeNode.QUERY;
    return (variables: object, context: RequestContext): SubgraphResult | Promise<SubgraphResult> => {
      try {
        return ask({ body: `${head}${JSON.stringify(variables)}}`, headers: callerOf(context), isQuery }, context);
      } catch (fault) {
        logger.error({ subgraph: name, request_id: context.requestId, err: fault }, 'a subgraph elsewhere cannot be asked');
        return refused(doesNotAnswer(name));
      }
    };
  };
  const readSdl = compile({ document: parse('{ _service { sdl } }', { noLocation: true }), operationName: undefined });

  return {
    name,
    compile(operation) {
      const run = compile(operation);
      return (variables, { context }) => run(variables, context);
    },
    compileStream(operation) {
      const query = print(operation.document);
      return (variables, { context }) => openStream({ query, variables, ...(operation.operationName !== undefined && { operationName: operation.operationName }) }, { context, caller: () => callerOf(context) });
    },
    ready: health,
    async readSdl() {
      const { data } = await readSdl({}, createRequestContext());
      const sdl = sdlIn(data?.['_service']);
      if (sdl === null) throw doesNotAnswer(name);
      return sdl;
    },
    async close() {
      sockets.close();
      await dispatcher.destroy();
    },
  };
}

/** The request up to its variables: printed once. */
const requestHead = ({ document, operationName }: SubgraphOperation): string =>
  `{"query":${JSON.stringify(print(document))}${operationName === undefined ? '' : `,"operationName":${JSON.stringify(operationName)}`},"variables":`;

function definitionOf({ document, operationName }: SubgraphOperation): OperationDefinitionNode {
  for (const definition of document.definitions) {
    if (definition.kind === Kind.OPERATION_DEFINITION && (operationName === undefined || definition.name?.value === operationName)) return definition;
  }
  throw new TypeError('The document holds no such operation');
}

const sdlIn = (service: unknown): string | null => (typeof service === 'object' && service !== null && 'sdl' in service && typeof service.sdl === 'string' ? service.sdl : null);
