import { DomainError } from '#kernel/errors';
import { maxSubscriptions } from './rpc-api.ts';
import type { RpcNotification, RpcPeer } from './rpc-method.ts';
import type { RpcId } from './rpc-request.ts';

/** What a call tells after its answer. */
export interface TaskFeed {
  readonly subscription: string;
  readonly notifications: AsyncIterable<RpcNotification>;
}

/** A call of a connection until all that it does has ended. */
export interface Task {
  readonly id: RpcId | undefined;
  readonly method: string;
  /** In the log. */
  readonly requestId: string;
  /** Ends all that it does. */
  readonly controller: AbortController;
  /** Null while it is not answered, and for what tells nothing. */
  feed: TaskFeed | null;
}

/** The tasks of one connection. */
export interface Tasks {
  begin(call: Pick<Task, 'id' | 'method' | 'requestId'>): Task;
  /** Harmless when it has ended. */
  end(task: Task): void;
  endAll(): void;
  /** Ends those that are answered. */
  endFeeds(): void;
  /** The connection as a task sees it. */
  peerOf(task: Task): RpcPeer;
}

/** No tasks yet. */
export function createTasks(notify: RpcPeer['notify']): Tasks {
  const tasks = new Set<Task>();
  let subscriptions = 0;

  const end = (task: Task): void => {
    tasks.delete(task);
    task.controller.abort(new DomainError('CANCELLED', 'The call was cancelled'));
  };
  const endEach = (isMeant: (task: Task) => boolean): boolean => {
    const meant = [...tasks].filter(isMeant);
    meant.forEach(end);
    return meant.length > 0;
  };
  const feeds = () => [...tasks].flatMap(({ feed, method }) => (feed === null ? [] : [{ subscription: feed.subscription, method }]));
  return {
    begin(call) {
      const task: Task = { ...call, controller: new AbortController(), feed: null };
      tasks.add(task);
      return task;
    },
    end,
    endAll: () => void endEach(() => true),
    endFeeds: () => void endEach(({ feed }) => feed !== null),
    peerOf: (task) => ({
      notify,
      follow(notifications) {
        if (feeds().length >= maxSubscriptions) throw new DomainError('LIMIT_REACHED', 'This connection has as many subscriptions as it may have', { details: { limit: maxSubscriptions } });
        const subscription = `s${(subscriptions += 1)}`;
        task.feed = { subscription, notifications: named(notifications, subscription) };
        return subscription;
      },
      subscriptions: feeds,
      endSubscription: (subscription) => endEach(({ feed }) => feed?.subscription === subscription),
      cancelCall: (id) => endEach((other) => other !== task && other.feed === null && other.id === id),
    }),
  };
}

/** Each notification says which subscription it belongs to. */
async function* named(notifications: AsyncIterable<RpcNotification>, subscription: string): AsyncGenerator<RpcNotification> {
  for await (const { method, params } of notifications) yield { method, params: { subscription, ...params } };
}
