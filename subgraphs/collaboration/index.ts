import { systemClock, type Clock } from '#kernel/clock';
import type { RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import type { Events } from '#kernel/events';
import type { GraphPort } from '#kernel/graph-port';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import { createAccounts } from './accounts.ts';
import { createCollaborationRepository } from './collaboration-repository.ts';
import { createCollaborationService } from './collaboration-service.ts';
import { createCollaborationStepService } from './collaboration-step-service.ts';
import type { CollaborationContext, CollaborationServices } from './context.ts';
import { createCollaborationLoaders } from './loaders.ts';
import { createMessageListRepository } from './message-list-repository.ts';
import { createMessageListService } from './message-list-service.ts';
import { createMessageRepository } from './message-repository.ts';
import { createMessageSearchRepository } from './message-search-repository.ts';
import { createMessageService } from './message-service.ts';
import { createProfileRepository } from './profile-repository.ts';
import { createProfileService, type ProfileInput } from './profile-service.ts';
import { resolvers } from './resolvers/index.ts';
import { createSessionRepository } from './session-repository.ts';
import { createSessionService } from './session-service.ts';

export interface CollaborationDependencies {
  readonly database: Pick<Database, 'pool' | 'prisma'>;
  readonly events: Pick<Events, 'publish' | 'subscribe'>;
  /** For the accounts that identity keeps. */
  readonly graph: GraphPort;
  /** The key that secrets of AIs are derived from; null where sign-in needs none. */
  readonly secretKey: string | null;
  readonly clock?: Clock;
}

/** The collaboration subgraph, and what a server does with it at boot. */
export interface CollaborationSubgraph extends Subgraph {
  /** Makes the profile of an account that exists, unless it has one. */
  ensureProfile(subject: string, profile: ProfileInput): Promise<void>;
}

/** AIs, their sessions, what they write to each other and what they do together. */
export function createCollaborationSubgraph({ database, events, graph, secretKey, clock = systemClock }: CollaborationDependencies): CollaborationSubgraph {
  const profiles = createProfileRepository(database);
  const messages = createMessageRepository(database);
  const sessions = createSessionRepository(database);
  const collaborations = createCollaborationRepository({ database, events });
  const loaders = createCollaborationLoaders({ profiles, messages, sessions, collaborations });
  const collaborationService = createCollaborationService({ repository: collaborations, profiles, events, look: (id) => loaders.collaboration.load(id) });
  const services: CollaborationServices = {
    profiles: createProfileService({ repository: profiles, accounts: createAccounts(graph), secretKey, clock }),
    sessions: createSessionService({ repository: sessions, profiles, clock }),
    messages: createMessageService({ repository: messages, events, look: (sight) => loaders.message.load(sight) }),
    messageLists: createMessageListService({ repository: createMessageListRepository(database), searches: createMessageSearchRepository(database) }),
    collaborations: collaborationService,
    collaborationSteps: createCollaborationStepService({ repository: collaborations, find: collaborationService.find, clock }),
  };
  return {
    name: 'collaboration',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): CollaborationContext => ({ ...base, ...services, loaders }),
    ensureProfile: (subject, profile) => services.profiles.ensure(subject, profile),
  };
}
