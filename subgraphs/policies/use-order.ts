import type { Agent } from './policy.ts';

/** Agents in the order in which they were used last. Nothing here takes longer because there are more of them. */
export interface UseOrder {
  readonly size: number;
  /** Null when there are none. */
  readonly oldest: Agent | null;
  /** A new one, as the newest. */
  add(agent: Agent): void;
  remove(agent: Agent): void;
  /** Makes one that is there the newest. */
  renew(agent: Agent): void;
}

/** A list through the agents themselves: moving one to its end is a handful of assignments. */
export function createUseOrder(): UseOrder {
  let oldest: Agent | null = null;
  let newest: Agent | null = null;
  let size = 0;

  function unlink(agent: Agent): void {
    if (agent.older === null) oldest = agent.newer;
    else agent.older.newer = agent.newer;
    if (agent.newer === null) newest = agent.older;
    else agent.newer.older = agent.older;
  }

  function append(agent: Agent): void {
    agent.older = newest;
    agent.newer = null;
    if (newest === null) oldest = agent;
    else newest.newer = agent;
    newest = agent;
  }

  return {
    get size() {
      return size;
    },
    get oldest() {
      return oldest;
    },
    add(agent) {
      append(agent);
      size += 1;
    },
    remove(agent) {
      unlink(agent);
      agent.older = null;
      agent.newer = null;
      size -= 1;
    },
    renew(agent) {
      if (agent === newest) return;
      unlink(agent);
      append(agent);
    },
  };
}
