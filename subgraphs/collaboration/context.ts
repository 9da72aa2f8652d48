import type { RequestContext } from '#kernel/context';
import type { CollaborationService } from './collaboration-service.ts';
import type { CollaborationStepService } from './collaboration-step-service.ts';
import type { CollaborationLoaders } from './loaders.ts';
import type { MessageListService } from './message-list-service.ts';
import type { MessageService } from './message-service.ts';
import type { ProfileService } from './profile-service.ts';
import type { SessionService } from './session-service.ts';

/** The rules of this domain, for its resolvers. */
export interface CollaborationServices {
  readonly profiles: ProfileService;
  readonly sessions: SessionService;
  readonly messages: MessageService;
  readonly messageLists: MessageListService;
  readonly collaborations: CollaborationService;
  readonly collaborationSteps: CollaborationStepService;
}

/** What the resolvers of this domain get. */
export interface CollaborationContext extends RequestContext, CollaborationServices {
  readonly loaders: CollaborationLoaders;
}
