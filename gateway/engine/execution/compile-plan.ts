import type { FetchPlan, PlanNode } from '../plan.ts';
import { compileCondition } from './nodes/condition.ts';
import { compileAwaited, compileDefer } from './nodes/defer.ts';
import { compileEntityFetch } from './nodes/entity-fetch.ts';
import { inParallel } from './nodes/parallel.ts';
import { compileRootFetch } from './nodes/root-fetch.ts';
import { inSequence } from './nodes/sequence.ts';
import type { FetchEnvironment, PlanEnvironment } from './environment.ts';
import type { Step } from './run.ts';

/** Compiles a plan to closures, each kind of node in its file. @throws Error when no link reaches one of its subgraphs */
export const compilePlan = (root: PlanNode, environment: FetchEnvironment): Step => compilerAt([], { ...environment, placesDiffer: usesContext(root) })(root);

/** Compiles what concerns the objects at `path`, the paths of all flatten nodes above it. */
function compilerAt(path: readonly string[], environment: PlanEnvironment): (node: PlanNode) => Step {
  const compileFetch = (plan: FetchPlan): Step => (plan.requires === null ? compileRootFetch(plan, environment) : compileEntityFetch({ ...plan, requires: plan.requires }, environment, path));
  const compile = (node: PlanNode): Step => {
    switch (node.kind) {
      case 'sequence': return inSequence(node.nodes.map(compile));
      case 'parallel': return inParallel(node.nodes.map(compile));
      case 'flatten': return compilerAt([...path, ...node.path], environment)(node.node);
      case 'condition': return compileCondition(node, compile);
      case 'defer': return compileDefer(node, compile);
      case 'fetch': return node.id === null ? compileFetch(node) : compileAwaited(node.id, compileFetch(node));
    }
  };
  return compile;
}

function usesContext(node: PlanNode | null): boolean {
  switch (node?.kind) {
    case undefined: return false;
    case 'sequence':
    case 'parallel': return node.nodes.some(usesContext);
    case 'flatten': return usesContext(node.node);
    case 'condition': return usesContext(node.then) || usesContext(node.otherwise);
    case 'defer': return usesContext(node.primary) || node.parts.some((part) => usesContext(part.node));
    case 'fetch': return node.contextVariables.length > 0;
  }
}
