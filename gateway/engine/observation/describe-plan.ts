import { print } from 'graphql';
import type { FetchPlan, PlanNode, QueryPlan, RequiredSelection } from '../plan.ts';

/** A plan as text to read: what is fetched from where, and what waits for what. */
export function describePlan({ primary, root }: QueryPlan): string {
  const nodes = [...(primary === null ? [] : [block('Subscription', describeFetch(primary))]), ...(root === null ? [] : [describeNode(root)])];
  return block('QueryPlan', ...nodes);
}

function describeNode(node: PlanNode): string {
  switch (node.kind) {
    case 'sequence': return block('Sequence', ...node.nodes.map(describeNode));
    case 'parallel': return block('Parallel', ...node.nodes.map(describeNode));
    case 'flatten': return block(`Flatten(${node.path.join('.')})`, describeNode(node.node));
    case 'condition': return [
      ...(node.then === null ? [] : [block(`If($${node.variable})`, describeNode(node.then))]),
      ...(node.otherwise === null ? [] : [block(`Unless($${node.variable})`, describeNode(node.otherwise))]),
    ].join('\n');
    case 'defer': return block('Defer',
      ...(node.primary === null ? [] : [block('Primary', describeNode(node.primary))]),
      ...node.parts.map(({ label, depends, node: part }) => block(`Deferred(${[label, ...depends].join(', ')})`, ...(part === null ? [] : [describeNode(part)]))));
    case 'fetch': return describeFetch(node);
  }
}

function describeFetch({ subgraph, id, requires, document }: FetchPlan): string {
  const name = id === null ? subgraph : `${subgraph}, ${id}`;
  return block(`Fetch(${name})`, ...(requires === null ? [] : [block('Requires', ...requires.map(describeRequired))]), print(document));
}

function describeRequired(selection: RequiredSelection): string {
  const name = selection.kind === 'field' ? selection.key : `... on ${selection.type ?? 'any'}`;
  return selection.selections === null ? name : block(name, ...selection.selections.map(describeRequired));
}

function block(title: string, ...parts: readonly string[]): string {
  return parts.length === 0 ? `${title} {}` : `${title} {\n${parts.join('\n').replaceAll(/^/gmu, '  ')}\n}`;
}
