import { GraphQLError, Kind, OperationTypeNode, specifiedRules, visit, type ASTNode, type ASTVisitor, type DirectiveNode, type ValidationContext, type ValidationRule } from 'graphql';

/** The rules of the specification, and those of the incremental delivery draft (2022-08-24) for `@defer`. */
export const validationRules: readonly ValidationRule[] = [...specifiedRules, labelsAreStaticAndUnique, noDeferOnRootOfMutation, noDeferInSubscription];

/** Parts are told apart by their labels. */
function labelsAreStaticAndUnique(context: ValidationContext): ASTVisitor {
  const known = new Set<string>();
  return {
    Directive(node) {
      const label = isDefer(node) ? argumentValue(node, 'label') : undefined;
      if (label === undefined || label.kind === Kind.NULL) return;
      if (label.kind !== Kind.STRING) context.reportError(new GraphQLError('The label of @defer must be written out', { nodes: node }));
      else if (known.has(label.value)) context.reportError(new GraphQLError(`The label "${label.value}" of @defer is used twice`, { nodes: node }));
      else known.add(label.value);
    },
  };
}

/** The fields of a mutation run one after the other: none of them can be left for later. */
function noDeferOnRootOfMutation(context: ValidationContext): ASTVisitor {
  return {
    Directive(node) {
      const parent = context.getParentType();
      if (isDefer(node) && parent !== undefined && parent !== null && parent === context.getSchema().getMutationType()) {
        context.reportError(new GraphQLError('The root of a mutation cannot be deferred', { nodes: node }));
      }
    },
  };
}

/** Each event of a subscription is one answer. */
function noDeferInSubscription(context: ValidationContext): ASTVisitor {
  const report = (searched: ASTNode): void => void visit(searched, {
    Directive(node) {
      if (isDefer(node) && !isNever(node)) context.reportError(new GraphQLError('A subscription cannot be deferred: each event is one answer', { nodes: node }));
    },
  });
  return {
    OperationDefinition(operation) {
      if (operation.operation === OperationTypeNode.SUBSCRIPTION) [operation, ...context.getRecursivelyReferencedFragments(operation)].forEach(report);
    },
  };
}

const isDefer = ({ name }: DirectiveNode): boolean => name.value === 'defer';

const argumentValue = ({ arguments: given = [] }: DirectiveNode, name: string): NonNullable<DirectiveNode['arguments']>[number]['value'] | undefined => given.find((one) => one.name.value === name)?.value;

function isNever(node: DirectiveNode): boolean {
  const condition = argumentValue(node, 'if');
  return condition?.kind === Kind.BOOLEAN && !condition.value;
}
