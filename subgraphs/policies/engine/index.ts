export { createPolicyEngineMetrics } from './engine-metrics.ts';
export { loadPolicyEngine, type LoadPolicyEngineOptions } from './load-policy-engine.ts';
export type { PolicyEngine, StepRequest } from './policy-engine.ts';
export type { PolicyStep } from './policy-shape.ts';
export type { AgentState } from './turn.ts';
