import { z } from 'zod';
import { bytes, instant } from './facts.ts';
import type { DescribeRunsQuery, RunRecordFragment, RunState } from './operations.generated.ts';

const states = {
  QUEUED: 'queued', RUNNING: 'running', EXITED: 'exited', TIMED_OUT: 'timed_out', OUT_OF_MEMORY: 'out_of_memory', OUTPUT_LIMIT: 'output_limit', DISK_QUOTA: 'disk_quota', CANCELLED: 'cancelled', FAILED: 'failed',
} as const satisfies Record<RunState, string>;
const stateSchema = z.enum(['queued', 'running', 'exited', 'timed_out', 'out_of_memory', 'output_limit', 'disk_quota', 'cancelled', 'failed']);
const usageSchema = z.object({ wall_ms: z.number(), cpu_ms: z.number().nullable(), max_rss_bytes: bytes.nullable(), output_bytes: bytes });

const toUsage = ({ wallMs, cpuMs, maxRssBytes, outputBytes }: NonNullable<RunRecordFragment['usage']>): z.input<typeof usageSchema> => ({
  wall_ms: wallMs, cpu_ms: cpuMs, max_rss_bytes: maxRssBytes, output_bytes: outputBytes,
});

/** A run as this API shows it. */
export const runSchema = z.object({
  run_id: z.string(), program: z.string(), args: z.array(z.string()), state: stateSchema,
  exit_code: z.int().nullable(), signal: z.string().nullable(), stdout: z.string(), stderr: z.string(), truncated: z.boolean(),
  timed_out: z.boolean(), timeout_ms: z.int(), duration_ms: z.number().nullable(), fault: z.string().nullable(), usage: usageSchema.nullable(),
  created_at: instant, started_at: instant.nullable(), ended_at: instant.nullable(),
});

/** A run of the graph in the names of this API. */
export const toRun = ({ id, arguments: args, state, usage, ...run }: RunRecordFragment): z.input<typeof runSchema> => ({
  run_id: id, program: run.program, args: [...args], state: states[state],
  exit_code: run.exitCode, signal: run.signal, stdout: run.stdout, stderr: run.stderr, truncated: run.truncated,
  timed_out: state === 'TIMED_OUT', timeout_ms: run.timeoutMs, duration_ms: usage?.wallMs ?? null, fault: run.fault, usage: usage && toUsage(usage),
  created_at: run.createdAt, started_at: run.startedAt, ended_at: run.endedAt,
});

/** A run in a list, without what it wrote. */
export const recentRunSchema = z.object({ run_id: z.string(), program: z.string(), state: stateSchema, exit_code: z.int().nullable(), usage: usageSchema.nullable(), created_at: instant });

/** A run of a list of the graph in the names of this API. */
export const toRecentRun = ({ id, program, state, exitCode, usage, createdAt }: NonNullable<DescribeRunsQuery['runs']>['nodes'][number]): z.input<typeof recentRunSchema> => ({
  run_id: id, program, state: states[state], exit_code: exitCode, usage: usage && toUsage(usage), created_at: createdAt,
});
