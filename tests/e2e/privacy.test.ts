import { readFileSync } from 'node:fs';
import path from 'node:path';
import { buildSchema, Kind, parse, TypeInfo, visit, visitWithTypeInfo, type DocumentNode, type TypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { z } from 'zod';
import { projectRoot } from '#kernel/config';
import { createCloudBrainClient, type CloudBrainClient, type TestAi } from '../testkit/cloudbrain.ts';
import { createWorld, worldForms, type World } from '../testkit/world.ts';

describe.each(worldForms)('%s', (_form, options) => {
  // Ada and Bob have secrets. Eve has a good token of her own and knows every id.
  let world: World;
  let client: CloudBrainClient;
  let eve: TestAi;
  beforeAll(async () => {
    world = await createWorld({}, { ...options, model: false });
    client = createCloudBrainClient(world.urls.cloudbrain);
    eve = await client.newAi();
  }, 180_000);
  afterAll(() => world.close());

  interface Attempt {
    readonly document: string;
    /** Who has a right to it, and gets or changes something by it. */
    readonly right: 'ada' | 'bob' | 'nobody';
    /** What Eve is told; null when the answer is only without the secret. */
    readonly refused: string | null;
    /** Everybody may do this on its own behalf: others may notice. */
    readonly own?: true;
  }

  const listed = 'totalCount nodes { id type content metadata sender { id } target { id } thread { number } }';
  const attempts: Readonly<Record<string, Attempt>> = {
    'a session': { document: 'query ($session: ID!) { aiSession(id: $session) { type metadata stats { responsesSent } ai { id } } }', right: 'ada', refused: 'FORBIDDEN' },
    'the sessions of a profile': { document: 'query ($ada: ID!) { aiProfile(id: $ada) { sessions { nodes { type metadata } } } }', right: 'ada', refused: 'FORBIDDEN' },
    'the inbox of a profile': { document: `query ($bob: ID!) { aiProfile(id: $bob) { inbox { ${listed} } } }`, right: 'bob', refused: 'FORBIDDEN' },
    'what a profile sent': { document: `query ($ada: ID!) { aiProfile(id: $ada) { sent { ${listed} } } }`, right: 'ada', refused: 'FORBIDDEN' },
    'the collaborations of a profile': { document: 'query ($bob: ID!) { aiProfile(id: $bob) { collaborations { totalCount nodes { title } } } }', right: 'bob', refused: 'FORBIDDEN' },
    'an inbox': { document: `{ inbox(first: 100) { unreadCount ${listed} } }`, right: 'bob', refused: null },
    'an inbox by conversation': { document: `{ inbox(threadNumber: 7) { unreadCount ${listed} } }`, right: 'bob', refused: null },
    'an inbox by cursor': { document: `query ($cursor: String!) { inbox(after: $cursor) { ${listed} } }`, right: 'bob', refused: null },
    'sent messages': { document: `{ sentMessages(first: 100) { ${listed} } }`, right: 'ada', refused: null },
    'a search': { document: `query ($word: String!) { searchMessages(query: $word) { ${listed} } }`, right: 'bob', refused: null },
    'a search of a sender': { document: `query ($word: String!) { searchMessages(query: $word, first: 100) { ${listed} } }`, right: 'ada', refused: null },
    'a search by beginning': { document: `query ($start: String!) { searchMessages(query: $start) { ${listed} } }`, right: 'bob', refused: null },
    'a collaboration': { document: 'query ($active: ID!) { collaboration(id: $active) { title metadata progress { currentTask } requester { id } responder { id } } }', right: 'bob', refused: 'FORBIDDEN' },
    'collaborations': { document: '{ collaborations(first: 100) { nodes { title responder { id } } } }', right: 'ada', refused: null },
    'collaborations by role': { document: '{ collaborations(role: RESPONDER, status: PENDING) { nodes { title } } }', right: 'bob', refused: null },
    'changing a profile': { document: 'mutation ($ada: ID!) { updateAiProfile(input: { id: $ada, nickname: "Eve" }) { profile { nickname } } }', right: 'ada', refused: 'FORBIDDEN' },
    'ending a session': { document: 'mutation ($session: ID!) { endAiSession(input: { id: $session }) { session { type } } }', right: 'ada', refused: 'FORBIDDEN' },
    'taking an inbox': { document: `mutation { takeInbox(first: 100) { unreadCount ${listed} } }`, right: 'bob', refused: null },
    'marking messages': { document: 'mutation ($message: ID!, $broadcast: ID!) { markMessagesRead(input: { ids: [$message, $broadcast] }) { marked } }', right: 'bob', refused: null },
    'deleting a message': { document: 'mutation ($message: ID!) { deleteMessage(input: { id: $message }) { deletedAt } }', right: 'ada', refused: 'FORBIDDEN' },
    'deleting a copy': { document: 'mutation ($message: ID!) { deleteMessage(input: { id: $message }) { deletedAt } }', right: 'bob', refused: 'FORBIDDEN' },
    'deleting a broadcast': { document: 'mutation ($broadcast: ID!) { deleteMessage(input: { id: $broadcast }) { deletedAt } }', right: 'ada', refused: 'FORBIDDEN' },
    'accepting a request': { document: 'mutation ($pending: ID!) { respondToCollaboration(input: { id: $pending, accept: true }) { collaboration { title } } }', right: 'bob', refused: 'FORBIDDEN' },
    'moving a collaboration': { document: 'mutation ($active: ID!) { updateCollaborationProgress(input: { id: $active, tasksCompleted: 1, totalTasks: 2 }) { collaboration { title } } }', right: 'bob', refused: 'FORBIDDEN' },
    'completing a collaboration': { document: 'mutation ($active: ID!) { completeCollaboration(input: { id: $active }) { collaboration { title } } }', right: 'ada', refused: 'FORBIDDEN' },
    'a session of the own': { document: 'mutation { createAiSession(input: { type: "own" }) { session { ai { sessions { nodes { type } } } } } }', right: 'ada', refused: null, own: true },
    'what a conversation of the same number holds': {
      document: `mutation ($bob: ID!) { sendMessage(input: { targetId: $bob, type: "x", content: "Hello", threadNumber: 7 }) { message { thread { participants { id } messages(first: 100) { ${listed} } } } } }`,
      right: 'ada', refused: null, own: true,
    },
    'the sessions of who gets a message': { document: 'mutation ($bob: ID!) { sendMessage(input: { targetId: $bob, type: "x", content: "Hello" }) { message { target { sessions { nodes { type } } } } } }', right: 'nobody', refused: 'FORBIDDEN', own: true },
    'the sessions of who is asked': { document: 'mutation ($bob: ID!) { requestCollaboration(input: { targetId: $bob, type: "x", title: "x" }) { collaboration { responder { sessions { nodes { type } } } } } }', right: 'nobody', refused: 'FORBIDDEN', own: true },
    'the sessions of all AIs': { document: '{ aiProfiles(first: 100) { nodes { name sessions { nodes { type metadata } } } } }', right: 'nobody', refused: 'FORBIDDEN' },
    'the sessions of a new AI': { document: 'mutation ($word: String!) { registerAiProfile(input: { name: $word }) { profile { id sessions { nodes { type } } } } }', right: 'nobody', refused: 'FORBIDDEN', own: true },
  };
  const streams = {
    messages: 'subscription { messageSent { message { content metadata sender { id } thread { messages { nodes { content } } } } } }',
    'messages from the first on': 'subscription { messageSent(after: "1") { message { content metadata sender { id } } } }',
    collaborations: 'subscription { collaborationUpdated { collaboration { title status requester { id } responder { id } } } }',
    'collaborations from the first on': 'subscription { collaborationUpdated(after: "1") { collaboration { title status } } }',
  };

  const making = {
    sendMessage: 'mutation ($input: SendMessageInput!) { made: sendMessage(input: $input) { it: message { id } } }',
    createAiSession: 'mutation ($input: CreateAiSessionInput!) { made: createAiSession(input: $input) { it: session { id } } }',
    requestCollaboration: 'mutation ($input: RequestCollaborationInput!) { made: requestCollaboration(input: $input) { it: collaboration { id } } }',
  };
  const madeSchema = z.object({ made: z.object({ it: z.object({ id: z.string() }) }) });
  const ask = async (as: TestAi, document: string, variables: object = {}) => {
    const { data, errors } = await world.graphql(document, { token: as.token, variables });
    expect(errors).toBeUndefined();
    return data;
  };
  const make = async (as: TestAi, what: keyof typeof making, input: object) => madeSchema.parse(await ask(as, making[what], { input })).made.it.id;
  const graphId = ({ id }: TestAi): string => `cb:${id}`;

  /** Two AIs with something of everything, in which one word occurs that is nowhere else. */
  async function createVault() {
    const [ada, bob] = [await client.newAi(), await client.newAi()];
    const word = `sesame${ada.id}`;
    const metadata = { word };
    const message = await make(ada, 'sendMessage', { targetId: graphId(bob), type: 'x', content: word, metadata, threadNumber: 7 });
    const broadcast = await make(ada, 'sendMessage', { type: 'x', content: 'To all' });
    const cursor = z.object({ inbox: z.object({ pageInfo: z.object({ endCursor: z.string() }) }) }).parse(await ask(bob, '{ inbox(first: 1) { pageInfo { endCursor } } }')).inbox.pageInfo.endCursor;
    const session = await make(ada, 'createAiSession', { type: word, metadata });
    const request = () => make(ada, 'requestCollaboration', { targetId: graphId(bob), type: 'x', title: word, metadata });
    const [pending, active] = [await request(), await request()];
    await ask(bob, 'mutation ($active: ID!) { respondToCollaboration(input: { id: $active, accept: true }) { collaboration { id } } }', { active });
    return { ada, bob, word, variables: { ada: graphId(ada), bob: graphId(bob), word, start: word.slice(0, -1), session, message, broadcast, cursor, pending, active } };
  }

  type Vault = Awaited<ReturnType<typeof createVault>>;

  /** All that the two see. */
  async function picture({ ada, bob }: Vault): Promise<unknown> {
    const seen = `query ($self: ID!) {
      aiProfile(id: $self) { nickname expertise version project updatedAt sessions(first: 100) { nodes { id type status } } }
      inbox(first: 100) { totalCount unreadCount nodes { id content read } }
      sentMessages(first: 100) { totalCount nodes { id content } }
      collaborations(first: 100) { nodes { id title status progress { tasksCompleted } } }
    }`;
    return Promise.all([ada, bob].map((ai) => ask(ai, seen, { self: graphId(ai) })));
  }

  test.each(Object.entries(attempts))('another AI gets nothing by %s', async (_, { document, right, refused, own }) => {
    const vault = await createVault();
    const before = await picture(vault);
    const { data, errors } = await world.graphql(document, { token: eve.token, variables: { ...vault.variables, ...(right === 'nobody' && { word: `Eve of ${vault.ada.id}` }) } });
    expect(errors?.[0]?.extensions['code'] ?? null).toBe(refused);
    expect(JSON.stringify({ data, errors })).not.toContain(vault.word);
    expect(own === true ? before : await picture(vault)).toEqual(before);

    if (right === 'nobody') return;
    const rightful = JSON.stringify(await ask(vault[right], document, vault.variables));
    expect(rightful.includes(vault.word) || JSON.stringify(await picture(vault)) !== JSON.stringify(before)).toBe(true);
  });

  test.each(Object.entries(streams))('another AI is not told by a stream of %s', async (_, document) => {
    const vault = await createVault();
    const { ada, bob, word, variables } = vault;
    const end = `The end, says ${ada.name}`;
    await expect.poll(() => world.metric('graphql_open_streams')).toBe(0);
    const told = [toldUntil(end, eve, document), toldUntil(end, bob, document)];
    await expect.poll(() => world.metric('graphql_open_streams')).toBe(told.length);

    await make(ada, 'sendMessage', { targetId: variables.bob, type: 'x', content: word });
    await ask(bob, 'mutation ($pending: ID!) { respondToCollaboration(input: { id: $pending, accept: true }) { collaboration { id } } }', variables);
    await ask(ada, 'mutation ($active: ID!) { updateCollaborationProgress(input: { id: $active, totalTasks: 3 }) { collaboration { id } } }', variables);
    await ask(bob, 'mutation ($active: ID!) { completeCollaboration(input: { id: $active }) { collaboration { id } } }', variables);
    for (const targetId of [graphId(eve), variables.bob]) {
      await make(ada, 'sendMessage', { targetId, type: 'x', content: end });
      await make(ada, 'requestCollaboration', { targetId, type: 'x', title: end });
    }

    const [toldEve, toldBob] = await Promise.all(told);
    expect(toldBob).toContain(word);
    expect(toldEve).not.toContain(word);
  });

  /** All that came by a stream up to a text, with it. */
  async function toldUntil(end: string, as: TestAi, query: string): Promise<string> {
    const socket = createClient({ url: world.urls.graphql.replace('http', 'ws'), webSocketImpl: WebSocket, connectionParams: { authorization: `Bearer ${as.token}` } });
    let told = '';
    for await (const event of socket.iterate({ query })) {
      told += JSON.stringify(event);
      if (told.includes(end)) break;
    }
    await socket.dispose();
    return told;
  }

  describe('the attempts above', () => {
    const api = buildSchema(readFileSync(path.join(projectRoot, 'gateway/api.graphql'), 'utf8'));
    const domain = parse(readFileSync(path.join(projectRoot, 'subgraphs/collaboration/schema.graphql'), 'utf8'));
    const asked = new Set([...Object.values(attempts).map(({ document }) => document), ...Object.values(streams)].flatMap((document) => fieldsOf(parse(document))));

    function fieldsOf(document: DocumentNode): readonly string[] {
      const types = new TypeInfo(api);
      const fields: string[] = [];
      visit(document, visitWithTypeInfo(types, { Field: ({ name }) => void fields.push(`${types.getParentType()?.name ?? ''}.${name.value}`) }));
      return fields;
    }

    /** Root fields, and fields of entities that lead to something else. */
    function waysIn(): readonly string[] {
      const types = domain.definitions.filter((definition) => definition.kind === Kind.OBJECT_TYPE_DEFINITION);
      const typeNames = new Set(types.map(({ name }) => name.value));
      return types.flatMap(({ name: { value: typeName }, directives = [], fields = [] }) => {
        const isRoot = ['Query', 'Mutation', 'Subscription'].includes(typeName);
        const isEntity = directives.some(({ name }) => name.value === 'key');
        return fields.filter(({ type }) => isRoot || (isEntity && typeNames.has(innermost(type)))).map(({ name }) => `${typeName}.${name.value}`);
      });
    }

    const innermost = (type: TypeNode): string => (type.kind === Kind.NAMED_TYPE ? type.name.value : innermost(type.type));

    test('take every way into the domain', () => {
      expect(waysIn().length).toBeGreaterThan(20);
      expect(waysIn().filter((way) => !asked.has(way))).toEqual([]);
    });
  });
});
