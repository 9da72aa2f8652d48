import type { RequestContext } from '#kernel/context';
import type { ChatService } from './chat-service.ts';
import type { InferenceLoaders } from './loaders.ts';
import type { ModelService } from './model-service.ts';
import type { TokenAccountService } from './token-account-service.ts';
import type { UsageService } from './usage-service.ts';

/** The rules of this domain, for its resolvers. */
export interface InferenceServices {
  readonly accounts: TokenAccountService;
  readonly chat: ChatService;
  readonly models: ModelService;
  readonly usage: UsageService;
}

/** What the resolvers of this domain get. */
export interface InferenceContext extends RequestContext, InferenceServices {
  readonly loaders: InferenceLoaders;
}

/** Identity owns users; here one is only its id. */
export interface UserReference {
  readonly id: string;
}
