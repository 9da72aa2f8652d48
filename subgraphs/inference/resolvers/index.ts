import { Base64, DateTime } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { ChatChoice } from './ChatChoice.ts';
import { ChatCompletion } from './ChatCompletion.ts';
import { CompletionChoice } from './CompletionChoice.ts';
import { CompletionDelta } from './CompletionDelta.ts';
import { Embedding } from './Embedding.ts';
import { Model } from './Model.ts';
import { Mutation } from './Mutation.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';
import { TokenUsage } from './TokenUsage.ts';
import { TokenUsageConnection } from './TokenUsageConnection.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = { Base64, DateTime, ChatChoice, ChatCompletion, CompletionChoice, CompletionDelta, Embedding, Model, Mutation, Query, Subscription, TokenUsage, TokenUsageConnection, User };
