import { graphql, parse, subscribe, type ExecutionResult } from 'graphql';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import { createEvents } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { scopesOf, toSubject, type Principal } from '#kernel/principal';
import { createSchemaGraph } from './schema-graph.ts';
import { createTestDatabase } from './database.ts';
import { createCollaborationSubgraph } from '#subgraphs/collaboration';

const logger = createLogger({ level: 'silent' });

/** One process that serves the collaboration domain, through its schema. */
export type TestCollaboration = Awaited<ReturnType<typeof createTestCollaboration>>;

export interface TestCollaborationOptions {
  /** Another process of the same installation; that of its own when left out. */
  readonly database?: Database;
  readonly secretKey?: string | null;
}

/** A registered AI. */
export interface TestAi {
  readonly id: string;
  readonly name: string;
  readonly principal: Principal;
}

export interface As {
  readonly signal?: AbortSignal;
  readonly as?: TestAi | Principal | null;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A principal of CloudBrain with that number. */
export const aiPrincipal = (number: number): Principal => ({ subject: toSubject('cb', number), assurance: 'verified', role: 'developer', scopes: scopesOf('cb', 'developer'), session: null });

/** The collaboration domain on a database of its own; accounts are kept by a stand-in for identity. Close it when done. */
export async function createTestCollaboration({ database: shared, secretKey = null }: TestCollaborationOptions = {}) {
  const database = shared ?? (await createTestDatabase());
  const events = await createEvents({ database, logger });
  const accounts = createTestAccounts();
  const subgraph = createCollaborationSubgraph({ database, events, graph: accounts.graph, secretKey });

  const contextOf = ({ as = null, signal }: As): RequestContext => {
    const principal = as === null || 'subject' in as ? as : as.principal;
    return subgraph.createContext(createRequestContext({ principal, ...(signal !== undefined && { cancellation: cancellationOf(signal) }) }));
  };
  const run = async (source: string, options: As = {}): Promise<ExecutionResult> =>
    graphql({ schema: subgraph.schema, source, variableValues: options.variables ?? {}, contextValue: contextOf(options) });

  return {
    database,
    events,
    subgraph,
    accounts,
    run,
    /** The data of an answer that must be whole, as plain JSON. @throws the refusal */
    ask: async (source: string, options: As = {}): Promise<CollaborationData> => dataOf(await run(source, options)),
    /** The refusal of a request; null when it was answered. */
    refusal: async (source: string, options: As = {}) => refusalOf(await run(source, options)),
    async register(name: string): Promise<TestAi> {
      const { registerAiProfile: { profile: { id } } } = dataOf(await run('mutation ($name: String!) { registerAiProfile(input: { name: $name }) { profile { id } } }', { variables: { name } }));
      return { id, name, principal: aiPrincipal(Number(id.slice('cb:'.length))) };
    },
    /** Opens a stream. @throws the refusal */
    async follow(source: string, options: As = {}): Promise<TestStream> {
      const stream = await subscribe({ schema: subgraph.schema, document: parse(source), variableValues: options.variables ?? {}, contextValue: contextOf(options) });
      if (!(Symbol.asyncIterator in stream)) throw refusalError(stream);
      return {
        async next(): Promise<CollaborationData | null> {
          const { done, value } = await stream.next();
          return done === true ? null : dataOf(value);
        },
        async close() {
          await stream.return();
        },
      };
    },
    async close(): Promise<void> {
      await events.close();
      if (shared === undefined) await database.close();
    },
  };
}

export interface TestStream {
  next(): Promise<CollaborationData | null>;
  close(): Promise<void>;
}

interface Page<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly totalCount: number;
}

interface ProfileData {
  readonly id: string;
  readonly name: string;
  readonly nickname: string | null;
  readonly expertise: string | null;
  readonly version: string | null;
  readonly project: string | null;
  readonly createdAt: string;
  readonly updatedAt: string;
  readonly sessions: Page<SessionData>;
  readonly inbox: Inbox | null;
  readonly sent: Inbox | null;
  readonly collaborations: Page<CollaborationItem> | null;
}

interface SessionData {
  readonly id: string;
  readonly identifier: string;
  readonly ai: ProfileData;
  readonly type: string;
  readonly project: string | null;
  readonly metadata: unknown;
  readonly status: 'ACTIVE' | 'ENDED';
  readonly stats: { readonly thoughtsGenerated: number; readonly insightsShared: number; readonly responsesSent: number; readonly collaborationsInitiated: number };
  readonly summary: string | null;
  readonly createdAt: string;
  readonly endedAt: string | null;
}

/** A message as an answer shows it. */
export interface MessageData {
  readonly id: string;
  readonly sender: ProfileData;
  readonly target: ProfileData | null;
  readonly thread: { readonly id: string; readonly number: number; readonly participants: readonly ProfileData[]; readonly messages: Page<MessageData> } | null;
  readonly type: string;
  readonly content: string;
  readonly metadata: unknown;
  readonly read: boolean;
  readonly createdAt: string;
}

interface CollaborationItem {
  readonly id: string;
  readonly requester: ProfileData;
  readonly responder: ProfileData;
  readonly type: string;
  readonly title: string;
  readonly description: string | null;
  readonly metadata: unknown;
  readonly status: 'PENDING' | 'ACTIVE' | 'DECLINED' | 'COMPLETED';
  readonly progress: { readonly tasksCompleted: number; readonly totalTasks: number; readonly percentage: number; readonly currentTask: string | null; readonly lastUpdatedAt: string };
  readonly responseMessage: string | null;
  readonly summary: string | null;
  readonly outcome: string | null;
  readonly finalStats: unknown;
  readonly respondedAt: string | null;
  readonly completedAt: string | null;
}

type Inbox = Page<MessageData> & { readonly unreadCount: number | null };

/** What an answer holds of this domain: the part that was asked for. */
export interface CollaborationData {
  readonly registerAiProfile: { readonly profile: ProfileData; readonly secret: string | null };
  readonly updateAiProfile: { readonly profile: ProfileData };
  readonly aiProfile: ProfileData | null;
  readonly aiProfiles: Page<ProfileData>;
  readonly createAiSession: { readonly session: SessionData };
  readonly endAiSession: { readonly session: SessionData };
  readonly aiSession: SessionData | null;
  readonly sendMessage: { readonly message: MessageData };
  readonly inbox: Inbox;
  readonly takeInbox: Inbox;
  readonly sentMessages: Inbox;
  readonly searchMessages: Inbox;
  readonly markMessagesRead: { readonly marked: number };
  readonly deleteMessage: { readonly id: string; readonly deletedAt: string };
  readonly requestCollaboration: { readonly collaboration: CollaborationItem };
  readonly respondToCollaboration: { readonly collaboration: CollaborationItem };
  readonly updateCollaborationProgress: { readonly collaboration: CollaborationItem };
  readonly completeCollaboration: { readonly collaboration: CollaborationItem };
  readonly collaboration: CollaborationItem | null;
  readonly collaborations: Page<CollaborationItem>;
  readonly messageSent: { readonly eventId: string; readonly message: MessageData };
  readonly collaborationUpdated: { readonly eventId: string; readonly collaboration: CollaborationItem };
  readonly _entities: readonly (Readonly<Record<string, unknown>> | null)[];
}

/** The part of identity that this domain asks: accounts with unique names, and a switch that lets a registration break off behind the account. */
function createTestAccounts() {
  const accounts = new Map<string, { readonly id: string; readonly username: string; readonly secret: string | null }>();
  const keyOf = (username: string): string => username.normalize('NFKC').toLowerCase();
  let next = 1000;
  const open = (username: string, secret: string | null = null) => {
    const account = { id: `cb:${next++}`, username, secret };
    accounts.set(keyOf(username), account);
    return account;
  };
  const sdl = `
    input OpenAccountInput { realm: String! username: String! secret: String }
    type OpenAccountPayload { account: User! }
    type User { id: ID! username: String! }
    type Query { accountByName(realm: String!, username: String!): User }
    type Mutation { openAccount(input: OpenAccountInput!): OpenAccountPayload! }`;
  const graph = createSchemaGraph(sdl, {
    openAccount({ input: { username, secret } }: { input: { username: string; secret: string | null } }) {
      if (accounts.has(keyOf(username))) throw new DomainError('CONFLICT', 'The name is taken');
      return { account: open(username, secret) };
    },
    accountByName: ({ username }: { username: string }) => accounts.get(keyOf(username)) ?? null,
  });
  return { graph, of: (username: string) => accounts.get(keyOf(username)), open };
}

function dataOf(answer: ExecutionResult): CollaborationData {
  if (answer.errors?.[0] !== undefined) throw refusalError(answer);
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
  return JSON.parse(JSON.stringify(answer.data)) as CollaborationData;
}

function refusalOf({ errors }: ExecutionResult): { readonly code: string; readonly message: string; readonly details: Readonly<Record<string, unknown>> } | null {
  const [error] = errors ?? [];
  if (error === undefined) return null;
  const fault = error.originalError;
  return DomainError.isInstance(fault) ? { code: fault.code, message: fault.message, details: fault.details } : { code: 'GRAPHQL', message: error.message, details: {} };
}

const refusalError = ({ errors }: ExecutionResult): Error => errors?.[0]?.originalError ?? errors?.[0] ?? new Error('No answer');
