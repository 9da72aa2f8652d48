import { DateTime } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { Model } from './Model.ts';
import { Mutation } from './Mutation.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';
import { TokenUsage } from './TokenUsage.ts';
import { TokenUsageConnection } from './TokenUsageConnection.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = { DateTime, Model, Mutation, Query, Subscription, TokenUsage, TokenUsageConnection, User };
