import { Base64, DateTime, JSONValue } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { micro } from './micro.ts';
import { run } from './run.ts';
import { wasm } from './wasm.ts';

export const resolvers: Resolvers = {
  Base64,
  DateTime,
  JSON: JSONValue,
  ...run,
  ...wasm,
  ...micro,
  Query: { ...run.Query, ...wasm.Query, ...micro.Query },
  Mutation: { ...run.Mutation, ...wasm.Mutation, ...micro.Mutation },
  Subscription: { ...run.Subscription, ...wasm.Subscription, ...micro.Subscription },
  User: { __resolveReference: ({ id }) => ({ id }), ...run.User, ...wasm.User, ...micro.User },
};
