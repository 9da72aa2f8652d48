import { z } from 'zod';
import { numberList, numberLists } from '#rest-compat/core';

const maxAgentIdLength = 128;
const maxObservationLength = 65_536;
const maxBatch = 1024;

/** What an agent is called. */
export const agentId = z.string().min(1).max(maxAgentIdLength);

/** One observation; the policy says how long it has to be. */
export const observation = numberList({ max: maxObservationLength });

/** A choice, or one number per dimension. */
export const action = z.union([z.int(), z.array(z.number()).readonly()]);

/** The body of `/step`. */
export const stepRequest = z.object({ observation, agent_id: agentId.default('default'), deterministic: z.boolean().default(false) });

/** The body of `/step_batch`. */
export const batchRequest = z
  .object({
    observations: numberLists({ max: maxBatch, maxInner: maxObservationLength }),
    agent_ids: z.array(agentId).max(maxBatch).nullish(),
    deterministic: z.boolean().default(false),
  })
  .superRefine(({ observations, agent_ids: ids }, context) => {
    if (ids === null || ids === undefined || ids.length === observations.length) return;
    const reason = `Expected ${observations.length} agent_ids to match observations, got ${ids.length}`;
    context.addIssue({ code: 'custom', path: ['agent_ids'], input: ids, params: { code: 'INVALID_REQUEST', reason } });
  });

/** The body of `/auth/token`. */
export const tokenRequest = z.object({
  subject: z.string().min(1).max(256),
  expiry_minutes: z.int().min(1).max(525_600).nullish(),
  claims: z.record(z.string(), z.unknown()).nullish(),
});
