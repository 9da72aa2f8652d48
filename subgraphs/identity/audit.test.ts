import { parse, subscribe, type ExecutionResult } from 'graphql';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext } from '#kernel/context';
import { createTestIdentity, dataOf, password, principalOf, refusalOf, root, type AuditEntryData, type TestIdentity } from '../../tests/testkit/identity.ts';

let identity: TestIdentity;
beforeAll(async () => {
  identity = await createTestIdentity();
});
afterAll(() => identity.close());

const fields = '{ id action succeeded recordedAt actor { id username } subject { id username } }';
const log = async (args = '(first: 100)') => dataOf(await identity.run(`{ auditLog${args} { nodes ${fields} edges { cursor } pageInfo { hasNextPage hasPreviousPage endCursor } totalCount } }`, { as: root })).auditLog;
const signIn = (username: string, text = password) => identity.run('mutation ($input: SignInInput!) { signIn(input: $input) { session { token } } }', { variables: { input: { username, password: text } } });
const brief = ({ action, succeeded, actor, subject }: AuditEntryData) => [action, succeeded, actor?.id ?? null, subject?.id ?? null];

describe('the audit log', () => {
  test('holds every act on credentials, with who did it to whom', async () => {
    const { id, principal } = await identity.register('ada');
    await signIn('ada');
    await signIn('ada', 'a wrong password');
    await signIn('nobody');
    const { apiKey, token } = dataOf(await identity.run('mutation { createApiKey(input: { name: "k" }) { apiKey { id } token } }', { as: principal })).createApiKey;
    await identity.run('mutation ($id: ID!) { revokeApiKey(input: { id: $id }) { apiKey { id } } }', { as: root, variables: { id: apiKey.id } });
    await identity.run('mutation { changePassword(input: { currentPassword: "a wrong password", newPassword: "another fine secret" }) { session { token } } }', { as: principal });
    await identity.run(`mutation { changePassword(input: { currentPassword: "${password}", newPassword: "another fine secret" }) { session { token } } }`, { as: principal });
    await identity.run('mutation ($id: ID!) { setUserRole(input: { userId: $id, role: ADMIN }) { user { id } } }', { as: principalOf(id, 'admin'), variables: { id } });
    const { nodes, totalCount } = await log();
    expect(nodes.map(brief)).toEqual([
      ['user.set_role', true, id, id],
      ['user.change_password', true, id, id],
      ['user.change_password', false, id, id],
      ['api_key.revoke', true, null, id],
      ['api_key.create', true, id, id],
      ['session.open', false, null, null],
      ['session.open', false, null, id],
      ['session.open', true, id, id],
      ['user.register', true, null, id],
    ]);
    expect(totalCount).toBe(9);
    const rows = await identity.database.prisma.auditEntry.findMany();
    const written = [rows, await identity.database.prisma.event.findMany()].map((table) => JSON.stringify(table, (_, value: unknown) => (typeof value === 'bigint' ? value.toString() : value))).join();
    for (const secret of [password, 'a wrong password', 'another fine secret', token, 'argon2']) expect(written).not.toContain(secret);
  });

  test('notes where a request came from', async () => {
    await identity.run('mutation { signIn(input: { username: "whoever", password: "whatever it is" }) { session { token } } }', { clientAddress: '10.1.2.3' });
    expect(await identity.database.prisma.auditEntry.findFirst({ orderBy: { id: 'desc' } })).toMatchObject({ address: '10.1.2.3', actor: null, subject: null, succeeded: false });
  });

  test('says nothing about what did not happen', async () => {
    const before = (await log()).totalCount;
    await identity.run('mutation ($input: RegisterUserInput!) { registerUser(input: $input) { session { token } } }', { variables: { input: { username: 'ADA', password } } });
    await identity.run('mutation { revokeApiKey(input: { id: "00000000-0000-7000-8000-000000000000" }) { apiKey { id } } }', { as: root });
    expect((await log()).totalCount).toBe(before);
  });

  test('is walked by cursors, newest first, also while it grows', async () => {
    const all = (await log()).nodes.map(({ id }) => id);
    const seen: string[] = [];
    for (let after = '', more = true; more; ) {
      const { nodes, pageInfo } = await log(`(first: 4${after})`);
      await signIn('nobody');
      seen.push(...nodes.map(({ id }) => id));
      after = `, after: "${pageInfo.endCursor ?? ''}"`;
      more = pageInfo.hasNextPage;
    }
    expect(seen).toEqual(all);
  });

  test('has pages of 1 to 100 and cursors of its own', async () => {
    for (const first of [0, -1, 101]) expect(refusalOf(await identity.run(`{ auditLog(first: ${first}) { totalCount } }`, { as: root }))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'first' } });
    for (const after of ['', 'x', 'LTE']) expect(refusalOf(await identity.run(`{ auditLog(after: "${after}") { totalCount } }`, { as: root }))).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });

  test('is for administrators', async () => {
    for (const as of [null, principalOf('cds:1')]) expect(refusalOf(await identity.run('{ auditLog { totalCount } }', { as }))).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('following the audit log', () => {
  let stop: AbortController;
  beforeEach(() => {
    stop = new AbortController();
  });

  const open = async (after: string | null = null, as: typeof root | null = root) =>
    subscribe({
      schema: identity.subgraph.schema,
      document: parse(`subscription ($after: ID) { auditEntryRecorded(after: $after) ${fields} }`),
      variableValues: { after },
      contextValue: identity.subgraph.createContext(createRequestContext({ principal: as, cancellation: cancellationOf(stop.signal) })),
    });
  const opened = async (after: string | null = null) => {
    const stream = await open(after);
    if (!(Symbol.asyncIterator in stream)) throw new Error(JSON.stringify(stream));
    return stream;
  };
  const take = async (stream: AsyncIterable<ExecutionResult>, count: number, wanted: (entry: AuditEntryData) => boolean = () => true): Promise<AuditEntryData[]> => {
    const entries: AuditEntryData[] = [];
    for await (const answer of stream) {
      const entry = dataOf(answer).auditEntryRecorded;
      if (wanted(entry)) entries.push(entry);
      if (entries.length === count) break;
    }
    return entries;
  };

  test('shows what happens from now on, with whom it is about', async () => {
    const stream = await opened();
    const { id } = await identity.register('followed');
    await signIn('followed');
    const entries = await take(stream, 2, ({ subject }) => subject?.id === id);
    expect(entries.map(brief)).toEqual([['user.register', true, null, id], ['session.open', true, id, id]]);
    expect(entries[1]?.subject?.username).toBe('followed');
    expect((await log('(first: 2)')).nodes.toReversed()).toEqual(entries);
  });

  test('goes on behind any entry without a gap or a repetition', async () => {
    const known = (await log('(first: 3)')).nodes.toReversed();
    await signIn('nobody');
    const stream = await opened(known[0]?.id);
    await signIn('nobody');
    const entries = await take(stream, 4);
    expect(entries.slice(0, 2)).toEqual(known.slice(1));
    expect(entries.map(({ id }) => BigInt(id))).toEqual(entries.map(({ id }) => BigInt(id)).sort((a, b) => (a < b ? -1 : 1)));
    expect(new Set(entries.map(({ id }) => id)).size).toBe(4);
  });

  test('ends when its request does, also while it waits', async () => {
    const stream = await opened();
    const next = stream.next();
    stop.abort();
    expect(await next).toEqual({ done: true, value: undefined });
  });

  test('ends when it is returned, also while it waits', async () => {
    const stream = await opened();
    const next = stream.next();
    await stream.return();
    expect(await next).toMatchObject({ done: true });
  });

  test.each(['', 'x', '-1', '1.5', '9'.repeat(30)])('refuses the place %j before it opens', async (after) => {
    const refused = await open(after);
    if (Symbol.asyncIterator in refused) throw new Error('it opened');
    expect(refusalOf(refused)).toMatchObject({ code: 'BAD_USER_INPUT', details: { field: 'after' } });
  });

  test.each([['anonymous', null], ['a developer', principalOf('cds:1')]])('is for administrators, not for %s', async (_, as) => {
    const refused = await open(null, as);
    if (Symbol.asyncIterator in refused) throw new Error('it opened');
    expect(refusalOf(refused)).toMatchObject({ code: 'FORBIDDEN' });
  });
});
