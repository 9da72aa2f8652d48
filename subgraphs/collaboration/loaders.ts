import DataLoader from 'dataloader';
import type { CollaborationRepository, CollaborationRow } from './collaboration-repository.ts';
import type { MessageRow } from './message.ts';
import type { MessageRepository, Sight } from './message-repository.ts';
import type { ProfileRepository, ProfileRow } from './profile-repository.ts';
import type { SessionRepository, SessionRow } from './session-repository.ts';

/** Batched look-ups over all requests of this process: thousands of subscribers to one broadcast cost one query. */
export interface CollaborationLoaders {
  readonly profile: DataLoader<string, ProfileRow | null>;
  /** A message as a reader sees it. */
  readonly message: DataLoader<Sight, MessageRow | null>;
  readonly session: DataLoader<bigint, SessionRow | null>;
  readonly collaboration: DataLoader<bigint, CollaborationRow | null>;
}

export interface LoaderDependencies {
  readonly profiles: ProfileRepository;
  readonly messages: MessageRepository;
  readonly sessions: SessionRepository;
  readonly collaborations: CollaborationRepository;
}

// They batch, but do not remember: they outlive what they read.
const options = { cache: false, maxBatchSize: 5000 };
const subjectPattern = /^[\x21-\x7e]{1,200}$/u;

/** The loaders of one process. */
export function createCollaborationLoaders({ profiles, messages, sessions, collaborations }: LoaderDependencies): CollaborationLoaders {
  return {
    profile: new DataLoader(async (subjects) => {
      // PostgreSQL refuses a text with NUL: one such reference would fail the whole batch that it is in.
      const asked = [...new Set(subjects)].filter((subject) => subjectPattern.test(subject));
      const found = new Map((await profiles.findMany(asked)).map((profile) => [profile.subject, profile]));
      return subjects.map((subject) => found.get(subject) ?? null);
    }, options),
    message: new DataLoader(async (sights) => {
      const keyOf = ({ reader, id }: Sight): string => `${reader} ${id}`;
      const found = new Map((await messages.findFor(sights)).map(({ reader, ...message }) => [keyOf({ reader, id: message.id }), message]));
      return sights.map((sight) => found.get(keyOf(sight)) ?? null);
    }, options),
    session: new DataLoader(async (ids) => {
      const found = new Map((await sessions.findMany([...new Set(ids)])).map((session) => [session.id, session]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
    collaboration: new DataLoader(async (ids) => {
      const found = new Map((await collaborations.findMany([...new Set(ids)])).map((collaboration) => [collaboration.id, collaboration]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
  };
}
