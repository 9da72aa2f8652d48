import type { RequestContext } from '#kernel/context';
import type { SandboxOffer } from '#platform/sandbox';
import { requireSight, requireTenant } from '../access.ts';
import type { ExecutionFoundation } from '../foundation.ts';
import { describeSandbox } from '../sandbox-description.ts';
import { toCode, toIdleMs, toMemoryBytes, toTimeoutMs } from './input-rules.ts';
import { createLanguages } from './languages.ts';
import { describeLimits } from './limits.ts';
import type { MicroExecution, MicroLanguage, MicroOutput, MicroRuntime } from './micro.ts';
import { createMicroMetrics } from './micro-metrics.ts';
import { mimeTypes } from './mime-bundle.ts';
import { createSessionRegistry } from './session-registry.ts';
import { createSessionStarter } from './session-starter.ts';
import type { Session, SessionFacts } from './session.ts';

export type { SessionFacts } from './session.ts';

type Caller = Pick<RequestContext, 'principal'>;

/** A session to start. */
interface StartRequest {
  readonly runtime: MicroRuntime;
  readonly memoryBytes?: number | null | undefined;
  readonly idleSeconds?: number | null | undefined;
}

/** Code for a session. */
interface ExecuteRequest {
  readonly sessionId: string;
  readonly code: string;
  readonly timeoutMs?: number | null | undefined;
}

/**
 * Micro sessions. Each call needs the scope, and the session of another user is as if there were none.
 * @throws DomainError UNAUTHENTICATED, FORBIDDEN, UNAVAILABLE where another process executes
 */
export interface MicroService {
  settings(caller: Caller): Promise<ReturnType<typeof describeSettings>>;
  /** @throws DomainError BAD_USER_INPUT, LIMIT_REACHED, NOT_ENABLED, SANDBOX_UNAVAILABLE, DISK_QUOTA_EXCEEDED */
  start(caller: Caller, input: StartRequest): Promise<SessionFacts>;
  /** @throws DomainError BAD_USER_INPUT, NOT_FOUND, SESSION_ENDED, LIMIT_REACHED */
  execute(caller: Caller, input: ExecuteRequest): Promise<{ readonly execution: MicroExecution; readonly session: SessionFacts }>;
  /** @throws DomainError NOT_FOUND, SESSION_ENDED */
  interrupt(caller: Caller, id: string): Promise<SessionFacts>;
  /** Resolves when the session and all that it had started are gone. @throws DomainError NOT_FOUND, SESSION_ENDED */
  stop(caller: Caller, id: string): Promise<SessionFacts>;
  /** Null when there is none, also ten minutes after its end. */
  find(caller: Caller, id: string): SessionFacts | null;
  /** Those that live, newest first. */
  list(caller: Caller): readonly SessionFacts[];
  /** Those of a user, for itself and for administrators. */
  listOf(caller: Caller, owner: string): readonly SessionFacts[];
  /** Ends with the session. @throws DomainError NOT_FOUND, SESSION_ENDED, LIMIT_REACHED */
  watch(caller: Pick<RequestContext, 'principal' | 'cancellation'>, id: string): AsyncIterableIterator<MicroOutput>;
  /** Ends every session. */
  close(): Promise<void>;
}

const describeSettings = (offer: SandboxOffer, languages: readonly MicroLanguage[]) => ({ sandbox: describeSandbox(offer), languages, limits: describeLimits(), mimeTypes });

/** The service of micro sessions; they live in the memory of this process. */
export function createMicroService(foundation: Omit<ExecutionFoundation, 'database'>): MicroService {
  const { config, sandbox, metrics, requireServing } = foundation;
  const registry = createSessionRegistry();
  const counters = createMicroMetrics(metrics, () => registry.count());
  const languages = createLanguages({ offer: sandbox, programs: config.programs });
  const start = createSessionStarter({ ...foundation, onExecuted: (runtime, { status }) => counters.executed(runtime, status) });

  function tenantOf(caller: Caller) {
    const owner = requireTenant(caller, 'micro');
    requireServing();
    return owner;
  }
  const sessionOf = (caller: Caller, id: string): Session => registry.require(tenantOf(caller), id);

  return {
    async settings(caller) {
      requireTenant(caller, 'micro');
      return describeSettings(sandbox, await languages.describe());
    },
    async start(caller, { runtime, memoryBytes, idleSeconds }) {
      const owner = tenantOf(caller);
      const request = { owner, memoryBytes: toMemoryBytes(runtime, memoryBytes), idleMs: toIdleMs(idleSeconds) };
      return registry.admit(owner, () => start(runtime, request));
    },
    async execute(caller, { sessionId, code, timeoutMs }) {
      const session = sessionOf(caller, sessionId);
      return { execution: await session.execute(toCode(code), toTimeoutMs(timeoutMs)), session };
    },
    async interrupt(caller, id) {
      const session = sessionOf(caller, id);
      await session.interrupt();
      return session;
    },
    async stop(caller, id) {
      const session = sessionOf(caller, id);
      await session.end('stopped');
      return session;
    },
    find: (caller, id) => registry.find(tenantOf(caller), id),
    list: (caller) => registry.listOf(tenantOf(caller)),
    listOf(caller, owner) {
      requireSight(caller, owner);
      return registry.listOf(owner);
    },
    watch: (caller, id) => sessionOf(caller, id).watch(caller.cancellation.signal),
    close: () => registry.close(),
  };
}
