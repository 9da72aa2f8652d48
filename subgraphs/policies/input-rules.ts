import { DomainError } from '#kernel/errors';
import type { Agent, Policy } from './policy.ts';

/** Most observations of one call. */
export const maxRows = 1024;
const maxIdLength = 128;
const maxShown = 64;

// PostgreSQL keeps no NUL, and a lone surrogate has no UTF-8 form.
const unstorable = /\0|\p{Surrogate}/u;

/** Refuses one argument. @throws DomainError BAD_USER_INPUT */
export function refuse(field: string, reason: string): never {
  throw new DomainError('BAD_USER_INPUT', `${field} ${reason}`, { details: { field, reason } });
}

/** The engine looks at the numbers, when it takes them. @throws DomainError OBSERVATION_LENGTH_MISMATCH */
export function checkLength({ kind: { observationLength: expected } }: Policy, { length: received }: readonly number[]): void {
  if (received !== expected) throw new DomainError('OBSERVATION_LENGTH_MISMATCH', `Expected observation of length ${expected}, got ${received}`, { details: { expected, received } });
}

/** An id of 1 to 128 characters that can be stored. @throws DomainError BAD_USER_INPUT */
export function checkAgentId(id: string, field = 'agentId'): string {
  if (id === '' || id.length > maxIdLength) refuse(field, `must have 1 to ${maxIdLength} characters`);
  if (unstorable.test(id)) refuse(field, 'has characters that cannot be stored');
  return id;
}

/** @throws DomainError AGENT_NOT_INITIALIZED, BAD_USER_INPUT for an id that no agent can have */
export function requireAgent(policy: Policy, id: string): Agent {
  return policy.agents.get(id) ?? refuseAgent(policy, id);
}

function refuseAgent({ name }: Policy, id: string): never {
  checkAgentId(id);
  throw new DomainError('AGENT_NOT_INITIALIZED', `Agent '${id}' has no state in policy '${name}'; reset it first`, { details: { agentId: id } });
}

/** A name that a caller gave, as an error may repeat it. */
export const shown = (name: string): string => (name.length > maxShown ? `${name.slice(0, maxShown)}…` : name);
