import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { followed, renamed, rpcFeed, rpcMethod, type RpcNotification } from '#rest-compat/core';
import { bytes, limitsSchema, sandboxSchema, streamName, toLimits, toSandbox, toStreamName } from './facts.ts';
import { CancelRunDocument, DescribeRunsDocument, RunOutputsDocument, RunProgramDocument, ShowRunDocument, type DescribeRunsQuery, type RunOutputsSubscription, type RunProgramInput } from './operations.generated.ts';
import { recentRunSchema, runSchema, toRecentRun, toRun } from './run-facts.ts';

const ofRuns: readonly ErrorCode[] = ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'LIMIT_REACHED', 'SANDBOX_UNAVAILABLE', 'DISK_QUOTA_EXCEEDED', 'PAYLOAD_TOO_LARGE'];

const program = z.object({
  program: z.string(),
  args: z.array(z.string()).max(10_000).default([]),
  timeout_ms: z.int32().optional(),
  stdin: z.string().optional(),
  cwd: z.string().optional(),
  memory_bytes: z.int().optional(),
  wait: z.boolean().default(true),
});
type Program = z.output<typeof program>;

const toProgram = ({ program: file, args, timeout_ms: timeoutMs, stdin, cwd, memory_bytes: memoryBytes, wait }: Program): RunProgramInput => ({
  program: file,
  arguments: args,
  wait,
  ...(timeoutMs !== undefined && { timeoutMs }),
  ...(stdin !== undefined && { stdin }),
  ...(cwd !== undefined && { workingDirectory: cwd }),
  ...(memoryBytes !== undefined && { memoryBytes }),
});

const callId = z.union([z.string(), z.number(), z.null()]).optional().describe('The id of the call that the program was run by, where it was run on this connection');
const outputTold = {
  'run.output': z.object({ run_id: z.string(), call_id: callId, subscription: z.string().optional(), stream: streamName, text: z.string() }),
  'run.ended': z.object({ run_id: z.string(), call_id: callId, subscription: z.string().optional(), run: runSchema }),
};

/** What a run says of itself, told to a caller who follows it. */
function toTold({ runOutput: { runId, stream, text, run } }: RunOutputsSubscription, call: object): readonly RpcNotification[] {
  if (run !== null) return [{ method: 'run.ended', params: { run_id: runId, ...call, run: toRun(run) } }];
  return stream === null ? [] : [{ method: 'run.output', params: { run_id: runId, ...call, stream: toStreamName(stream), text } }];
}

const toCall = ({ id }: { readonly id: string | number | null | undefined }): object => (id === undefined ? {} : { call_id: id });

const runResult = runSchema.extend({ subscription: z.string().optional().describe('Over a WebSocket, of a run that is not waited for') });

const exec = rpcMethod({
  name: 'run.exec',
  summary: 'Run a program in a sandbox over the files of the caller; over a WebSocket its output is told as it comes',
  params: program,
  operation: RunProgramDocument,
  variables: (input) => ({ input: toProgram(input) }),
  result: runResult,
  reply: ({ runProgram: { run } }): z.input<typeof runResult> => toRun(run),
  telling: followed({
    waits: ({ wait }: Program) => wait,
    begin: { operation: RunProgramDocument, variables: (input: Program) => ({ input: { ...toProgram(input), wait: false } }) },
    feed: { operation: RunOutputsDocument, variables: ({ runProgram: { run } }) => ({ id: run.id }), notifications: (data, call) => toTold(data, toCall(call)) },
    undo: { operation: CancelRunDocument, variables: ({ runProgram: { run } }) => ({ id: run.id }) },
    end({ runOutput: { run } }): z.input<typeof runResult> {
      if (run === null) throw new DomainError('INTERNAL', 'The run ended without a word');
      return toRun(run);
    },
    beginning: ({ runProgram: { run } }, subscription) => ({ ...toRun(run), subscription }),
  }),
  tells: outputTold,
  fieldName: renamed({ arguments: 'args', timeoutMs: 'timeout_ms', workingDirectory: 'cwd', memoryBytes: 'memory_bytes' }),
  errors: ofRuns,
});

const described = z.object({
  programs: z.array(z.string()),
  limits: limitsSchema,
  program_versions: z.record(z.string(), z.string().nullable()),
  sandbox: sandboxSchema,
  environment_keys: z.array(z.string()),
  running: z.int(),
  queued: z.int(),
  recent: z.array(recentRunSchema),
  workspace: z.object({ quota_bytes: bytes, used_bytes: bytes, max_files: z.int(), files: z.int() }),
});

const describe = rpcMethod({
  name: 'run.describe',
  summary: 'How programs run here; with `run_id`, what is known of that run',
  params: z.object({ run_id: z.string().optional() }),
  operation: DescribeRunsDocument,
  variables: ({ run_id: id }) => ({ id: id ?? '', one: id !== undefined }),
  result: z.union([described, runSchema]),
  reply: (data, { run_id: id }) => (id === undefined ? toDescribed(data) : toRun(found(data.run))),
  fieldName: renamed({ id: 'run_id' }),
  errors: ofRuns,
});

function toDescribed({ runSettings, runs, workspace }: DescribeRunsQuery): z.input<typeof described> {
  const { sandbox, programs, limits, environmentKeys, running, queued } = found(runSettings);
  const { maxBytes, usedBytes, maxFiles, fileCount } = found(workspace);
  return {
    programs: programs.map(({ path }) => path),
    limits: toLimits(limits),
    program_versions: Object.fromEntries(programs.map(({ path, version }) => [path, version])),
    sandbox: toSandbox(sandbox),
    environment_keys: [...environmentKeys],
    running,
    queued,
    recent: found(runs).nodes.map(toRecentRun),
    workspace: { quota_bytes: maxBytes, used_bytes: usedBytes, max_files: maxFiles, files: fileCount },
  };
}

/** @throws DomainError NOT_FOUND when there is none */
function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new DomainError('NOT_FOUND', 'No such run');
  return thing;
}

const runId = z.object({ run_id: z.string() });

const cancel = rpcMethod({
  name: 'run.cancel',
  summary: 'End a run with all its processes; one that has ended stays as it is',
  params: runId,
  operation: CancelRunDocument,
  variables: ({ run_id: id }) => ({ id }),
  result: runSchema,
  reply: ({ cancelRun: { run } }) => toRun(run),
  errors: ofRuns,
});

const subscribe = rpcFeed({
  name: 'run.subscribe',
  summary: 'Be told what a run writes: what it wrote already, and the rest as it comes',
  params: runId,
  state: { operation: ShowRunDocument, variables: ({ run_id: id }) => ({ id }), reply: ({ run }) => ({ run: toRun(found(run)) }) },
  result: z.object({ run: runSchema }),
  feed: { operation: RunOutputsDocument, variables: ({ run_id: id }) => ({ id }), notifications: (data) => toTold(data, {}) },
  tells: outputTold,
  errors: ofRuns,
});

/** Programs in sandboxes. */
export const runMethods = [exec, describe, cancel, subscribe];
