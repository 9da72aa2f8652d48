import type { MicroOutput, Resolvers } from '../schema.generated.ts';

export const micro = {
  MicroSession: {
    __resolveReference: ({ id }, context) => context.micro.find(context, id),
    memoryBytes: (session) => session.memoryBytes(),
    owner: ({ owner }) => ({ id: owner }),
  },
  Query: {
    microSettings: (_, __, context) => context.micro.settings(context),
    microSession: (_, { id }, context) => context.micro.find(context, id),
    microSessions: (_, __, context) => context.micro.list(context),
  },
  Mutation: {
    startMicroSession: async (_, { input }, context) => ({ session: await context.micro.start(context, input) }),
    executeMicroCode: (_, { input }, context) => context.micro.execute(context, input),
    interruptMicroSession: async (_, { input }, context) => ({ session: await context.micro.interrupt(context, input.sessionId) }),
    stopMicroSession: async (_, { input }, context) => ({ session: await context.micro.stop(context, input.sessionId) }),
  },
  Subscription: {
    microOutput: {
      subscribe: (_, { sessionId }, context) => context.micro.watch(context, sessionId),
      resolve: (output: MicroOutput) => output,
    },
  },
  User: {
    microSessions: ({ id }, _, context) => context.micro.listOf(context, id),
  },
} satisfies Resolvers;
