import type { RequestContext } from '#kernel/context';
import type { Admission } from './admission.ts';
import type { ChatPlanner } from './chat-plan.ts';
import type { EmbeddingService } from './embedding-service.ts';
import type { GenerationService } from './generation-service.ts';
import type { InferenceLoaders } from './loaders.ts';
import type { DownloadService } from './models/download-service.ts';
import type { ManagementService } from './models/management-service.ts';
import type { ModelFolder } from './models/model-folder.ts';
import type { ModelService } from './model-service.ts';
import type { TokenAccountService } from './token-account-service.ts';
import type { TokenCountService } from './token-count-service.ts';
import type { UsageService } from './usage-service.ts';

/** The rules of this domain, for its resolvers. */
export interface InferenceServices {
  readonly accounts: TokenAccountService;
  readonly countCall: Admission['count'];
  readonly counts: TokenCountService;
  readonly downloads: DownloadService;
  readonly embeddings: EmbeddingService;
  readonly generation: GenerationService;
  readonly management: ManagementService;
  readonly modelFolder: Pick<ModelFolder, 'originOf'>;
  readonly models: ModelService;
  readonly planChat: ChatPlanner;
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
