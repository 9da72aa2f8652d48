import DataLoader from 'dataloader';
import type { RequestContext } from '#kernel/context';
import type { ModelFacts } from './backends/backend.ts';
import type { ModelService } from './model-service.ts';
import type { TokenAccountService } from './token-account-service.ts';

/** Batched look-ups, so that a list of references costs one query. */
export interface InferenceLoaders {
  readonly balance: DataLoader<string, number>;
  readonly model: DataLoader<string, ModelFacts | null>;
}

// A subscription keeps its loaders for long and a mutation changes what they read: they batch, but do not remember.
const options = { cache: false };

/** Loaders of one request. */
export function createInferenceLoaders({ accounts, models }: { readonly accounts: TokenAccountService; readonly models: ModelService }, context: RequestContext): InferenceLoaders {
  return {
    balance: new DataLoader(async (subjects) => {
      const balances = await accounts.balances(context, [...new Set(subjects)]);
      return subjects.map((subject) => balances.get(subject) ?? 0);
    }, options),
    model: new DataLoader(async (ids) => {
      const found = new Map((await models.all()).map((model) => [model.id, model]));
      return ids.map((id) => found.get(id) ?? null);
    }, options),
  };
}
