import { createHash } from 'node:crypto';
import { ApolloClient, ApolloLink, CombinedGraphQLErrors, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { Defer20220824Handler } from '@apollo/client/incremental';
import { BatchHttpLink } from '@apollo/client/link/batch-http';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import type { DocumentNode } from 'graphql';
import { createClient, type Client } from 'graphql-ws';
import { lastValueFrom, toArray } from 'rxjs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { createWorld, type World } from '../testkit/world.ts';

let world: World;
let token: string;
/** Of somebody whose tokens are spent. */
let talker: string;
beforeAll(async () => {
  world = await createWorld();
  token = await world.register('apollo');
  talker = await world.register('talker');
}, 180_000);
const sockets: Client[] = [];
afterAll(async () => {
  await Promise.all(sockets.map(async (socket) => socket.dispose()));
  await world.close();
});

interface Exchanged {
  readonly method: string;
  readonly answer: Response;
}

interface ApolloSetting {
  /** A token. */
  readonly as?: string;
  /** Stands before the link that sends. */
  readonly before?: readonly ApolloLink[];
  /** Sends what is asked for in one moment as one list. */
  readonly inLists?: boolean;
}

/** Apollo Client as its manual sets it up, and what it sent and got. */
function createApollo({ as, before = [], inLists = false }: ApolloSetting = {}) {
  const exchanged: Exchanged[] = [];
  const settings: HttpLink.Options & BatchHttpLink.Options = {
    uri: world.urls.graphql,
    ...(as !== undefined && { headers: { authorization: `Bearer ${as}` } }),
    fetch: async (address, options) => {
      const answer = await fetch(address, options);
      exchanged.push({ method: options?.method ?? 'GET', answer });
      return answer;
    },
  };
  const http = inLists ? new BatchHttpLink(settings) : new HttpLink(settings);
  const client = new ApolloClient({ link: ApolloLink.from([...before, http]), cache: new InMemoryCache(), incrementalHandler: new Defer20220824Handler() });
  return { client, exchanged };
}

const chat = gql`subscription Chat($input: ChatCompletionInput!) { chatCompletionDelta(input: $input) { content tokens finishReason } }`;
const input = (maxTokens: number): object => ({ input: { model: 'help', temperature: 0, maxTokens, messages: [{ role: 'USER', content: 'How do I create an environment?' }] } });

test('a query is answered, and its objects are found in the cache of the client', async () => {
  const { client, exchanged } = createApollo({ as: token });
  const me = gql`query Me { me { id username tokenBalance } }`;
  const { data } = await client.query({ query: me });
  expect(data).toEqual({ me: { __typename: 'User', id: expect.any(String), username: 'apollo', tokenBalance: 100_000 } });
  expect((await client.query({ query: me })).data).toEqual(data);
  expect(exchanged).toHaveLength(1);
});

test('a mutation changes, and a refusal comes with its code and place', async () => {
  const { client } = createApollo({ as: token });
  const { data } = await client.mutate({ mutation: gql`mutation Make($name: String!) { createApiKey(input: { name: $name }) { apiKey { id name } } }`, variables: { name: 'from apollo' } });
  expect(data).toMatchObject({ createApiKey: { apiKey: { name: 'from apollo' } } });
  const refused = await client.mutate({ mutation: gql`mutation { revokeApiKey(input: { id: "nothing" }) { apiKey { id } } }` }).catch((thrown: unknown) => thrown);
  if (!CombinedGraphQLErrors.is(refused)) throw new Error('Not refused', { cause: refused });
  expect(refused.errors).toEqual([expect.objectContaining({ path: ['revokeApiKey'], extensions: expect.objectContaining({ code: 'NOT_FOUND' }) })]);
});

/** What a page would show, one state after the other. */
function statesOf(client: ApolloClient, query: DocumentNode): Promise<readonly object[]> {
  const states: object[] = [];
  return new Promise((resolve, reject) => {
    client.watchQuery({ query, errorPolicy: 'all' }).subscribe({
      next: ({ data, dataState, loading, error }) => {
        if (data !== undefined) states.push({ data, dataState, ...(error !== undefined && { error }) });
        if (!loading) resolve(states);
      },
      error: reject,
    });
  });
}

const first = { __typename: 'User', id: expect.any(String), username: 'apollo' };
const slowly = gql`query Slowly { me { id username ... @defer(label: "spent") { tokenBalance usage(first: 2) { totalCount } } } }`;
const inParts = [
  { dataState: 'streaming', data: { me: first } },
  { dataState: 'complete', data: { me: { ...first, tokenBalance: 100_000, usage: { __typename: 'TokenUsageConnection', totalCount: 0 } } } },
];

test('what is deferred comes after what is not', async () => {
  const { client, exchanged } = createApollo({ as: token });
  expect(await statesOf(client, slowly)).toEqual(inParts);
  expect(exchanged[0]?.answer.headers.get('content-type')).toContain('deferSpec=20220824');
});

test('what is deferred and refused says so, and the rest stays', async () => {
  const { client } = createApollo({ as: token });
  const states = await statesOf(client, gql`query Curious { me { id username } ... @defer(label: "others") { users(first: 1) { totalCount } } }`);
  expect(states[0]).toMatchObject({ dataState: 'streaming', data: { me: first } });
  expect(states.at(-1)).toMatchObject({ data: { me: first }, error: { errors: [{ path: ['users'], extensions: { code: 'UNAUTHORIZED_FIELD_OR_TYPE' } }] } });
});

test('a subscription streams over HTTP in parts, to its end', async () => {
  const { client, exchanged } = createApollo({ as: talker });
  const deltas = await lastValueFrom(client.subscribe({ query: chat, variables: input(8) }).pipe(toArray()));
  expect(deltas.length).toBeGreaterThan(1);
  expect(deltas.every(({ error }) => error === undefined)).toBe(true);
  expect(deltas.at(-1)?.data).toMatchObject({ chatCompletionDelta: { finishReason: 'LENGTH' } });
  expect(exchanged[0]?.answer.headers.get('content-type')).toContain('subscriptionSpec=1.0');
});

test('a subscription over HTTP says why it is refused, and one that nobody reads any more is over', async () => {
  const refused = await lastValueFrom(createApollo().client.subscribe({ query: chat, variables: input(8) }).pipe(toArray()));
  expect(refused).toEqual([expect.objectContaining({ error: expect.objectContaining({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code: 'UNAUTHENTICATED' }) })] }) })]);
  const { client } = createApollo({ as: await world.signInAdmin() });
  const reading = client.subscribe({ query: gql`subscription { auditEntryRecorded { id } }` }).subscribe(() => undefined);
  await expect.poll(() => world.metric('graphql_open_streams'), { timeout: 10_000, interval: 20 }).toBe(1);
  reading.unsubscribe();
  await expect.poll(() => world.metric('graphql_open_streams'), { timeout: 10_000, interval: 20 }).toBe(0);
});

test('a subscription streams over a WebSocket, and a deferred answer too', async () => {
  const connect = (as: string) => {
    const socket = createClient({ url: world.urls.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${as}` }, retryAttempts: 0 });
    sockets.push(socket);
    return new ApolloClient({ link: new GraphQLWsLink(socket), cache: new InMemoryCache(), incrementalHandler: new Defer20220824Handler() });
  };
  expect(await statesOf(connect(token), slowly)).toEqual(inParts);
  const deltas = await lastValueFrom(connect(talker).subscribe({ query: chat, variables: input(8) }).pipe(toArray()));
  expect(deltas.length).toBeGreaterThan(1);
  expect(deltas.at(-1)?.data).toMatchObject({ chatCompletionDelta: { finishReason: 'LENGTH' } });
});

test('queries of one moment go as one list', async () => {
  const { client, exchanged } = createApollo({ as: token, inLists: true });
  const [me, balance] = await Promise.all([client.query({ query: gql`{ me { id username } }` }), client.query({ query: gql`{ me { id tokenBalance } }` })]);
  expect([me.data, balance.data]).toEqual([{ me: first }, { me: { __typename: 'User', id: expect.any(String), tokenBalance: 100_000 } }]);
  expect(exchanged).toHaveLength(1);
});

test('a document that goes by its hash is asked for by GET, and its answer is kept', async () => {
  const link = new PersistedQueryLink({ sha256: (text: string) => createHash('sha256').update(text).digest('hex'), useGETForHashedQueries: true });
  const { client, exchanged } = createApollo({ before: [link] });
  const ask = () => client.query({ query: gql`query All { aiProfiles(first: 3) { totalCount nodes { name } } }`, fetchPolicy: 'network-only' });
  const { data } = await ask();
  expect(data).toMatchObject({ aiProfiles: { totalCount: expect.any(Number) } });
  expect((await ask()).data).toEqual(data);
  expect(exchanged.map(({ method }) => method)).toEqual(['GET', 'POST', 'GET']);
  expect(exchanged.map(({ answer: { headers } }) => [headers.get('cache-control'), headers.get('age') !== null])).toEqual([['no-store', false], ['max-age=30, public', false], ['max-age=30, public', true]]);
});
