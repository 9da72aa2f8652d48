import { parse, subscribe } from 'graphql';
import { pino } from 'pino';
import jwt from 'jsonwebtoken';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { createNoteSessionUse } from '#subgraphs/identity';
import { aiPrincipal, aiSessionsOf } from '../../tests/testkit/ai-sessions.ts';
import { createTestIdentity, principalOf, type TestIdentity } from '../../tests/testkit/identity.ts';
import { createSchemaGraph } from '../../tests/testkit/schema-graph.ts';

const minutes = 60_000;
let identity: TestIdentity;
let ais: ReturnType<typeof aiSessionsOf>;
beforeEach(async () => {
  identity = await createTestIdentity();
  ais = aiSessionsOf(identity);
});
afterEach(() => identity.close());

const sessionIdOf = (token: string): string => z.object({ sid: z.string() }).parse(jwt.decode(token)).sid;

async function signedIn(name: string) {
  const id = await ais.open(name);
  const { token } = await ais.signIn({ id, name });
  return { id, name, principal: aiPrincipal(id, sessionIdOf(token)), sessionId: sessionIdOf(token) };
}
const noteUse = (sessionId: string) => identity.run('mutation ($input: NoteSessionUseInput!) { noteSessionUse(input: $input) { sessionId } }', { variables: { input: { sessionId } } });

const eventSchema = z.object({ data: z.object({ aiPresenceChanged: z.object({ eventId: z.string(), profile: z.object({ id: z.string(), online: z.boolean() }) }) }) });

/** Comings and goings as a subscriber sees them. */
async function follow(after: string | null = null) {
  const stop = new AbortController();
  const contextValue = identity.subgraph.createContext(createRequestContext({ principal: aiPrincipal('cb:1', 'x'), cancellation: cancellationOf(stop.signal) }));
  const document = parse('subscription ($after: ID) { aiPresenceChanged(after: $after) { eventId profile { id online } } }');
  const events = await subscribe({ schema: identity.subgraph.schema, document, contextValue, variableValues: { after } });
  if (!(Symbol.asyncIterator in events)) throw new Error(JSON.stringify(events));
  const source = events[Symbol.asyncIterator]();
  return {
    next: async () => eventSchema.parse(JSON.parse(JSON.stringify((await source.next()).value))).data.aiPresenceChanged,
    stop: () => stop.abort(),
  };
}

describe('an AI', () => {
  test('is offline and unseen before its first sign-in, and so is one that does not exist', async () => {
    const id = await ais.open('Unseen');
    for (const unseen of [id, 'cb:999999', 'cds:1', '\u0000']) expect(await ais.presenceOf(unseen)).toEqual({ id: unseen, online: false, lastSeenAt: null });
  });

  test('is online for five minutes after its last use', async () => {
    const { id, sessionId } = await signedIn('Busy');
    const start = new Date(identity.clock.now()).toISOString();
    expect(await ais.presenceOf(id)).toEqual({ id, online: true, lastSeenAt: start });
    identity.clock.advance(5 * minutes);
    expect(await ais.presenceOf(id)).toEqual({ id, online: false, lastSeenAt: start });
    await noteUse(sessionId);
    expect(await ais.presenceOf(id)).toEqual({ id, online: true, lastSeenAt: new Date(identity.clock.now()).toISOString() });
  });

  test('has its use noted once a minute', async () => {
    const { id, sessionId } = await signedIn('Chatty');
    const start = new Date(identity.clock.now()).toISOString();
    identity.clock.advance(minutes);
    await noteUse(sessionId);
    expect((await ais.presenceOf(id)).lastSeenAt).toBe(start);
    identity.clock.advance(1);
    await noteUse(sessionId);
    expect((await ais.presenceOf(id)).lastSeenAt).toBe(new Date(identity.clock.now()).toISOString());
  });

  test('is offline once it has signed out, unless another session of it is in use', async () => {
    const { id, name, principal } = await signedIn('Twice');
    const second = aiPrincipal(id, sessionIdOf((await ais.signIn({ id, name })).token));
    await ais.signOut(principal);
    expect((await ais.presenceOf(id)).online).toBe(true);
    await ais.signOut(second);
    expect((await ais.presenceOf(id)).online).toBe(false);
  });

  test('cannot come back by a session that has ended', async () => {
    const { id, principal, sessionId } = await signedIn('Gone');
    await ais.signOut(principal);
    identity.clock.advance(2 * minutes);
    await noteUse(sessionId);
    expect((await ais.presenceOf(id)).online).toBe(false);
  });

  test('says that it is there', async () => {
    const { id, principal } = await signedIn('Present');
    identity.clock.advance(10 * minutes);
    expect(await ais.announce(principal)).toEqual({ announceAiPresence: { profile: { id, online: true } } });
    await expect(ais.announce(principalOf('cds:1', 'admin'))).rejects.toMatchObject({ code: 'FORBIDDEN' });
  });

  test.each(['', 'nonsense', '00000000-0000-7000-8000-000000000000'])('has no session %j', async (sessionId) => {
    expect((await noteUse(sessionId)).errors).toBeUndefined();
  });
});

describe('a subscriber', () => {
  test('hears once of each coming and going, by sign-in, use, sign-out and silence', async () => {
    const { next, stop } = await follow();
    const { id, name, principal, sessionId } = await signedIn('Heard');
    expect((await next()).profile).toEqual({ id, online: true });
    await ais.signIn({ id, name });
    identity.clock.advance(6 * minutes);
    await identity.subgraph.sweepPresence();
    await identity.subgraph.sweepPresence();
    expect((await next()).profile).toEqual({ id, online: false });
    await noteUse(sessionId);
    expect((await next()).profile).toEqual({ id, online: true });
    await ais.signOut(principal);
    expect((await next()).profile).toEqual({ id, online: false });
    stop();
  });

  test('goes on from an event that it has seen', async () => {
    const first = await follow();
    const one = await signedIn('One');
    const seen = await first.next();
    first.stop();
    const two = await signedIn('Two');
    const again = await follow(seen.eventId);
    expect((await again.next()).profile).toEqual({ id: two.id, online: true });
    await ais.signOut(one.principal);
    expect((await again.next()).profile).toEqual({ id: one.id, online: false });
    again.stop();
  });

  test('hears of one going when its last two sessions end at once', async () => {
    const { id, name, principal } = await signedIn('Racing');
    const second = aiPrincipal(id, sessionIdOf((await ais.signIn({ id, name })).token));
    const { next, stop } = await follow();
    await Promise.all([ais.signOut(principal), ais.signOut(second)]);
    expect((await next()).profile).toEqual({ id, online: false });
    stop();
  });

  test.each(['x', '-1', '9'.repeat(30)])('cannot go on from %j', async (after) => {
    await expect(follow(after)).rejects.toThrow('after is not the id of an event');
  });
});

describe('notes beside requests', () => {
  test('are made once a minute for each session, and one that fails is only logged', async () => {
    const noted: unknown[] = [];
    const lines: string[] = [];
    const clock = { time: 0, now: () => clock.time };
    const graph = createSchemaGraph('input NoteSessionUseInput { sessionId: ID! } type Note { sessionId: ID! } type Query { none: Int } type Mutation { noteSessionUse(input: NoteSessionUseInput!): Note! }', {
      noteSessionUse: ({ input }: { readonly input: unknown }) => {
        noted.push(input);
        throw new Error('the database is away');
      },
    });
    const note = createNoteSessionUse({ graph, clock, logger: pino({ base: null }, { write: (line: string) => void lines.push(line) }) });
    for (const at of [0, 59_999, 60_000]) {
      clock.time = at;
      note('one');
    }
    note('two');
    await vi.waitFor(() => expect(lines).toHaveLength(3));
    expect(noted).toEqual([{ sessionId: 'one' }, { sessionId: 'one' }, { sessionId: 'two' }]);
    expect(lines[0]).toContain('A use of a session was not noted');
  });
});
