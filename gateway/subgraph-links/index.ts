export { isPromise } from './is-promise.ts';
export { createExecutionScope, type ExecutionScope } from './execution-scope.ts';
export { createLocalLink } from './local-link.ts';
export type {
  OpenSubgraphStream, RunSubgraph, SubgraphEvent, SubgraphLink, SubgraphResult, SubgraphStream, SubgraphVariables,
} from './subgraph-link.ts';
