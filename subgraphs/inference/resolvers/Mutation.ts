import { planCompletion } from '../completion-plan.ts';
import type { MutationResolvers } from '../schema.generated.ts';

export const Mutation: MutationResolvers = {
  countModelCall: async (_, _arguments, context) => ({ allowance: await context.countCall(context) }),
  createChatCompletion: async (_, { input }, context) => ({ completion: await context.generation.complete(context, () => context.planChat(input)) }),
  createCompletion: async (_, { input }, context) => ({ completion: await context.generation.complete(context, () => planCompletion(input)) }),
  createEmbeddings: (_, { input }, context) => context.embeddings.embed(context, input),
  cancelChatCompletion: (_, { input: { id } }, context) => ({ cancelled: context.generation.cancel(context, id) }),
  grantTokens: async (_, { input: { userId, amount, reason } }, context) => {
    await context.accounts.grant(context, { subject: userId, amount, reason: reason ?? null });
    return { user: { id: userId } };
  },
  downloadModel: async (_, { input }, context) => ({ download: await context.downloads.start(context, input) }),
  cancelModelDownload: async (_, { input: { id } }, { downloads }) => ({ download: await downloads.cancel(id) }),
  loadModel: async (_, { input: { model, settings } }, { management }) => ({ loaded: await management.load(model, settings) }),
  unloadModel: async (_, { input: { model, force } }, { management, models }) => ({ model: await models.get(await management.unload(model, { force: force ?? false })) }),
  deleteModel: async (_, { input: { model } }, { management }) => {
    await management.remove(model);
    return { id: model };
  },
};
