import { requireTenant } from '../access.ts';
import type { Resolvers } from '../schema.generated.ts';

export const wasm = {
  Query: {
    wasmEngine: (_, _args, context) => context.wasm.settings(),
    inspectWasm: async (_, choice, context) => context.wasm.inspect(context, await context.wasm.choose(context, choice)),
    wasmModule: (_, { id }, context) => context.wasm.find(context, id),
    wasmModules: (_, page, context) => context.wasm.list(context, requireTenant(context, 'wasm'), page),
  },
  Mutation: {
    invokeWasm: (_, { input }, context) => context.wasm.invoke(context, input),
    uploadWasmModule: async (_, { input }, context) => ({ module: await context.wasm.upload(context, input) }),
    deleteWasmModule: async (_, { input: { moduleId } }, context) => ({ moduleId: await context.wasm.remove(context, moduleId) }),
  },
  Subscription: {},
  User: {
    wasmModules: ({ id }, page, context) => context.wasm.list(context, id, page),
  },
  WasmModule: {
    __resolveReference: ({ id }, context) => context.wasm.find(context, id),
    sizeBytes: ({ size }) => size,
    inspection: (row, _args, context) => context.wasm.inspect(context, context.wasm.chooseRow(row)),
    owner: ({ owner }) => ({ id: owner }),
  },
} satisfies Resolvers;
