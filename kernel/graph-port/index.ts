export { type GraphOutcome, type GraphOutcomeError, type GraphPort, type IncrementalPart, type PreparedOperation } from './graph-port.ts';
export { dataOrThrow, toDomainError } from './outcome.ts';
export { createDomainPort, domainCalls } from './domain-calls.ts';
