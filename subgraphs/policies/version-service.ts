import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { AgentTable } from './agent-table.ts';
import { shown } from './input-rules.ts';
import { defaultAgentId, type Policy, type PolicyVersion } from './policy.ts';
import type { PolicyFiles } from './policy-files.ts';
import { checkAlias, chooseCurrent, type Registry } from './registry.ts';
import type { PoliciesRepository } from './repository.ts';
import { unusable, type VersionLoader } from './version-loader.ts';

/** Which version of which policy. */
export interface VersionName {
  readonly policy: string;
  readonly version: string;
}

/** Versions come into service and leave it while agents go on. */
export interface VersionService {
  /** Loads what the aliases name and the newest version of each policy, as far as they can be used. */
  open(): Promise<void>;
  /** @throws DomainError NOT_FOUND, BAD_USER_INPUT with the reason why it cannot be used */
  load(input: VersionName & { readonly alias?: string | null | undefined }): Promise<PolicyVersion>;
  /** @throws DomainError NOT_FOUND */
  unload(input: VersionName & { readonly force: boolean }): Promise<PolicyVersion>;
  /** @throws DomainError NOT_FOUND, CONFLICT for a version that is not loaded, BAD_USER_INPUT */
  setAlias(input: VersionName & { readonly alias: string }): Promise<Policy>;
  /** Gives a version back that has lost its last agent, if it retires. */
  leave(version: PolicyVersion): void;
  /** Gives all of them back. */
  close(): Promise<void>;
}

export interface VersionServiceDependencies {
  readonly registry: Registry;
  readonly agents: AgentTable;
  readonly loader: VersionLoader;
  readonly repository: Pick<PoliciesRepository, 'setAlias'>;
  /** The folder of one version as it is now. */
  readonly readFiles: (policy: string, version: string) => Promise<PolicyFiles | null>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createVersionService({ registry, agents, loader, repository, readFiles, clock, logger }: VersionServiceDependencies): VersionService {
  const inTurn = createTurns();

  /** What happens after each change of versions or aliases: there is an agent `default`, and none of them holds back a version that goes. */
  function settle(policy: Policy): void {
    chooseCurrent(policy);
    const { current } = policy;
    const first = policy.agents.get(defaultAgentId);
    const isIdle = first === undefined || (first.version.state === 'RETIRING' && first.episode.steps === 0);
    if (current !== null && isIdle) agents.place({ policy, id: defaultAgentId, version: current, make: (engine) => engine.createAgent() }, clock.now());
  }

  async function pointAlias(policy: Policy, alias: string, version: PolicyVersion): Promise<void> {
    await repository.setAlias(policy.name, alias, version.version);
    policy.aliases.set(alias, version.version);
  }

  return {
    leave(version) {
      if (version.state !== 'RETIRING') return;
      loader.discard(version).catch((error: unknown) => logger.error({ component: 'policies', err: error }, 'a version of a policy did not close'));
    },

    open: () => inTurn(async () => {
      for (const policy of registry.known()) {
        const named = new Set(policy.aliases.values());
        for (const version of policy.versions.toReversed()) {
          // Beside those with names the newest that can be used.
          const isWanted = named.has(version.version) || !policy.versions.some(({ state }) => state === 'LOADED');
          if (isWanted) await loader.load(version).catch(() => undefined);
        }
        settle(policy);
      }
    }),

    load: ({ alias = null, ...name }) => inTurn(async () => {
      const version = await lookUp(name, { registry, readFiles });
      const { policy } = version;
      if (alias !== null) checkAlias(policy, alias);
      await loader.load(version);
      if (alias !== null) await pointAlias(policy, alias, version);
      settle(policy);
      return version;
    }),

    unload: ({ policy: name, version: named, force }) => inTurn(async () => {
      const policy = registry.require(name);
      const version = registry.requireVersion(policy, named);
      if (version.engine === null) return version;
      version.state = 'RETIRING';
      settle(policy);
      if (force) for (const agent of policy.agents.values()) if (agent.version === version) agents.forget(agent);
      if (version.agentCount === 0) await loader.discard(version);
      settle(policy);
      return version;
    }),

    setAlias: ({ policy: name, alias, version: named }) => inTurn(async () => {
      const policy = registry.require(name);
      checkAlias(policy, alias);
      await pointAlias(policy, alias, registry.requireLoaded(policy, named));
      settle(policy);
      return policy;
    }),

    close: () => inTurn(async () => {
      await Promise.all(registry.known().flatMap(({ versions }) => versions.map((version) => loader.discard(version))));
    }),
  };
}

/** A version as its folder is now, unless it is in use. */
async function lookUp({ policy: name, version: named }: VersionName, { registry, readFiles }: Pick<VersionServiceDependencies, 'registry' | 'readFiles'>): Promise<PolicyVersion> {
  const known = registry.find(name)?.versions.find(({ version }) => version === named);
  if (known !== undefined && known.engine !== null) return known;
  const files = await readFiles(name, named);
  if (files === null) throw new DomainError('NOT_FOUND', `There is no version '${shown(named)}' of a policy '${shown(name)}'`);
  const version = registry.include(files);
  if (version === null) throw unusable(files.fault ?? 'it cannot be read');
  return version;
}

/** One change after another: what a change has checked still holds when it acts. */
function createTurns() {
  let last: Promise<unknown> = Promise.resolve();
  return <T>(change: () => Promise<T>): Promise<T> => {
    const result = last.then(change);
    last = result.catch(() => undefined);
    return result;
  };
}
