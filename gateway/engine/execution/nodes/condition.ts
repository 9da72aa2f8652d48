import type { ConditionPlan, PlanNode } from '../../plan.ts';
import { noStep, type Step } from '../run.ts';

/** One of two steps, as a variable of the run says. */
export function compileCondition({ variable, then, otherwise }: ConditionPlan, compile: (node: PlanNode) => Step): Step {
  const whenTrue = then === null ? noStep : compile(then);
  const whenFalse = otherwise === null ? noStep : compile(otherwise);
  return (run) => (run.variables[variable] === true ? whenTrue(run) : whenFalse(run));
}
