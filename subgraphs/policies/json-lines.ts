import type { TransitionRow } from './repository.ts';

/** One line of JSON per recorded step. */
export const toJsonLines = (transitions: readonly TransitionRow[]): string => transitions.map((transition) => `${JSON.stringify(toLine(transition))}\n`).join('');

const toLine = ({ id, policy, version, agentId, episodeId, step, observation, action, logProb, value, deterministic, reward, terminated, truncated, recordedAt }: TransitionRow) => ({
  id: id.toString(), policy_name: policy, version, agent_id: agentId, episode_id: episodeId, step, observation, action, log_prob: logProb, value, deterministic, reward, terminated, truncated,
  recorded_at: recordedAt,
});
