import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { DomainError } from '#kernel/errors';
import type { RequestContext } from '#kernel/context';
import type { GraphPort, PreparedOperation } from './graph-port.ts';

/**
 * Which domain may call which through the graph. Acyclic, and tested against the documents that each domain ships.
 * Everyone may ask identity for accounts; identity asks nobody.
 */
export const domainCalls = {
  identity: [],
  inference: ['identity'],
  collaboration: ['identity'],
  policies: [],
  workspace: [],
  execution: [],
} as const satisfies Readonly<Record<string, readonly string[]>>;

const maxHops = 4;

/**
 * The graph as one domain sees it: the same port, but each call counts as one hop, so that a loop of calls ends.
 * @throws DomainError INTERNAL after four hops
 */
export function createDomainPort(graph: GraphPort): GraphPort {
  return {
    prepare<TData, TVariables>(document: TypedDocumentNode<TData, TVariables>): PreparedOperation<TData, TVariables> {
      const operation = graph.prepare(document);
      return {
        execute: (variables, context) => operation.execute(variables, nextHop(context)),
        executeToJson: (variables, context) => operation.executeToJson(variables, nextHop(context)),
        subscribe: (variables, context) => operation.subscribe(variables, nextHop(context)),
      };
    },
  };
}

function nextHop(context: RequestContext): RequestContext {
  if (context.hops >= maxHops) throw new DomainError('INTERNAL', 'Too many calls between domains');
  return { ...context, hops: context.hops + 1 };
}
