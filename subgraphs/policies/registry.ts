import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import { refuse, shown } from './input-rules.ts';
import type { Policy, PolicyVersion } from './policy.ts';
import type { PolicyFiles, PolicyKind } from './policy-files.ts';
import { createWatchers } from './watchers.ts';

/** The policies of this installation. */
export interface Registry {
  /** False: another process serves them, and each call is refused. */
  serves: boolean;
  /** All there are, also while this process does not serve them. */
  known(): readonly Policy[];
  /** By name. @throws DomainError UNAVAILABLE */
  all(): readonly Policy[];
  /** Without a name the default one; null when there is none of that name. @throws DomainError UNAVAILABLE */
  find(name: string | null | undefined): Policy | null;
  /** @throws DomainError NOT_FOUND, UNAVAILABLE */
  require(name: string | null | undefined): Policy;
  /** @throws DomainError NOT_FOUND */
  requireVersion(policy: Policy, version: string): PolicyVersion;
  /** The version that a caller names, by itself or by an alias, for new state. @throws DomainError NOT_FOUND, CONFLICT, UNAVAILABLE */
  requireLoaded(policy: Policy, named: string | null | undefined): PolicyVersion;
  /** Takes in what was found in a version folder, in place of what was known of it. Null: a policy of which nothing can be used. */
  include(files: PolicyFiles): PolicyVersion | null;
  /** Takes in many: of each policy the oldest version that can be read says how all of them observe and act. */
  includeAll(files: readonly PolicyFiles[]): void;
}

export interface RegistryOptions {
  readonly defaultPolicy: string;
  readonly logger: Logger;
}

const latest = 'latest';
const byVersion = new Intl.Collator('en', { numeric: true });

/** A registry without policies. */
export function createRegistry({ defaultPolicy, logger }: RegistryOptions): Registry {
  const policies = new Map<string, Policy>();

  function find(name: string | null | undefined): Policy | null {
    if (!registry.serves) throw new DomainError('UNAVAILABLE', 'This process does not serve the policies: another one does, or is about to');
    return policies.get(name ?? defaultPolicy) ?? null;
  }

  function findVersion(policy: Policy, named: string): PolicyVersion | null {
    if (named === latest) return policy.current;
    const alias = policy.aliases.get(named);
    return policy.versions.find(({ version }) => version === named) ?? policy.versions.find(({ version }) => version === alias) ?? null;
  }

  function include(files: PolicyFiles): PolicyVersion | null {
    const policy = policies.get(files.policy) ?? newPolicy(files);
    if (policy === null) {
      logger.warn({ component: 'policies', policy: files.policy, version: files.version, reason: files.fault }, 'a policy cannot be used');
      return null;
    }
    policies.set(policy.name, policy);
    const version = policy.versions.find((known) => known.version === files.version) ?? newVersion(policy, files);
    version.files = files;
    const refusal = files.fault ?? differenceOf(policy.kind, files.manifest);
    if (version.engine === null) Object.assign(version, { refusal, state: refusal === null ? 'UNLOADED' : 'REFUSED' });
    return version;
  }

  const registry: Registry = {
    serves: false,
    find,
    include,

    includeAll(files) {
      const byAge = files.toSorted((left, right) => byVersion.compare(left.version, right.version));
      for (const one of [...byAge.filter(({ manifest }) => manifest !== null), ...byAge.filter(({ manifest }) => manifest === null)]) include(one);
    },

    known: () => [...policies.values()],

    all() {
      find(null);
      return registry.known().toSorted((left, right) => byVersion.compare(left.name, right.name));
    },

    require(name) {
      const policy = find(name);
      if (policy === null) throw new DomainError('NOT_FOUND', `No policy is called '${shown(name ?? defaultPolicy)}'`);
      return policy;
    },

    requireVersion: (policy, named) => findVersion(policy, named) ?? noVersion(policy, named),

    requireLoaded(policy, named) {
      const version = named === null || named === undefined ? policy.current : findVersion(policy, named);
      if (version === null) {
        if (named === null || named === undefined || named === latest) throw new DomainError('UNAVAILABLE', `No version of policy '${policy.name}' is loaded`);
        return noVersion(policy, named);
      }
      if (version.state !== 'LOADED') throw new DomainError('CONFLICT', `Version ${version.version} of policy '${policy.name}' is not loaded`);
      return version;
    },
  };
  return registry;

  function newPolicy({ policy: name, manifest }: PolicyFiles): Policy | null {
    if (manifest === null) return null;
    const { observationLength, actionKind, actionSize } = manifest;
    return { name, kind: { observationLength, actionKind, actionSize }, isDefault: name === defaultPolicy, versions: [], aliases: new Map(), current: null, agents: new Map(), watchers: createWatchers(), isRecorded: false };
  }
}

/** Brings `current` in line after a version or an alias has changed: what the alias `latest` was set to if that is loaded, else the newest loaded version. */
export function chooseCurrent(policy: Policy): void {
  const loaded = policy.versions.filter(({ state }) => state === 'LOADED');
  const set = policy.aliases.get(latest);
  policy.current = loaded.find(({ version }) => version === set) ?? loaded.at(-1) ?? null;
}

/** The aliases of a policy with their versions; `latest` is always one while something is loaded. */
export function aliasesOf(policy: Policy): readonly { readonly name: string; readonly version: PolicyVersion }[] {
  const { aliases, current, versions } = policy;
  const others = [...aliases].filter(([name]) => name !== latest).sort(([left], [right]) => byVersion.compare(left, right));
  return [
    ...(current === null ? [] : [{ name: latest, version: current }]),
    ...others.flatMap(([name, target]) => versions.filter(({ version }) => version === target).map((version) => ({ name, version }))),
  ];
}

/** What the newest version says that can be read. */
export const descriptionOf = ({ versions }: Policy): string => versions.findLast(({ files }) => files.manifest !== null)?.files.manifest?.description ?? '';

/** Why a version cannot be one of the policy; null when it can. */
export function differenceOf(kind: PolicyKind, other: PolicyKind | null): string | null {
  if (other === null) return null;
  if (kind.observationLength !== other.observationLength) return `it observes ${other.observationLength} numbers, the policy ${kind.observationLength}`;
  if (kind.actionKind === other.actionKind && kind.actionSize === other.actionSize) return null;
  return `its actions are ${other.actionKind} of size ${other.actionSize}, those of the policy ${kind.actionKind} of size ${kind.actionSize}`;
}

/** @throws DomainError BAD_USER_INPUT for a name that no alias may have */
export function checkAlias(policy: Policy, name: string): void {
  if (!/^[a-z][a-z0-9_-]{0,31}$/iu.test(name)) refuse('alias', 'must begin with a letter and have up to 32 letters, digits, - and _');
  if (policy.versions.some(({ version }) => version === name)) refuse('alias', 'is the name of a version');
}

function newVersion(policy: Policy, files: PolicyFiles): PolicyVersion {
  const version: PolicyVersion = { policy, version: files.version, files, state: 'UNLOADED', refusal: null, engine: null, loadedAt: null, agentCount: 0 };
  policy.versions.push(version);
  policy.versions.sort((left, right) => byVersion.compare(left.version, right.version));
  return version;
}

function noVersion(policy: Policy, named: string): never {
  throw new DomainError('NOT_FOUND', `Policy '${policy.name}' has no version '${shown(named)}'`);
}
