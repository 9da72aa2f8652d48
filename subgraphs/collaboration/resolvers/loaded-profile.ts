import { DomainError } from '#kernel/errors';
import type { CollaborationLoaders } from '../loaders.ts';
import type { ProfileRow } from '../profile-repository.ts';

/** The profile of an AI that is known to have one. */
export async function loadedProfile({ profile }: CollaborationLoaders, subject: string): Promise<ProfileRow> {
  const found = await profile.load(subject);
  if (found === null) throw new DomainError('INTERNAL', 'An AI has no profile');
  return found;
}
