import type { Agent } from './policy.ts';

/** The `count` agents with the smallest ids behind `after`, in order, in one pass: sorting a hundred thousand for a page would hold up those who step. */
export function smallest(agents: Iterable<Agent>, { count, after }: { readonly count: number; readonly after: string | null }): readonly Agent[] {
  const found: Agent[] = [];
  for (const agent of agents) {
    if (after !== null && agent.id <= after) continue;
    const greatest = found.at(-1);
    if (found.length === count && greatest !== undefined && agent.id >= greatest.id) continue;
    const place = found.findIndex(({ id }) => id > agent.id);
    found.splice(place === -1 ? found.length : place, 0, agent);
    if (found.length > count) found.pop();
  }
  return found;
}
