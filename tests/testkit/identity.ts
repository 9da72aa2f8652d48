import { graphql, type ExecutionResult } from 'graphql';
import { createRequestContext, type RequestContext } from '#kernel/context';
import type { Database } from '#kernel/database';
import { DomainError } from '#kernel/errors';
import { createEvents, type Events } from '#kernel/events';
import { createLogger } from '#kernel/logging';
import { scopesOf, type Principal, type Subject } from '#kernel/principal';
import { createIdentityAuthenticator, createIdentitySubgraph, createRevocations, type IdentityAuthenticatorDependencies, type IdentityDependencies } from '#subgraphs/identity';
import { createTestDatabase } from './database.ts';

export const jwtSecret = 'a secret that only the tests know 0123456789';
export const cloudBrainSecret = 'a secret of CloudBrain that only the tests know';
export const password = 'correct horse battery';
const logger = createLogger({ level: 'silent' });

/** A clock that tests move. */
export interface TestClock {
  now(): number;
  advance(milliseconds: number): void;
}

/** One process that serves the identity domain, through its schema. */
export type TestIdentity = Awaited<ReturnType<typeof createTestIdentity>>;

export interface TestIdentityOptions extends Partial<Pick<IdentityDependencies, 'rateLimits'>> {
  /** Whether AIs need a secret. */
  readonly requireSecret?: boolean;
  /** Another process of the same installation; that of its own when left out. */
  readonly database?: Database;
  /** Stands between the outbox and this process. */
  readonly through?: (events: Events) => Events;
}

/** Who a request comes from and what it carries. */
export interface As extends Partial<Pick<RequestContext, 'clientAddress' | 'cancellation'>> {
  readonly as?: Principal | null;
  readonly variables?: Readonly<Record<string, unknown>>;
}

/** A principal of CyberDevStudio. */
export function principalOf(subject: string, role: 'developer' | 'admin' = 'developer'): Principal {
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a test names a subject that it got from the graph
  return { subject: subject as Subject, assurance: 'verified', role, scopes: scopesOf('cds', role), session: null };
}

export const root = principalOf('cds:999999', 'admin');

/** The identity domain on a database of its own, with a clock that stands still. Close it when done. */
export async function createTestIdentity({ database: shared, rateLimits = false, requireSecret = false, through = (events) => events }: TestIdentityOptions = {}) {
  const database = shared ?? (await createTestDatabase());
  const events = await createEvents({ database, logger });
  const clock = createTestClock();
  const seen = through(events);
  const revocations = await createRevocations({ database, events: seen, logger, clock });
  const subgraph = await createIdentitySubgraph({ database, events: seen, revocations, jwtSecret, cloudbrain: { jwtSecret: cloudBrainSecret, requireSecret }, rateLimits, clock });

  const run = async (source: string, { as = null, variables = {}, ...parts }: As = {}): Promise<ExecutionResult> =>
    graphql({ schema: subgraph.schema, source, variableValues: variables, contextValue: subgraph.createContext(createRequestContext({ principal: as, ...parts })) });
  const looked: string[] = [];
  const resolveApiKey: IdentityAuthenticatorDependencies['resolveApiKey'] = async (sha256) => {
    looked.push(sha256);
    return dataOf(await run('query ($sha256: String!) { resolveApiKey(sha256: $sha256) { userId role keyId } }', { variables: { sha256 } })).resolveApiKey;
  };
  const authenticator = createIdentityAuthenticator({ jwtSecret, revocations, resolveApiKey, clock });

  return {
    database,
    events,
    revocations,
    subgraph,
    clock,
    run,
    authenticator,
    /** The hashes of the API keys that the authenticator has looked up. */
    looked,
    /** A new account. */
    async register(username: string, options: As = {}): Promise<{ readonly id: string; readonly token: string; readonly principal: Principal }> {
      const source = 'mutation ($input: RegisterUserInput!) { registerUser(input: $input) { session { token user { id } } } }';
      const { token, user } = dataOf(await run(source, { variables: { input: { username, password } }, ...options })).registerUser.session;
      return { id: user.id, token, principal: principalOf(user.id) };
    },
    async close(): Promise<void> {
      await revocations.close();
      await events.close();
      if (shared === undefined) await database.close();
    },
  };
}

function createTestClock(): TestClock {
  let now = Date.now();
  return { now: () => now, advance: (milliseconds) => void (now += milliseconds) };
}

interface UserData {
  readonly id: string;
  readonly username: string;
  readonly role: 'DEVELOPER' | 'ADMIN';
  readonly createdAt: string;
  readonly openingTokenBalance: number | null;
  readonly apiKeys: readonly ApiKeyData[];
}

interface ApiKeyData {
  readonly id: string;
  readonly name: string;
  readonly owner: UserData;
  readonly createdAt: string;
  readonly lastUsedAt: string | null;
  readonly revokedAt: string | null;
}

/** An audit entry as an answer shows it. */
export interface AuditEntryData {
  readonly id: string;
  readonly action: string;
  readonly actor: UserData | null;
  readonly subject: UserData | null;
  readonly succeeded: boolean;
  readonly recordedAt: string;
}

interface SessionPayload {
  readonly session: { readonly token: string; readonly expiresAt: string; readonly user: UserData };
}

interface Page<TNode> {
  readonly nodes: readonly TNode[];
  readonly edges: readonly { readonly cursor: string; readonly node: TNode }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly hasPreviousPage: boolean; readonly startCursor: string | null; readonly endCursor: string | null };
  readonly totalCount: number;
}

/** What an answer holds of this domain: the part that was asked for. */
export interface IdentityData {
  readonly registerUser: SessionPayload;
  readonly signIn: SessionPayload;
  readonly changePassword: SessionPayload;
  readonly createApiKey: { readonly apiKey: ApiKeyData; readonly token: string };
  readonly revokeApiKey: { readonly apiKey: ApiKeyData };
  readonly setUserRole: { readonly user: UserData };
  readonly me: UserData | null;
  readonly user: UserData | null;
  readonly users: Page<UserData>;
  readonly apiKeys: readonly ApiKeyData[];
  readonly auditLog: Page<AuditEntryData>;
  readonly auditEntryRecorded: AuditEntryData;
  readonly resolveApiKey: { readonly userId: string; readonly role: 'DEVELOPER' | 'ADMIN'; readonly keyId: string } | null;
}

/** The data of an answer without errors, as plain JSON; a test reads only what it asked for. */
export function dataOf({ data, errors }: ExecutionResult): IdentityData {
  const [fault] = errors ?? [];
  if (fault !== undefined) throw fault.originalError ?? fault;
  // eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- the schema has checked its shape
  return JSON.parse(JSON.stringify(data)) as IdentityData;
}

/** The refusal of an answer; null when there is none. */
export function refusalOf({ errors }: ExecutionResult): { readonly code: string; readonly details: Readonly<Record<string, unknown>> } | null {
  const fault = errors?.[0]?.originalError;
  if (errors?.[0] === undefined) return null;
  return DomainError.isInstance(fault) ? { code: fault.code, details: fault.details } : { code: errors[0].message, details: {} };
}
