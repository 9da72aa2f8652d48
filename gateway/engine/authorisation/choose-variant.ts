import type { FieldNode } from 'graphql';
import type { Principal } from '#kernel/principal';
import type { CheckedOperation } from '../document/checked-operation.ts';
import { compileVariant, type OperationVariant, type VariantEnvironment } from '../operation-variant.ts';

/** The variant of an operation that a principal may run. @throws DomainError QUERY_PLANNING_FAILED */
export type ChooseVariant = (principal: Principal | null) => OperationVariant;

/** Far more than there are kinds of principals. */
const maxVariants = 32;

/** Compiles the variant without denials now, the others when the first of their principals comes by. @throws DomainError QUERY_PLANNING_FAILED */
export function createVariantChooser(checked: CheckedOperation, environment: VariantEnvironment): ChooseVariant {
  const guards = [...new Set([...checked.guarded.values()].flat())];
  const whole = compileVariant(checked, new Set(), environment);
  if (guards.length === 0) return () => whole;
  const variants = new Map<string, OperationVariant>();
  return (principal) => {
    let mask = '';
    for (const guard of guards) mask += guard.allows(principal) ? '.' : 'x';
    if (!mask.includes('x')) return whole;
    const known = variants.get(mask);
    if (known !== undefined) return known;
    const refused = new Set(guards.filter((_, index) => mask[index] === 'x'));
    const denied = new Set<FieldNode>([...checked.guarded].filter(([, of]) => of.some((guard) => refused.has(guard))).map(([field]) => field));
    const variant = compileVariant(checked, denied, environment);
    if (variants.size >= maxVariants) variants.clear();
    variants.set(mask, variant);
    return variant;
  };
}
