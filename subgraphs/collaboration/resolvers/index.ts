import { DateTime, JSONValue as JSON } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { AiProfile } from './AiProfile.ts';
import { AiSession } from './AiSession.ts';
import { Collaboration } from './Collaboration.ts';
import { Message } from './Message.ts';
import { MessageThread } from './MessageThread.ts';
import { Mutation } from './Mutation.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';

export const resolvers: Resolvers = { AiProfile, AiSession, Collaboration, DateTime, JSON, Message, MessageThread, Mutation, Query, Subscription };
