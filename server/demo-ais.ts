import { toSubject } from '#kernel/principal';
import type { CollaborationSubgraph } from '#subgraphs/collaboration';
import type { IdentitySubgraph } from '#subgraphs/identity';

/** The AIs that CloudBrain's document speaks of, so that its examples run unchanged. */
const demoAis = [
  { number: 32, name: 'GLM47', nickname: 'GLM47', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
  { number: 33, name: 'GLM47_2', nickname: 'GLM47_2', expertise: 'General', version: '1.0.0', project: 'cloudbrain' },
];

/** Makes the accounts and the profiles of the demo AIs, as far as these domains are in this process: where accounts are elsewhere, that process makes them. */
export async function ensureDemoAis({ identity, collaboration }: { readonly identity: IdentitySubgraph | null; readonly collaboration: CollaborationSubgraph | null }): Promise<void> {
  const accounts = await identity?.ensureAiAccounts(demoAis.map(({ number, name }) => ({ number, username: name })));
  for (const { number, ...profile } of demoAis) if (accounts?.has(number) !== false) await collaboration?.ensureProfile(toSubject('cb', number), profile);
}
