import { z } from 'zod';
import { DomainError, type ErrorCode } from '#kernel/errors';
import { renamed, rpcFeed, rpcMethod, type RpcNotification } from '#rest-compat/core';
import { limitsSchema, sandboxSchema, streamName, toLimits, toSandbox, toStreamName } from './facts.ts';
import { displaySchema, executionSchema, fromRuntime, runtime, sessionSchema, toDisplay, toExecution, toRuntime, toSession } from './micro-facts.ts';
import {
  DescribeMicroDocument, ExecuteMicroDocument, InterruptMicroDocument, MicroOutputsDocument, ShowMicroDocument, StartMicroDocument, StopMicroDocument, type MicroOutputsSubscription,
} from './operations.generated.ts';

const ofSessions: readonly ErrorCode[] = ['NOT_FOUND', 'CONFLICT', 'FORBIDDEN', 'LIMIT_REACHED', 'SESSION_ENDED', 'SANDBOX_UNAVAILABLE', 'NOT_ENABLED', 'DISK_QUOTA_EXCEEDED', 'PAYLOAD_TOO_LARGE'];
const oneSession = z.object({ session_id: z.string() });
const fieldName = renamed({ sessionId: 'session_id', id: 'session_id', timeoutMs: 'timeout_ms', memoryBytes: 'memory_bytes', idleSeconds: 'idle_seconds' });

/** @throws DomainError NOT_FOUND when there is none */
function found<T>(thing: T | null | undefined): T {
  if (thing === null || thing === undefined) throw new DomainError('NOT_FOUND', 'No such session');
  return thing;
}

const start = rpcMethod({
  name: 'micro.start',
  summary: 'Start a session that keeps its state between executions',
  params: z.object({ runtime, memory_bytes: z.int().optional(), idle_seconds: z.int32().optional() }),
  operation: StartMicroDocument,
  variables: ({ runtime: speaks, memory_bytes: memoryBytes, idle_seconds: idleSeconds }) => ({ input: { runtime: fromRuntime(speaks), memoryBytes: memoryBytes ?? null, idleSeconds: idleSeconds ?? null } }),
  result: sessionSchema,
  reply: ({ startMicroSession: { session } }) => toSession(session),
  fieldName,
  errors: ofSessions,
});

const execute = rpcMethod({
  name: 'micro.execute',
  summary: 'Execute code in a session; executions of one session wait for each other',
  params: z.object({ session_id: z.string(), code: z.string(), timeout_ms: z.int32().optional() }),
  operation: ExecuteMicroDocument,
  variables: ({ session_id: sessionId, code, timeout_ms: timeoutMs }) => ({ input: { sessionId, code, timeoutMs: timeoutMs ?? null } }),
  result: executionSchema,
  reply: ({ executeMicroCode: { execution } }) => toExecution(execution),
  fieldName,
  errors: ofSessions,
});

const interrupt = rpcMethod({
  name: 'micro.interrupt',
  summary: 'Interrupt what a session executes; its state is kept',
  params: oneSession,
  operation: InterruptMicroDocument,
  variables: ({ session_id: id }) => ({ id }),
  result: sessionSchema,
  reply: ({ interruptMicroSession: { session } }) => toSession(session),
  fieldName,
  errors: ofSessions,
});

const stop = rpcMethod({
  name: 'micro.stop',
  summary: 'Stop a session',
  params: oneSession,
  operation: StopMicroDocument,
  variables: ({ session_id: id }) => ({ id }),
  result: sessionSchema,
  reply: ({ stopMicroSession: { session } }) => toSession(session),
  fieldName,
  errors: ofSessions,
});

const describedSchema = z.object({
  sessions: z.array(sessionSchema),
  languages: z.array(z.object({ runtime, version: z.string().nullable(), available: z.boolean(), reason: z.string().nullable() })),
  limits: limitsSchema,
  mime_types: z.array(z.string()),
  sandbox: sandboxSchema,
});

const describe = rpcMethod({
  name: 'micro.describe',
  summary: 'The sessions of the caller, and how sessions run here; with `session_id`, what is known of that session',
  params: z.object({ session_id: z.string().optional() }),
  operation: DescribeMicroDocument,
  variables: ({ session_id: id }) => ({ id: id ?? '', one: id !== undefined }),
  result: z.union([describedSchema, sessionSchema]),
  reply({ microSession, microSessions, microSettings }, { session_id: id }) {
    if (id !== undefined) return toSession(found(microSession));
    const { sandbox, languages, limits, mimeTypes } = found(microSettings);
    return {
      sessions: found(microSessions).map(toSession),
      languages: languages.map(({ runtime: speaks, version, reason }) => ({ runtime: toRuntime(speaks), version, available: reason === null, reason })),
      limits: toLimits(limits),
      mime_types: [...mimeTypes],
      sandbox: toSandbox(sandbox),
    };
  },
  fieldName,
  errors: ofSessions,
});

/** What a session says of what it executes, told to a caller who follows it. */
function toTold({ microOutput: { sessionId, count, stream, text, display, execution } }: MicroOutputsSubscription): readonly RpcNotification[] {
  const at = { session_id: sessionId, count };
  return [
    ...(stream === null || text === '' ? [] : [{ method: 'micro.output', params: { ...at, stream: toStreamName(stream), text } }]),
    ...(display === null ? [] : [{ method: 'micro.display', params: { ...at, display: toDisplay(display) } }]),
    ...(execution === null ? [] : [{ method: 'micro.executed', params: { ...at, execution: toExecution(execution) } }]),
  ];
}

const told = z.object({ subscription: z.string(), session_id: z.string(), count: z.int() });

const subscribe = rpcFeed({
  name: 'micro.subscribe',
  summary: 'Be told what a session writes and shows from now on',
  params: oneSession,
  state: { operation: ShowMicroDocument, variables: ({ session_id: id }) => ({ id }), reply: ({ microSession }) => ({ session: toSession(found(microSession)) }) },
  result: z.object({ session: sessionSchema }),
  feed: { operation: MicroOutputsDocument, variables: ({ session_id: id }) => ({ id }), notifications: toTold },
  tells: {
    'micro.output': told.extend({ stream: streamName, text: z.string() }),
    'micro.display': told.extend({ display: displaySchema }),
    'micro.executed': told.extend({ execution: executionSchema }),
  },
  fieldName,
  errors: ofSessions,
});

/** Sessions of Python, Node and JavaScript. */
export const microMethods = [start, execute, interrupt, stop, describe, subscribe];
