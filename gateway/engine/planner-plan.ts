import type { DeferNode, DeferredNode, FetchDataRewrite, FetchNode, PlanNode as ApolloNode, QueryPlan as ApolloPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { ContextVariable, DeferPlan, DeferredPlan, FetchPlan, PlanNode, QueryPlan, RequiredSelection, Rewrite } from './plan.ts';

/** A plan of @apollo/query-planner as ours. @throws Error for what the engine does not run */
export function fromApolloPlan({ node }: ApolloPlan): QueryPlan {
  if (node === undefined) return { primary: null, root: null };
  if (node.kind === 'Subscription') return { primary: fetchPlan(node.primary), root: optional(node.rest) };
  return { primary: null, root: planNode(node) };
}

function planNode(node: ApolloNode): PlanNode {
  switch (node.kind) {
    case 'Sequence': return { kind: 'sequence', nodes: node.nodes.map(planNode) };
    case 'Parallel': return { kind: 'parallel', nodes: node.nodes.map(planNode) };
    case 'Flatten': return { kind: 'flatten', path: node.path.map(String), node: planNode(node.node) };
    case 'Condition': return { kind: 'condition', variable: node.condition, then: optional(node.ifClause), otherwise: optional(node.elseClause) };
    case 'Defer': return deferPlan(node);
    case 'Fetch': return fetchPlan(node);
  }
}

const optional = (node: ApolloNode | undefined): PlanNode | null => (node === undefined ? null : planNode(node));

const deferPlan = ({ primary, deferred }: DeferNode): DeferPlan => ({ kind: 'defer', primary: optional(primary.node), parts: deferred.map(deferredPlan) });

function deferredPlan({ label, depends, node }: DeferredNode): DeferredPlan {
  if (label === undefined) throw new Error('A deferred part needs a label');
  return { label, depends: depends.map(({ id }) => id), node: optional(node) };
}

function fetchPlan(node: FetchNode): FetchPlan {
  const contextVariables = node.contextRewrites?.map(contextVariable) ?? [];
  return {
    kind: 'fetch',
    id: node.id ?? null,
    subgraph: node.serviceName,
    document: node.operationDocumentNode ?? parse(node.operation, { noLocation: true }),
    operationName: node.operationName,
    variables: (node.variableUsages ?? []).filter((used) => !contextVariables.some(({ name }) => name === used)),
    contextVariables,
    requires: node.requires?.map(requiredSelection) ?? null,
    inputRewrites: node.inputRewrites?.map(rewrite) ?? [],
    outputRewrites: node.outputRewrites?.map(rewrite) ?? [],
  };
}

/** The planner writes `..` for each object that the value is above the entity. */
function contextVariable(change: FetchDataRewrite): ContextVariable {
  if (change.kind !== 'KeyRenamer') throw new Error('A value from the context needs a name');
  const { path, renameKeyTo } = change;
  const down = path.filter((element) => element !== '..');
  return { name: renameKeyTo, levels: path.length - down.length, path: down };
}

const requiredSelection = (selection: QueryPlanSelectionNode): RequiredSelection =>
  selection.kind === 'Field'
    ? { kind: 'field', key: selection.alias ?? selection.name, selections: selection.selections?.map(requiredSelection) ?? null }
    : { kind: 'fragment', type: selection.typeCondition ?? null, selections: selection.selections.map(requiredSelection) };

const rewrite = (change: FetchDataRewrite): Rewrite =>
  change.kind === 'ValueSetter'
    ? { kind: 'set', path: change.path, value: change.setValueTo }
    : { kind: 'rename', path: change.path, key: change.renameKeyTo };
