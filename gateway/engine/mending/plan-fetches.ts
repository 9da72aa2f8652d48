import type { FetchPlan, PlanNode, QueryPlan } from '../plan.ts';

/** Every fetch of a plan. */
export const fetchesOf = ({ primary, root }: QueryPlan): readonly FetchPlan[] => [...(primary === null ? [] : [primary]), ...fetchesBelow(root)];

function fetchesBelow(node: PlanNode | null): readonly FetchPlan[] {
  switch (node?.kind) {
    case undefined: return [];
    case 'sequence':
    case 'parallel': return node.nodes.flatMap(fetchesBelow);
    case 'flatten': return fetchesBelow(node.node);
    case 'condition': return [...fetchesBelow(node.then), ...fetchesBelow(node.otherwise)];
    case 'defer': return [...fetchesBelow(node.primary), ...node.parts.flatMap((part) => fetchesBelow(part.node))];
    case 'fetch': return [node];
  }
}

/** The same plan with other fetches. */
export function withFetches({ primary, root }: QueryPlan, change: (fetch: FetchPlan) => FetchPlan): QueryPlan {
  const maybe = (node: PlanNode | null): PlanNode | null => (node === null ? null : changed(node));
  const changed = (node: PlanNode): PlanNode => {
    switch (node.kind) {
      case 'sequence':
      case 'parallel': return { ...node, nodes: node.nodes.map(changed) };
      case 'flatten': return { ...node, node: changed(node.node) };
      case 'condition': return { ...node, then: maybe(node.then), otherwise: maybe(node.otherwise) };
      case 'defer': return { ...node, primary: maybe(node.primary), parts: node.parts.map((part) => ({ ...part, node: maybe(part.node) })) };
      case 'fetch': return change(node);
    }
  };
  return { primary: primary === null ? null : change(primary), root: maybe(root) };
}
