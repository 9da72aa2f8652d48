import { z } from 'zod';
import { bytes, instant } from './facts.ts';
import type { ExecutionFactsFragment, MicroExecutionStatus, MicroRuntime, MicroSessionState, SessionFactsFragment } from './operations.generated.ts';

/** What a micro session speaks. */
export const runtime = z.enum(['python', 'node', 'javascript']);
const runtimes = { PYTHON: 'python', NODE: 'node', JAVASCRIPT: 'javascript' } as const satisfies Record<MicroRuntime, string>;

/** A runtime of the graph in the names of this API. */
export const toRuntime = (given: MicroRuntime): z.input<typeof runtime> => runtimes[given];
/** A runtime as the graph names it. */
export const fromRuntime = (given: z.output<typeof runtime>): MicroRuntime => ({ python: 'PYTHON', node: 'NODE', javascript: 'JAVASCRIPT' } as const)[given];

const sessionStates = { IDLE: 'idle', BUSY: 'busy', STOPPED: 'stopped' } as const satisfies Record<MicroSessionState, string>;

/** A session as this API shows it. */
export const sessionSchema = z.object({
  session_id: z.string(), runtime, status: z.enum(['running', 'stopped']), state: z.enum(['idle', 'busy', 'stopped']), end_reason: z.string().nullable(), execution_count: z.int(),
  created_at: instant, last_used_at: instant, expires_at: instant, memory_bytes: bytes.nullable(),
});

/** A session of the graph in the names of this API. */
export const toSession = ({ id, runtime: speaks, state, ...session }: SessionFactsFragment): z.input<typeof sessionSchema> => ({
  session_id: id, runtime: toRuntime(speaks), status: state === 'STOPPED' ? 'stopped' : 'running', state: sessionStates[state], end_reason: session.endReason, execution_count: session.executionCount,
  created_at: session.createdAt, last_used_at: session.lastUsedAt, expires_at: session.expiresAt, memory_bytes: session.memoryBytes,
});

const executionStates = { OK: 'ok', ERROR: 'error', TIMED_OUT: 'timed_out', INTERRUPTED: 'interrupted', SESSION_ENDED: 'session_ended' } as const satisfies Record<MicroExecutionStatus, string>;

/** The same thing in several formats, by MIME type. */
export const displaySchema = z.record(z.string(), z.unknown());
/** What was shown, in the names of this API. */
export const toDisplay = ({ data }: { readonly data: unknown }): z.input<typeof displaySchema> => (typeof data === 'object' && data !== null ? { ...data } : {});

/** What one execution did, as this API shows it. */
export const executionSchema = z.object({
  session_id: z.string(), count: z.int(), status: z.enum(['ok', 'error', 'timed_out', 'interrupted', 'session_ended']), exit_code: z.int(), stdout: z.string(), stderr: z.string(), truncated: z.boolean(),
  displays: z.array(displaySchema), result: displaySchema.nullable(), error: z.object({ name: z.string(), message: z.string(), traceback: z.array(z.string()) }).nullable(),
  timed_out: z.boolean(), state_kept: z.boolean(), duration_ms: z.number(),
});

/** An execution of the graph in the names of this API. */
export const toExecution = ({ sessionId, status, displays, result, error, ...execution }: ExecutionFactsFragment): z.input<typeof executionSchema> => ({
  session_id: sessionId, count: execution.count, status: executionStates[status], exit_code: status === 'OK' ? 0 : 1, stdout: execution.stdout, stderr: execution.stderr, truncated: execution.truncated,
  displays: displays.map(toDisplay), result: result && toDisplay(result), error: error && { name: error.name, message: error.message, traceback: [...error.traceback] },
  timed_out: status === 'TIMED_OUT', state_kept: execution.stateKept, duration_ms: execution.durationMs,
});
