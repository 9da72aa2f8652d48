import type { Database } from '#kernel/database';
import type { Run, RunState } from '#prisma-client';

export type { RunState } from '#prisma-client';

/** A run as it is stored. */
export type StoredRun = Run;
/** All of it but what it wrote. */
export type RunHead = Omit<Run, 'stdout' | 'stderr'>;

/** Where a run stands in the list of its owner. */
export interface RunPosition {
  readonly createdAt: Date;
  readonly id: string;
}

export interface RunPage {
  readonly state: RunState | null;
  readonly after: RunPosition | null;
  readonly offset: number;
  readonly limit: number;
}

export type RunRepository = ReturnType<typeof createRunRepository>;

/** Runs in PostgreSQL. */
export function createRunRepository({ pool, prisma }: Pick<Database, 'pool' | 'prisma'>) {
  return {
    /** Writes what is known of a run now, whether it was written before or not. */
    async store(run: StoredRun): Promise<void> {
      await pool.query({ name: 'execution.store', text: storeSql, values: [
        run.id, run.owner, run.program, run.arguments, run.timeoutMs, run.state, run.exitCode, run.signal, run.stdout, run.stderr, run.truncated, run.fault,
        run.durationMs, run.cpuMs, run.maxRssBytes, run.outputBytes, run.instance, run.createdAt, run.startedAt, run.endedAt,
      ] });
    },

    find: (id: string): Promise<RunHead | null> => prisma.run.findUnique({ where: { id }, omit: { stdout: true, stderr: true } }),
    findTexts: (id: string) => prisma.run.findUnique({ where: { id }, select: { stdout: true, stderr: true } }),

    /** Newest first. */
    page: (owner: string, { state, after, offset, limit }: RunPage): Promise<readonly RunHead[]> =>
      prisma.run.findMany({
        where: { owner, ...(state !== null && { state }), ...(after !== null && { OR: [{ createdAt: { lt: after.createdAt } }, { createdAt: after.createdAt, id: { lt: after.id } }] }) },
        omit: { stdout: true, stderr: true },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: offset,
        take: limit,
      }),
    count: (owner: string, state: RunState | null) => prisma.run.count({ where: { owner, ...(state !== null && { state }) } }),

    /** Ends the runs of other instances, which are dead. Gives how many. */
    async failLost(instance: string, fault: string): Promise<number> {
      const { count } = await prisma.run.updateMany({ where: { state: { in: ['QUEUED', 'RUNNING'] }, instance: { not: instance } }, data: { state: 'FAILED', fault, endedAt: new Date() } });
      return count;
    },

    /** Deletes all but the newest runs of an owner. */
    async keepNewest(owner: string, count: number): Promise<void> {
      await pool.query('DELETE FROM execution.runs WHERE id IN (SELECT id FROM execution.runs WHERE owner = $1 ORDER BY created_at DESC, id DESC OFFSET $2)', [owner, count]);
    },
    async deleteBefore(time: Date): Promise<void> {
      await prisma.run.deleteMany({ where: { createdAt: { lt: time } } });
    },
  };
}

const storeSql = `
  INSERT INTO execution.runs (id, owner, program, arguments, timeout_ms, state, exit_code, signal, stdout, stderr, truncated, fault, duration_ms, cpu_ms, max_rss_bytes, output_bytes, instance, created_at, started_at, ended_at)
  VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20)
  ON CONFLICT (id) DO UPDATE SET state = excluded.state, exit_code = excluded.exit_code, signal = excluded.signal, stdout = excluded.stdout, stderr = excluded.stderr,
    truncated = excluded.truncated, fault = excluded.fault, duration_ms = excluded.duration_ms, cpu_ms = excluded.cpu_ms, max_rss_bytes = excluded.max_rss_bytes,
    output_bytes = excluded.output_bytes, started_at = excluded.started_at, ended_at = excluded.ended_at`;
