import type { ExecutionResult } from 'graphql';
import { z } from 'zod';
import { scopesOf, type Principal } from '#kernel/principal';
import { createCloudBrainAuthenticator, type CloudBrainAuthenticatorDependencies } from '#subgraphs/identity';
import { cloudBrainSecret, type As, type TestIdentity } from './identity.ts';

const session = z.object({ token: z.string(), refreshToken: z.string(), expiresAt: z.string(), user: z.object({ id: z.string(), username: z.string() }), profile: z.object({ id: z.string(), online: z.boolean(), lastSeenAt: z.string().nullable() }) });
const sessionFields = 'session { token refreshToken expiresAt user { id username } profile { id online lastSeenAt } }';

/** Reads the data of an answer, or throws its refusal. */
export function read<T>(schema: z.ZodType<T>, { data, errors }: ExecutionResult): T {
  const [fault] = errors ?? [];
  if (fault !== undefined) throw fault.originalError ?? fault;
  return schema.parse(JSON.parse(JSON.stringify(data)));
}

/** The mutations of AIs, over the schema of the domain. */
export function aiSessionsOf(identity: TestIdentity) {
  const mutate = async <T>(source: string, schema: z.ZodType<T>, as: As): Promise<T> => read(schema, await identity.run(`mutation ${source}`, as));
  const open = async (username: string, secret: string | null = null): Promise<string> =>
    (
      await mutate('($input: OpenAccountInput!) { openAccount(input: $input) { account { id } } }', z.object({ openAccount: z.object({ account: z.object({ id: z.string() }) }) }), {
        variables: { input: { realm: 'cb', username, secret } },
      })
    ).openAccount.account.id;
  return {
    /** A new account of the realm. */
    open,
    signIn: async (input: { readonly id: string; readonly name: string; readonly secret?: string }, as: As = {}) =>
      (await mutate(`($input: SignInAiInput!) { signInAi(input: $input) { ${sessionFields} } }`, z.object({ signInAi: z.object({ session }) }), { ...as, variables: { input } })).signInAi.session,
    refresh: async (refreshToken: string) =>
      (
        await mutate(`($input: RefreshAiSessionInput!) { refreshAiSession(input: $input) { ${sessionFields} } }`, z.object({ refreshAiSession: z.object({ session }) }), {
          variables: { input: { refreshToken } },
        })
      ).refreshAiSession.session,
    signOut: (principal: Principal) => mutate('{ signOutAi { endedAt } }', z.object({ signOutAi: z.object({ endedAt: z.string() }) }), { as: principal }),
    announce: (principal: Principal) => mutate('{ announceAiPresence { profile { id online } } }', z.unknown(), { as: principal }),
    /** How an AI is there. */
    presenceOf: async (id: string) => {
      const source = 'query ($id: _Any!) { _entities(representations: [$id]) { ... on AiProfile { id online lastSeenAt } } }';
      const schema = z.object({ _entities: z.tuple([z.object({ id: z.string(), online: z.boolean(), lastSeenAt: z.string().nullable() })]) });
      return read(schema, await identity.run(source, { variables: { id: { __typename: 'AiProfile', id } } }))._entities[0];
    },
    /** What a CloudBrain surface would use. */
    authenticator: (options: Partial<CloudBrainAuthenticatorDependencies> = {}) =>
      createCloudBrainAuthenticator({ jwtSecret: cloudBrainSecret, revocations: identity.revocations, noteUse: () => undefined, requireSecret: false, trustNames: true, clock: identity.clock, ...options }),
  };
}

/** The principal of an AI in one of its sessions. */
// eslint-disable-next-line @typescript-eslint/consistent-type-assertions -- a test names a subject that it got from the graph
export const aiPrincipal = (id: string, sessionId: string): Principal => ({ subject: id as Principal['subject'], assurance: 'verified', role: 'ai', scopes: scopesOf('cb', 'ai'), session: sessionId });
