import { compileEntityFetch } from './entity-fetch.ts';
import type { PlanNode } from '../plan.ts';
import { compileRootFetch } from './root-fetch.ts';
import type { Run } from './run.ts';
import type { PlanEnvironment, Step } from './step.ts';

/** Compiles a plan to closures. @throws Error when no link reaches one of its subgraphs */
export function compilePlan(node: PlanNode, environment: PlanEnvironment, path: readonly string[] = []): Step {
  const compile = (inner: PlanNode): Step => compilePlan(inner, environment, path);
  switch (node.kind) {
    case 'sequence': return inSequence(node.nodes.map(compile));
    case 'parallel': return inParallel(node.nodes.map(compile));
    case 'flatten': return compilePlan(node.node, environment, [...path, ...node.path]);
    case 'condition': return eitherOr(node.variable, node.then === null ? nothing : compile(node.then), node.otherwise === null ? nothing : compile(node.otherwise));
    case 'fetch': return node.requires === null ? compileRootFetch(node, environment) : compileEntityFetch({ ...node, requires: node.requires }, environment, path);
  }
}

const nothing: Step = () => undefined;

const eitherOr = (variable: string, then: Step, otherwise: Step): Step => (run) => (run.variables[variable] === true ? then(run) : otherwise(run));

function inSequence(steps: readonly Step[]): Step {
  const from = (first: number, run: Run): Promise<void> | undefined => {
    for (let index = first; index < steps.length; index++) {
      const pending = steps[index]?.(run);
      if (pending !== undefined) return pending.then(() => from(index + 1, run));
    }
    return undefined;
  };
  return (run) => from(0, run);
}

function inParallel(steps: readonly Step[]): Step {
  return (run) => {
    const pending: Promise<void>[] = [];
    for (const step of steps) {
      const one = step(run);
      if (one !== undefined) pending.push(one);
    }
    return pending.length === 0 ? undefined : Promise.all(pending).then(() => undefined);
  };
}
