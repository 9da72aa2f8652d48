import type { DeferPlan, PlanNode } from '../../plan.ts';
import { noStep, type Step } from '../run.ts';

/** The primary part as a step; it starts the deferred ones, which end on their own. */
export function compileDefer({ primary, parts }: DeferPlan, compile: (node: PlanNode) => Step): Step {
  const first = primary === null ? noStep : compile(primary);
  const fetches = fetchIds(primary);
  const later = parts.map(({ label, depends, node }) => ({ label, depends, step: node === null ? noStep : compile(node), fetches: fetchIds(node) }));
  return (run) => {
    const { deferral } = run;
    if (deferral === null) throw new Error('A plan with deferred parts needs a run that answers in parts');
    for (const part of later) deferral.start(part, run);
    const pending = first(run);
    // A fetch behind a condition may never have been sent.
    if (pending !== undefined) return pending.finally(() => deferral.reach(fetches));
    deferral.reach(fetches);
    return undefined;
  };
}

/** The step of a fetch that deferred parts depend on. */
export function compileAwaited(id: string, step: Step): Step {
  const fetches = [id];
  return (run) => {
    const pending = step(run);
    if (pending !== undefined) return pending.then(() => run.deferral?.reach(fetches));
    run.deferral?.reach(fetches);
    return undefined;
  };
}

/** The fetches of a part, those of the parts deferred within it left out. */
function fetchIds(node: PlanNode | null): readonly string[] {
  switch (node?.kind) {
    case undefined: return [];
    case 'sequence':
    case 'parallel': return node.nodes.flatMap(fetchIds);
    case 'flatten': return fetchIds(node.node);
    case 'condition': return [...fetchIds(node.then), ...fetchIds(node.otherwise)];
    case 'defer': return fetchIds(node.primary);
    case 'fetch': return node.id === null ? [] : [node.id];
  }
}
