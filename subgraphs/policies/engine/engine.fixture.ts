import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { loadPolicyEngine, type LoadPolicyEngineOptions, type PolicyEngine } from './index.ts';
import { seedRandom, nextUniform } from './random.ts';

/** The folder of a policy that ships. */
export const shipped = (name: string): string => fileURLToPath(new URL(`../../../models/policies/${name}/1`, import.meta.url));

/** An engine that is closed after the test. */
export async function openEngine(folder: string, options: Partial<LoadPolicyEngineOptions> = {}): Promise<PolicyEngine> {
  // However busy the machine is: on this thread unless the test says otherwise.
  const engine = await loadPolicyEngine({ folder, runtime: 'native', maxAgents: 1_000, metrics: null, blockingLimitMs: 1e6, ...options });
  onTestFinished(() => engine.close());
  return engine;
}

/** Observations that are the same in every run of the test. */
export function observations(count: number, length: number): number[][] {
  const state = seedRandom(7);
  return Array.from({ length: count }, () => Array.from({ length }, () => 2 * nextUniform(state) - 1));
}
