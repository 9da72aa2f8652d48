import { z } from 'zod';
import { route } from '#rest-compat/core';
import { IssueTokenDocument, ResetDocument, StepBatchDocument, StepDocument } from './operations.generated.ts';
import { action, agentId, batchRequest, stepRequest, tokenRequest } from './schemas.ts';

const numbers = z.array(z.number()).readonly();
const initialized = z.literal('initialized');
const fresh = { hidden: 'initialized', memory: 'initialized' } as const;

const reset = route({
  id: 'cyborg-mind.reset',
  method: 'post',
  path: '/reset',
  summary: 'Give an agent fresh state, and make it when it is new',
  auth: 'required',
  limit: 'all',
  hot: true,
  // The document puts the id into the body; clients also send it in the query, or nothing at all.
  request: { query: z.object({ agent_id: agentId.optional() }), body: z.object({ agent_id: agentId.nullish() }).nullish() },
  operation: ResetDocument,
  variables: ({ query, body }) => ({ input: { agentId: body?.agent_id ?? query.agent_id ?? 'default' } }),
  logged: ({ query, body }) => ({ agent_id: body?.agent_id ?? query.agent_id ?? 'default' }),
  success: { status: 200, schema: z.object({ message: z.string(), agent_id: z.string(), state: z.object({ hidden: initialized, memory: initialized }) }) },
  reply: ({ resetPolicyAgent: { agent } }) => ({ message: 'Agent state reset', agent_id: agent.id, state: fresh }),
  errors: [],
});

const step = route({
  id: 'cyborg-mind.step',
  method: 'post',
  path: '/step',
  summary: 'One action for one observation',
  auth: 'required',
  limit: 'all',
  hot: true,
  request: { body: stepRequest },
  operation: StepDocument,
  variables: ({ body: { observation, agent_id: id, deterministic } }) => ({ input: { agentId: id, observation, deterministic } }),
  logged: ({ body }) => ({ agent_id: body.agent_id }),
  success: { status: 200, schema: z.object({ action, value: z.number(), log_prob: z.number(), agent_id: z.string() }) },
  reply: ({ stepPolicy }) => ({ action: stepPolicy.action, value: stepPolicy.value, log_prob: stepPolicy.logProb, agent_id: stepPolicy.agentId }),
  errors: ['OBSERVATION_LENGTH_MISMATCH', 'AGENT_NOT_INITIALIZED'],
});

const stepBatch = route({
  id: 'cyborg-mind.step_batch',
  method: 'post',
  path: '/step_batch',
  summary: 'One action for each of several observations, or none at all; rows without an agent begin with fresh state that is forgotten',
  auth: 'required',
  limit: 'all',
  hot: true,
  request: { body: batchRequest },
  operation: StepBatchDocument,
  variables: ({ body: { observations, agent_ids: agentIds, deterministic } }) => ({ input: { observations, agentIds, deterministic, createMissing: true } }),
  success: { status: 200, schema: z.object({ actions: z.array(action).readonly(), values: numbers, log_probs: numbers, agent_ids: z.array(z.string()) }) },
  reply: ({ stepPolicies: { actions, values, logProbs } }, { body: { observations, agent_ids: ids } }) => ({
    actions,
    values,
    log_probs: logProbs,
    agent_ids: ids ?? observations.map((_, index) => `batch_${index}`),
  }),
  errors: ['INVALID_REQUEST', 'OBSERVATION_LENGTH_MISMATCH', 'AGENT_NOT_INITIALIZED'],
});

const issueToken = route({
  id: 'cyborg-mind.auth.token',
  method: 'post',
  path: '/auth/token',
  summary: 'A signed token for whoever asks, where signed tokens are on',
  auth: 'public',
  limit: 'all',
  request: { body: tokenRequest },
  operation: IssueTokenDocument,
  variables: ({ body: { subject, expiry_minutes: expiryMinutes, claims } }) => ({ input: { subject, expiryMinutes, claims } }),
  success: { status: 200, schema: z.object({ access_token: z.string(), token_type: z.literal('bearer'), expires_at: z.string(), subject: z.string() }) },
  reply: ({ issueCyborgToken: { token, expiresAt, subject } }) => ({ access_token: token, token_type: 'bearer' as const, expires_at: expiresAt.slice(0, 19), subject }),
  errors: ['NOT_ENABLED'],
});

/** Everything that is asked for by a request. */
export const cyborgMindRoutes = [reset, step, stepBatch, issueToken];
