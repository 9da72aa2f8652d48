import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';

/** What a `@policy` of the schema means, by its name: decides over a principal who is signed in. */
export type Policies = ReadonlyMap<string, (principal: Principal) => boolean>;

/** Decides the policies of one request; each is asked at most once. Nobody who is not signed in meets a policy. */
export type MeetsPolicy = (policy: string) => boolean;

/** The policies as one principal meets them in one request. A policy that nobody registered is not met, nor is one that throws. */
export function createPolicyDecision(policies: Policies, principal: Principal | null, logger: Logger): MeetsPolicy {
  if (principal === null) return () => false;
  const decide = (name: string): boolean => {
    try {
      return policies.get(name)?.(principal) === true;
    } catch (fault) {
      logger.error({ policy: name, err: fault }, 'a policy failed');
      return false;
    }
  };
  let decided: Map<string, boolean> | undefined;
  return (name) => {
    const known = (decided ??= new Map<string, boolean>()).get(name);
    if (known !== undefined) return known;
    const isMet = decide(name);
    decided.set(name, isMet);
    return isMet;
  };
}

/** Tells the operator which policies of a schema nobody registered: what they guard is refused to everyone. */
export function warnOfUnknownPolicies(used: ReadonlySet<string>, policies: Policies, logger: Logger): void {
  const unknown = [...used].filter((name) => !policies.has(name));
  if (unknown.length > 0) logger.warn({ policies: unknown }, 'the schema asks for policies that nobody registered: what they guard is refused');
}
