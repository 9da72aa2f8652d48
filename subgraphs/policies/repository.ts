import type { Database } from '#kernel/database';
import type { PolicyTransition } from '#prisma-client';

/** A recorded step as it is stored. */
export interface TransitionRow extends Readonly<Omit<PolicyTransition, 'action' | 'observation'>> {
  readonly observation: readonly number[];
  readonly action: number | readonly number[];
}

/** A step to record. */
export type NewTransition = Omit<TransitionRow, 'id' | 'reward' | 'terminated' | 'truncated'>;

/** What a step was worth. */
export type Reward = Pick<TransitionRow, 'terminated' | 'truncated'> & { readonly reward: number };

export interface TransitionFilter {
  readonly policy: string;
  readonly agentId?: string | null | undefined;
  readonly episodeId?: string | null | undefined;
}

interface StoredTransition extends Omit<TransitionRow, 'id' | 'agentId' | 'episodeId' | 'logProb' | 'recordedAt'> {
  readonly id: string;
  readonly agent_id: string;
  readonly episode_id: string;
  readonly log_prob: number;
  readonly recorded_at: Date;
}

/** What was set of the policies. */
export interface StoredSettings {
  readonly aliases: readonly { readonly policy: string; readonly name: string; readonly version: string }[];
  readonly recorded: ReadonlySet<string>;
}

export type PoliciesRepository = ReturnType<typeof createPoliciesRepository>;

const columns = 'id, policy, version, agent_id, episode_id, step, observation, action, log_prob, value, deterministic, reward, terminated, truncated, recorded_at';

/** Rows come in the order in which the steps were taken, and get their ids in it; what an attempt whose answer was lost has written already stays as it is. */
const insertSql = `INSERT INTO policies.policy_transitions (policy, version, agent_id, episode_id, step, observation, action, log_prob, value, deterministic, recorded_at)
  SELECT taken.policy, taken.version, taken."agentId", taken."episodeId", taken.step, taken.observation, taken.action, taken."logProb", taken.value, taken.deterministic, taken."recordedAt"
  FROM ROWS FROM (jsonb_to_recordset($1::jsonb) AS (policy text, version text, "agentId" text, "episodeId" uuid, step int, observation float8[], action jsonb, "logProb" float8, value float8, deterministic boolean, "recordedAt" timestamptz))
    WITH ORDINALITY AS taken (policy, version, "agentId", "episodeId", step, observation, action, "logProb", value, deterministic, "recordedAt", place)
  ORDER BY taken.place ON CONFLICT (episode_id, step) DO NOTHING`;

/** Looks at the oldest rows only. */
const pruneSql = `DELETE FROM policies.policy_transitions WHERE id IN (
  SELECT id FROM (SELECT id, recorded_at FROM policies.policy_transitions ORDER BY id LIMIT $3) AS oldest
  WHERE recorded_at < $1 OR id <= (SELECT max(id) FROM policies.policy_transitions) - $2)`;

const takeOverSql = `WITH before AS (SELECT process FROM policies.policy_writer WHERE id = 1)
  INSERT INTO policies.policy_writer (id, process) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET process = excluded.process
  RETURNING (SELECT process FROM before) AS before`;

/** Errors of the SQLSTATE classes "data exception" and "integrity constraint violation" come again each time. */
const isOfValues = (error: unknown): boolean => error instanceof Error && 'code' in error && typeof error.code === 'string' && /^2[23]/u.test(error.code);

const toTransition = ({ id, agent_id: agentId, episode_id: episodeId, log_prob: logProb, recorded_at: recordedAt, ...row }: StoredTransition): TransitionRow =>
  ({ ...row, id: BigInt(id), agentId, episodeId, logProb, recordedAt });

/** What this domain keeps in PostgreSQL: settings and recorded steps. */
export function createPoliciesRepository({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>) {
  // A name makes the server keep the plan.
  const named = async <TRow extends object>(name: string, text: string, values: readonly unknown[]): Promise<TRow[]> => {
    const { rows } = await pool.query<TRow>({ name: `policies.${name}`, text, values: [...values] });
    return rows;
  };

  return {
    /** Notes that this process serves the policies; true when it was also the last to do so. */
    async takeOver(process: string): Promise<boolean> {
      const [row] = await named<{ before: string | null }>('takeover', takeOverSql, [process]);
      return row?.before === process;
    },

    async settings(): Promise<StoredSettings> {
      const [aliases, recorded] = await Promise.all([prisma.policyAlias.findMany(), prisma.policySetting.findMany({ where: { isRecorded: true } })]);
      return { aliases, recorded: new Set(recorded.map(({ policy }) => policy)) };
    },

    async setAlias(policy: string, name: string, version: string): Promise<void> {
      await prisma.policyAlias.upsert({ where: { policy_name: { policy, name } }, create: { policy, name, version }, update: { version } });
    },

    async setRecorded(policy: string, isRecorded: boolean): Promise<void> {
      await prisma.policySetting.upsert({ where: { policy }, create: { policy, isRecorded }, update: { isRecorded } });
    },

    /** All of them in one statement; steps that are stored already are passed over. False when PostgreSQL refuses their values. */
    async insert(transitions: readonly NewTransition[]): Promise<boolean> {
      try {
        await named('insert', insertSql, [JSON.stringify(transitions)]);
        return true;
      } catch (error) {
        if (isOfValues(error)) return false;
        throw error;
      }
    },

    /** The steps behind `after`, oldest first. */
    async page({ policy, agentId, episodeId }: TransitionFilter, { after, limit }: { readonly after: bigint; readonly limit: number }): Promise<readonly TransitionRow[]> {
      const values: unknown[] = [policy, after, limit];
      const also = (column: string, value: string | null | undefined, cast = ''): string =>
        value === null || value === undefined ? '' : ` AND ${column} = $${values.push(value)}${cast}`;
      const where = `policy = $1 AND id > $2${also('agent_id', agentId)}${also('episode_id', episodeId, '::uuid')}`;
      const { rows } = await pool.query<StoredTransition>(`SELECT ${columns} FROM policies.policy_transitions WHERE ${where} ORDER BY id LIMIT $3`, values);
      return rows.map(toTransition);
    },

    /** The id of the newest step of a policy; 0 without any. */
    async newest(policy: string): Promise<bigint> {
      const [row] = await named<{ id: string }>('newest', 'SELECT id FROM policies.policy_transitions WHERE policy = $1 ORDER BY id DESC LIMIT 1', [policy]);
      return BigInt(row?.id ?? 0);
    },

    /** The step with its reward; null when there is none. */
    async setReward(episodeId: string, step: number, { reward, terminated, truncated }: Reward): Promise<TransitionRow | null> {
      const [row] = await named<StoredTransition>('reward', `UPDATE policies.policy_transitions SET reward = $3, terminated = $4, truncated = $5 WHERE episode_id = $1 AND step = $2 RETURNING ${columns}`,
        [episodeId, step, reward, terminated, truncated]);
      return row === undefined ? null : toTransition(row);
    },

    /** Deletes up to `limit` steps that are older than `before`, or that `keep` newer ones follow. Returns how many. */
    async prune({ before, keep, limit }: { readonly before: Date; readonly keep: number; readonly limit: number }): Promise<number> {
      const { rowCount } = await pool.query(pruneSql, [before, keep, limit]);
      return rowCount ?? 0;
    },
  };
}
