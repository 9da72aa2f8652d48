import { DateTime, JSONValue } from '#kernel/scalars';
import type { Resolvers } from '../schema.generated.ts';
import { AiAccessSession } from './AiAccessSession.ts';
import { AiPresenceEvent } from './AiPresenceEvent.ts';
import { AiProfile } from './AiProfile.ts';
import { ApiKey } from './ApiKey.ts';
import { AuditEntry } from './AuditEntry.ts';
import { Mutation } from './Mutation.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';
import { User } from './User.ts';

export const resolvers: Resolvers = { AiAccessSession, AiPresenceEvent, AiProfile, ApiKey, AuditEntry, DateTime, JSON: JSONValue, Mutation, Query, Subscription, User };
