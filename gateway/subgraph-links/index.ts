export { afterwards } from './afterwards.ts';
export { isPromise } from './is-promise.ts';
export { createExecutionScope, type ExecutionScope } from './execution-scope.ts';
export { createLocalLink } from './local-link.ts';
export { readCaller, subgraphHeader } from './remote/caller.ts';
export { refused } from './remote/remote-answer.ts';
export { createRemoteLink, type RemoteLink } from './remote/remote-link.ts';
export type {
  OpenSubgraphStream, RunSubgraph, SubgraphEvent, SubgraphLink, SubgraphResult, SubgraphStream, SubgraphVariables,
} from './subgraph-link.ts';
