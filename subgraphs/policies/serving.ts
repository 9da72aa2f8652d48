import { setMaxListeners } from 'node:events';
import { createSingleWriter, type Database, type SingleWriter } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import { newId } from '#kernel/ids';
import type { Logger } from '#kernel/logging';
import type { AgentTable } from './agent-table.ts';
import type { Registry } from './registry.ts';
import type { PoliciesRepository } from './repository.ts';
import type { VersionService } from './version-service.ts';

/** Whether this process is the one that serves the policies of its database. */
export interface Serving {
  /** Tries for it from now on. @throws DomainError UNAVAILABLE when it must be and is not after `patienceMs` milliseconds */
  start(options: { readonly must: boolean; readonly patienceMs: number }): Promise<void>;
  /** Aborted when this process stops serving. */
  readonly signal: AbortSignal;
  /** Refuses all calls from now on, and ends the streams. */
  pause(): void;
  /** Lets another process serve. */
  close(): Promise<void>;
}

export interface ServingDependencies {
  readonly registry: Registry;
  readonly agents: AgentTable;
  readonly versions: Pick<VersionService, 'open'>;
  readonly repository: Pick<PoliciesRepository, 'settings' | 'takeOver'>;
  readonly database: Pick<Database, 'url'>;
  readonly logger: Logger;
  readonly lookMs: number;
}

export function createServing({ registry, agents, versions, repository, database, logger, lookMs }: ServingDependencies): Serving {
  const processId = newId();
  let controller = createController();
  let isClosing = false;
  let writer: SingleWriter | null = null;

  async function serve(): Promise<void> {
    const { aliases, recorded } = await repository.settings();
    const isOurs = await repository.takeOver(processId);
    for (const policy of registry.known()) {
      policy.isRecorded = recorded.has(policy.name);
      policy.aliases.clear();
      for (const alias of aliases) if (alias.policy === policy.name) policy.aliases.set(alias.name, alias.version);
      // Another process has gone on with the agents: what is known here of them is the past.
      if (!isOurs) for (const agent of policy.agents.values()) agents.forget(agent);
    }
    await versions.open();
    registry.serves = !isClosing;
  }

  function pause(): void {
    registry.serves = false;
    controller.abort();
    controller = createController();
  }

  return {
    get signal() {
      return controller.signal;
    },
    async start({ must, patienceMs }) {
      writer = createSingleWriter({ url: database.url, name: 'policies', logger, retryMs: lookMs, onTaken: serve, onLost: pause });
      if (must && !(await writer.taken(patienceMs))) throw notTheOne(writer.fault());
      await writer.attempted;
    },
    pause() {
      isClosing = true;
      pause();
    },
    close: async () => writer?.close(),
  };
}

/** Each stream listens to it. */
function createController(): AbortController {
  const controller = new AbortController();
  setMaxListeners(0, controller.signal);
  return controller;
}

function notTheOne(fault: unknown): DomainError {
  if (fault !== null) return new DomainError('UNAVAILABLE', 'The policies cannot be served: the log has the reason', { cause: fault });
  return new DomainError('UNAVAILABLE', 'Another process serves the policies of this database, and as their agents live in memory only one can. Stop that one, or start this one with CYBORG_PORT=off');
}
