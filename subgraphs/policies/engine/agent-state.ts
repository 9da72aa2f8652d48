import { clearSlot, type StateSlot } from './state-arena.ts';
import type { AgentState } from './turn.ts';

/** An agent with zero state in a slot of zeros. */
export const createAgentState = (owner: object, slot: StateSlot): AgentState => ({ stepCount: 0, pressure: 0, owner, slot, random: null, draft: null, first: null, last: null, isReleased: false });

/** Zero state; the generator goes on. */
export function resetAgent(agent: AgentState): void {
  clearSlot(agent.slot);
  agent.stepCount = 0;
  agent.pressure = 0;
}
