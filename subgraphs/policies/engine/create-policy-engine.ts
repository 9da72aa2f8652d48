import { createAdmission } from './admission.ts';
import { createAgentActs } from './agent-acts.ts';
import type { PolicyEngineMetrics } from './engine-metrics.ts';
import type { ModelSession } from './onnx-runtime.ts';
import type { PolicyEngine } from './policy-engine.ts';
import type { UniformSource } from './random.ts';
import { createRunLoop } from './run-loop.ts';
import type { SnapshotModel } from './snapshot.ts';
import { createStateArena } from './state-arena.ts';
import { createStepCalls } from './step-calls.ts';

export interface PolicyEngineParts {
  readonly model: SnapshotModel;
  readonly session: ModelSession;
  readonly runtime: PolicyEngine['runtime'];
  readonly goldenDifference: number;
  readonly maxAgents: number;
  readonly random: UniformSource;
  readonly metrics: PolicyEngineMetrics | null;
}

/** An engine over a model that was checked. */
export function createPolicyEngine({ model, session, runtime, goldenDifference, maxAgents, random, metrics }: PolicyEngineParts): PolicyEngine {
  const { shape } = model;
  const owner = {};
  const arena = createStateArena(shape, maxAgents);
  const loop = createRunLoop({ shape, session, random, metrics });
  const admission = createAdmission(shape, owner, () => loop.turns.waiting);
  const unwatch = metrics?.watch(() => ({ agents: arena.used, waiting: loop.turns.waiting }));
  let closing: Promise<void> | undefined;

  return {
    shape,
    runtime,
    goldenDifference,
    ...createAgentActs({ model, arena, loop, admission, owner }),
    ...createStepCalls(loop, admission),
    close() {
      admission.end();
      closing ??= loop.stop().then(() => {
        unwatch?.();
        return session.close();
      });
      return closing;
    },
  };
}
