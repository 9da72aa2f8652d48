import type { Authenticator } from '#kernel/authentication';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { parseJson } from '#kernel/listener';
import { maxCallsAtOnce } from './rpc-api.ts';
import type { RpcDispatcher } from './rpc-dispatcher.ts';
import type { RpcCall, RpcPeer } from './rpc-method.ts';
import { createTasks, type Task, type TaskFeed } from './rpc-tasks.ts';
import { refuseAnonymous, type Conversation, type SocketConnection } from './socket.ts';

export interface RpcConversationOptions {
  readonly connection: SocketConnection;
  readonly dispatcher: RpcDispatcher;
  readonly authenticator: Authenticator;
  readonly deadlineMs: number;
  /** Milliseconds between two looks at whether the credential is still good. */
  readonly recheckMs: number;
}

/** 4401, as many protocols over WebSockets have it: the credential is no longer good. */
const unauthenticatedClose = 4401;

/** What is said on one connection of a JSON-RPC API. Calls run beside each other; while too many do, nothing more is read. */
export function createRpcConversation({ connection, dispatcher, authenticator, deadlineMs, recheckMs }: RpcConversationOptions): Conversation {
  const notify: RpcPeer['notify'] = (notification) => connection.send(JSON.stringify({ jsonrpc: '2.0', ...notification }));
  const tasks = createTasks(notify);
  const working = new Set<Promise<void>>();
  let isDraining = false;

  const authenticate = async () => (await authenticator.authenticate(connection.credentials)) ?? refuseAnonymous();
  const toCall = async (task: Task): Promise<RpcCall> => {
    const context = createRequestContext({
      principal: await authenticate(),
      requestId: task.requestId,
      cancellation: cancellationOf(task.controller.signal),
      deadline: Date.now() + deadlineMs,
      clientAddress: connection.clientAddress,
    });
    return { id: task.id, context, peer: tasks.peerOf(task) };
  };
  const converse = async (payload: unknown, requestId: string): Promise<void> => {
    const begun: Task[] = [];
    const answer = await dispatcher.answer(payload, {
      requestId,
      transport: 'websocket',
      open({ id, method }) {
        const task = tasks.begin({ id, method, requestId });
        begun.push(task);
        return toCall(task);
      },
    });
    if (answer.json !== null) await connection.send(answer.json);
    if (answer.refusal?.code === 'UNAUTHENTICATED') connection.end(unauthenticatedClose, 'Sign in again');
    for (const task of begun) {
      if (task.feed === null || isDraining) tasks.end(task);
      else void tell(task, task.feed, { dispatcher, notify }).finally(() => tasks.end(task));
    }
  };

  const rounds = setInterval(() => void authenticate().catch(() => connection.end(unauthenticatedClose, 'Sign in again')), recheckMs).unref();
  connection.cancellation.signal.addEventListener('abort', () => tasks.endAll(), { once: true });

  return {
    async answer(message, requestId) {
      const payload = parseJson(message);
      while (working.size >= maxCallsAtOnce) await Promise.race(working);
      const work = converse(payload, requestId)
        .catch((fault: unknown) => void dispatcher.errorOf('rpc.socket', fault, requestId)) // puts it into the log
        .finally(() => working.delete(work));
      working.add(work);
      return null;
    },
    async drain() {
      isDraining = true;
      tasks.endFeeds();
      await Promise.all(working);
    },
    async close() {
      clearInterval(rounds);
      tasks.endAll();
    },
  };
}

/** Tells all that follows a call, as fast as the caller takes it, and last how it ended, unless it was ended from here. */
async function tell({ method, requestId, controller: { signal } }: Task, { subscription, notifications }: TaskFeed, { dispatcher, notify }: Pick<RpcConversationOptions, 'dispatcher'> & Pick<RpcPeer, 'notify'>): Promise<void> {
  const unsubscribed = dispatcher.metrics.subscribed(method);
  const ended = (how: object): Promise<void> | undefined => (signal.aborted ? undefined : notify({ method: 'subscription.ended', params: { subscription, ...how } }));
  try {
    for await (const notification of notifications) {
      if (signal.aborted) return;
      await notify(notification);
    }
    await ended({ reason: 'completed' });
  } catch (thrown) {
    await ended({ reason: 'failed', error: dispatcher.errorOf(method, thrown, requestId) });
  } finally {
    unsubscribed();
  }
}
