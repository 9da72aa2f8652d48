import type { RunEvent } from '../run/index.ts';
import type { Resolvers } from '../schema.generated.ts';

export const run = {
  Run: {
    __resolveReference: ({ id }, context) => context.runs.find(context, id),
    stdout: async (facts) => (await facts.texts()).stdout,
    stderr: async (facts) => (await facts.texts()).stderr,
    owner: ({ owner }) => ({ id: owner }),
  },
  Query: {
    runSettings: (_, __, context) => context.runs.settings(context),
    run: (_, { id }, context) => context.runs.find(context, id),
    runs: (_, page, context) => context.runs.list(context, page),
  },
  Mutation: {
    runProgram: async (_, { input }, context) => ({ run: await context.runs.run(context, input) }),
    cancelRun: async (_, { input }, context) => ({ run: await context.runs.cancel(context, input.runId) }),
  },
  Subscription: {
    runOutput: {
      subscribe: (_, { runId }, context) => context.runs.follow(context, runId),
      resolve: (event: RunEvent) => event,
    },
  },
  User: {
    runs: ({ id }, page, context) => context.runs.listOf(context, id, page),
  },
} satisfies Resolvers;
