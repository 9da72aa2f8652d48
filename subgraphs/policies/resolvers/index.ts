import { Base64, DateTime } from '#kernel/scalars';
import { PolicyAction } from '../policy-action.ts';
import type { Resolvers } from '../schema.generated.ts';
import { Mutation } from './Mutation.ts';
import { Policy } from './Policy.ts';
import { PolicyAgent } from './PolicyAgent.ts';
import { PolicyTransition } from './PolicyTransition.ts';
import { PolicyTransitionConnection } from './PolicyTransitionConnection.ts';
import { PolicyVersion } from './PolicyVersion.ts';
import { Query } from './Query.ts';
import { Subscription } from './Subscription.ts';

export const resolvers: Resolvers = { Base64, DateTime, Mutation, Policy, PolicyAction, PolicyAgent, PolicyTransition, PolicyTransitionConnection, PolicyVersion, Query, Subscription };
