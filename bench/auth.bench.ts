import { systemClock } from '#kernel/clock';
import { createRequestContext } from '#kernel/context';
import { createEvents } from '#kernel/events';
import { createPasswords } from '../subgraphs/identity/passwords.ts';
import { createIdentityRepository } from '../subgraphs/identity/repository.ts';
import { createSessionService } from '../subgraphs/identity/session-service.ts';
import { createSessionTokens } from '../subgraphs/identity/session-tokens.ts';
import { openThrottle } from '../subgraphs/identity/sign-in-throttle.ts';
import type { BenchResult } from './bench.ts';
import { medianMilliseconds, startBenchServer } from './bench-server.ts';

/** Sign-in over REST and over GraphQL, against the service called directly: what the graph and the wire add to argon2 and two transactions. */
export async function authBench(): Promise<readonly BenchResult[]> {
  const server = await startBenchServer();
  const { database, logger, urls, credentials } = server;
  const events = await createEvents({ database, logger });
  try {
    const sessions = createSessionService({
      repository: createIdentityRepository({ database, events, applied: () => Promise.resolve() }),
      passwords: await createPasswords(),
      tokens: createSessionTokens({ jwtSecret: 'x'.repeat(48), clock: systemClock }),
      throttle: openThrottle,
      clock: systemClock,
    });
    const post = async (url: string, body: unknown): Promise<unknown> =>
      (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).json();
    const signIn = 'mutation SignIn($input: SignInInput!) { signIn(input: $input) { session { token } } }';

    const { floor = Number.NaN, rest = Number.NaN, graphql = Number.NaN } = await medianMilliseconds({
      floor: () => sessions.signIn(createRequestContext(), credentials),
      rest: () => post(`${urls.auth}/auth/login`, credentials),
      graphql: () => post(urls.graphql, { query: signIn, variables: { input: credentials } }),
    }, 50);
    return [
      { name: 'POST /auth/login, one at a time', value: rest, unit: 'ms', floor, ratio: rest / floor },
      { name: 'mutation signIn over HTTP, one at a time', value: graphql, unit: 'ms', floor, ratio: graphql / floor },
    ];
  } finally {
    await events.close();
    await server.close();
  }
}
