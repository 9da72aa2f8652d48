import type { Clock } from '#kernel/clock';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { PolicyEngine } from './engine/index.ts';
import type { PolicyVersion } from './policy.ts';
import { differenceOf } from './registry.ts';

/** Takes versions in, and gives them back. */
export interface VersionLoader {
  /** Nothing for one that is loaded. A version that cannot be used keeps the reason. @throws DomainError BAD_USER_INPUT with that reason */
  load(version: PolicyVersion): Promise<void>;
  /** At once as far as callers see; resolves when its memory is free. */
  discard(version: PolicyVersion): Promise<void>;
}

export interface VersionLoaderDependencies {
  readonly loadEngine: (policy: string, folder: string) => Promise<PolicyEngine>;
  readonly clock: Clock;
  readonly logger: Logger;
}

export function createVersionLoader({ loadEngine, clock, logger }: VersionLoaderDependencies): VersionLoader {
  async function open(version: PolicyVersion): Promise<PolicyEngine> {
    if (version.refusal !== null) throw unusable(version.refusal);
    const engine = await loadEngine(version.policy.name, version.files.folder);
    const difference = differenceOf(version.policy.kind, engine.shape);
    if (difference === null) return engine;
    await engine.close();
    throw unusable(difference);
  }

  return {
    async load(version) {
      if (version.engine !== null) version.state = 'LOADED';
      if (version.state === 'LOADED') return;
      try {
        const engine = await open(version);
        Object.assign(version, { engine, state: 'LOADED', loadedAt: new Date(clock.now()) });
      } catch (fault) {
        const refusal = DomainError.isInstance(fault) ? reasonOf(fault) : 'it cannot be loaded';
        Object.assign(version, { state: 'REFUSED', refusal });
        logger.warn({ component: 'policies', policy: version.policy.name, version: version.version, err: fault }, 'a version of a policy is refused');
        throw DomainError.isInstance(fault) ? fault : unusable(refusal, fault);
      }
    },

    async discard(version) {
      const { engine } = version;
      if (engine === null) return;
      Object.assign(version, { engine: null, state: 'UNLOADED', loadedAt: null });
      await engine.close();
    },
  };
}

/** Why a version cannot be used. */
export function unusable(reason: string, cause?: unknown): DomainError {
  return new DomainError('BAD_USER_INPUT', `The policy cannot be used: ${reason}`, { details: { field: 'version', reason }, cause });
}

const reasonOf = ({ details, message }: DomainError): string => (typeof details['reason'] === 'string' ? details['reason'] : message);
