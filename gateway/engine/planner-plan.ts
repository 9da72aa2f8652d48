import type { FetchDataRewrite, FetchNode, PlanNode as ApolloNode, QueryPlan as ApolloPlan, QueryPlanSelectionNode } from '@apollo/query-planner';
import { parse } from 'graphql';
import type { FetchPlan, PlanNode, QueryPlan, RequiredSelection, Rewrite } from './plan.ts';

/** A plan of @apollo/query-planner as ours. @throws Error for what the engine does not run: @defer and @context */
export function fromApolloPlan({ node }: ApolloPlan): QueryPlan {
  if (node === undefined) return { primary: null, root: null };
  if (node.kind === 'Subscription') return { primary: fetchPlan(node.primary), root: node.rest === undefined ? null : planNode(node.rest) };
  return { primary: null, root: planNode(node) };
}

function planNode(node: ApolloNode): PlanNode {
  switch (node.kind) {
    case 'Sequence': return { kind: 'sequence', nodes: node.nodes.map(planNode) };
    case 'Parallel': return { kind: 'parallel', nodes: node.nodes.map(planNode) };
    case 'Flatten': return { kind: 'flatten', path: node.path.map(String), node: planNode(node.node) };
    case 'Condition': return {
      kind: 'condition',
      variable: node.condition,
      then: node.ifClause === undefined ? null : planNode(node.ifClause),
      otherwise: node.elseClause === undefined ? null : planNode(node.elseClause),
    };
    case 'Fetch': return fetchPlan(node);
    case 'Defer': throw new Error('A plan with deferred parts cannot be run');
  }
}

function fetchPlan(node: FetchNode): FetchPlan {
  if (node.contextRewrites !== undefined && node.contextRewrites.length > 0) throw new Error('A plan with @context arguments cannot be run');
  return {
    kind: 'fetch',
    subgraph: node.serviceName,
    document: node.operationDocumentNode ?? parse(node.operation, { noLocation: true }),
    operationName: node.operationName,
    variables: node.variableUsages ?? [],
    requires: node.requires?.map(requiredSelection) ?? null,
    inputRewrites: node.inputRewrites?.map(rewrite) ?? [],
    outputRewrites: node.outputRewrites?.map(rewrite) ?? [],
  };
}

const requiredSelection = (selection: QueryPlanSelectionNode): RequiredSelection =>
  selection.kind === 'Field'
    ? { kind: 'field', key: selection.alias ?? selection.name, selections: selection.selections?.map(requiredSelection) ?? null }
    : { kind: 'fragment', type: selection.typeCondition ?? null, selections: selection.selections.map(requiredSelection) };

const rewrite = (change: FetchDataRewrite): Rewrite =>
  change.kind === 'ValueSetter'
    ? { kind: 'set', path: change.path, value: change.setValueTo }
    : { kind: 'rename', path: change.path, key: change.renameKeyTo };
