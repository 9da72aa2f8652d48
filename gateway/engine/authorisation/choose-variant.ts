import type { FieldNode } from 'graphql';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { Principal } from '#kernel/principal';
import { isPromise, type SubgraphVariables } from '../../subgraph-links/index.ts';
import type { CheckedOperation } from '../document/checked-operation.ts';
import type { OperationVariant } from '../operation-variant.ts';
import type { Guard } from './guards.ts';
import { createPolicyDecision, type MeetsPolicy, type Policies } from './policies.ts';

/** Decides what of an operation a principal may have. */
export interface VariantChooser {
  /**
   * The variant that the principal may run with these variables; later when it has to be planned first. Asks each policy at most once.
   * @throws DomainError UNAUTHENTICATED or UNAUTHORIZED_FIELD_OR_TYPE when the operation is given a value that the principal may not use
   * @throws DomainError QUERY_PLANNING_FAILED, or rejects with it
   */
  choose(principal: Principal | null, variables: SubgraphVariables): OperationVariant | Promise<OperationVariant>;
  /** False when policies have a say: what a principal may have can change while a stream is open. */
  readonly isSteady: boolean;
}

export interface VariantChooserOptions {
  readonly checked: CheckedOperation;
  /** The operation without denials. */
  readonly whole: OperationVariant;
  /** Compiles the operation without these fields. */
  readonly compile: (denied: ReadonlySet<FieldNode>) => OperationVariant | Promise<OperationVariant>;
  readonly policies: Policies;
  readonly logger: Logger;
}

/** Far more than there are kinds of principals. */
const maxVariants = 32;

/** Chooses by the mask of the guards that refuse; a variant is compiled when the first of its principals comes by. */
export function createVariantChooser(options: VariantChooserOptions): VariantChooser {
  const { checked: { guarded, guardsOfInputs }, whole, policies, logger } = options;
  const guards = [...new Set([...guarded.values()].flat())];
  if (guards.length === 0 && guardsOfInputs === null) return { choose: () => whole, isSteady: true };
  const variantFor = createVariants(options, guards);
  return {
    choose(principal, variables) {
      const meets = createPolicyDecision(policies, principal, logger);
      if (guardsOfInputs !== null) requireInputs(guardsOfInputs(variables), principal, meets);
      let mask = '';
      for (const guard of guards) mask += guard.allows(principal, meets) ? '.' : 'x';
      return mask.includes('x') ? variantFor(mask) : whole;
    },
    isSteady: guards.every(({ policies: asked }) => asked.length === 0) && guardsOfInputs === null,
  };
}

/** The variants by the mask of the guards that refuse. */
function createVariants({ checked: { guarded }, compile }: VariantChooserOptions, guards: readonly Guard[]): (mask: string) => OperationVariant | Promise<OperationVariant> {
  const variants = new Map<string, OperationVariant | Promise<OperationVariant>>();
  return (mask) => {
    const known = variants.get(mask);
    if (known !== undefined) return known;
    const refused = new Set(guards.filter((_, index) => mask[index] === 'x'));
    const denied = new Set<FieldNode>([...guarded].filter(([, of]) => of.some((guard) => refused.has(guard))).map(([field]) => field));
    const variant = compile(denied);
    if (variants.size >= maxVariants) variants.clear();
    variants.set(mask, variant);
    // What failed may do better next time; whoever waits for it now hears of the failure.
    if (isPromise(variant)) variant.then((ready) => variants.set(mask, ready), () => variants.delete(mask));
    return variant;
  };
}

function requireInputs(guards: readonly Guard[], principal: Principal | null, meets: MeetsPolicy): void {
  if (guards.every((guard) => guard.allows(principal, meets))) return;
  if (principal === null) throw new DomainError('UNAUTHENTICATED', 'Sign in to use a value that this operation is given');
  throw new DomainError('UNAUTHORIZED_FIELD_OR_TYPE', 'The operation is given a value that the principal may not use');
}
