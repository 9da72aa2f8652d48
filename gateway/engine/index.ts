export { composeSupergraph } from './compose.ts';
export { createGraphEngine } from './create-graph-engine.ts';
export type { EngineOptions, GraphEngine, GraphRequest, Preparation, RequestVariables } from './graph-engine.ts';
export { internalApiSchema } from './planner.ts';
export { defaultLimits } from './document/limits.ts';
