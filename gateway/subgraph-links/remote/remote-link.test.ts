import { afterEach, beforeEach, expect, test } from 'vitest';
import { cancellationOf } from '#kernel/context';
import { askLink, codes } from './fixture/ask-link.ts';
import { startFarProcess, type FarProcess } from './fixture/far-process.ts';
import { ada, requestOfAda } from './fixture/far-subgraph.ts';
import type { RemoteLink } from './remote-link.ts';

let far: FarProcess;
let link: RemoteLink;
beforeEach(async () => {
  far = await startFarProcess();
  link = far.link();
});
afterEach(() => far.stop());

const seen = '{ seen { subject role scopes session requestId hops clientAddress remainingMs } }';
const waits = '{ waits }';
const expectSoon = (read: () => unknown) => expect.poll(read, { timeout: 5_000, interval: 2 });
const value = async (metric: string): Promise<number> => {
  const [line = ''] = (await far.metrics.metrics()).split('\n').filter((text) => text.startsWith(`${metric}{`));
  return Number(line.slice(line.lastIndexOf(' ') + 1));
};

test('an operation, its variables and its answer cross, with who asks and what belongs to the request', async () => {
  expect(await askLink(link, 'query Echo($text: String!) { echo(text: $text) }', { variables: { text: 'ä"\n\u2028' } })).toEqual({ data: { echo: 'ä"\n\u2028' } });
  const context = requestOfAda({ hops: 2, clientAddress: '203.0.113.7', deadline: Date.now() + 5_000 });
  const { data } = await askLink(link, seen, { context });
  expect(data).toEqual({
    seen: { subject: ada.subject, role: ada.role, scopes: [...ada.scopes], session: ada.session, requestId: 'request-1', hops: 2, clientAddress: '203.0.113.7', remainingMs: expect.any(Number) },
  });
  expect(data).toMatchObject({ seen: { remainingMs: expect.toSatisfy((left: number) => left > 3_000 && left <= 5_001) } });
});

test('nobody is nobody on the other side', async () => {
  const { data } = await askLink(link, seen, { context: requestOfAda({ principal: null, clientAddress: 'evil\r\nx: y' }) });
  expect(data).toMatchObject({ seen: { subject: null, hops: 0, clientAddress: null, remainingMs: null } });
});

test('refusals keep code, words, details and place; faults say nothing', async () => {
  const { errors, data } = await askLink(link, '{ refused broken echo(text: "here") }');
  expect(data).toEqual({ refused: null, broken: null, echo: 'here' });
  expect(errors?.map((error) => error.toJSON())).toEqual([
    { message: 'It is taken', path: ['refused'], extensions: { code: 'CONFLICT', details: { field: 'name' } } },
    { message: 'Internal error', path: ['broken'], extensions: { code: 'INTERNAL' } },
  ]);
});

test('the SDL can be read, and readiness asked', async () => {
  expect(await link.readSdl()).toContain('type Thing');
  expect(await link.ready()).toBe(true);
  await far.cut();
  await expect(far.link().ready()).resolves.toBe(false);
  await expect(far.link({ attempts: 1 }).readSdl()).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
});

test('identical queries under way are one, and each caller has objects of its own', async () => {
  const asked = Array.from({ length: 5 }, () => askLink(link, waits));
  const other = askLink(link, waits, { context: requestOfAda({ principal: { ...ada, subject: 'cds:8' } }) });
  await expectSoon(() => far.subgraph.waiting.open).toBe(2);
  far.subgraph.waiting.letGo();
  const answers = await Promise.all([...asked, other]);
  expect(answers).toEqual(Array.from({ length: 6 }, () => ({ data: { waits: 'waited' } })));
  expect(new Set(answers.map(({ data }) => data)).size).toBe(6);
  expect(far.subgraph.runs.query).toBe(2);
  expect(await value('graph_remote_shared_total')).toBe(4);
  void askLink(link, waits);
  await expectSoon(() => far.subgraph.runs.query).toBe(3);
  far.subgraph.waiting.letGo();
});

test('a query that comes after a mutation does not join one from before', async () => {
  const before = askLink(link, waits);
  await expectSoon(() => far.subgraph.waiting.open).toBe(1);
  await askLink(link, 'mutation { count }');
  const after = askLink(link, waits);
  await expectSoon(() => far.subgraph.waiting.open).toBe(2);
  far.subgraph.waiting.letGo();
  expect(await Promise.all([before, after])).toHaveLength(2);
});

test('a caller who goes away ends the work, unless somebody else waits for it too', async () => {
  const [first, second] = [new AbortController(), new AbortController()];
  const answers = [first, second].map((controller) => askLink(link, waits, { context: requestOfAda({ cancellation: cancellationOf(controller.signal) }) }));
  await expectSoon(() => far.subgraph.waiting.open).toBe(1);
  first.abort();
  expect(codes(await answers[0] ?? {})).toEqual(['CANCELLED']);
  expect(far.subgraph.waiting).toMatchObject({ open: 1, aborted: 0 });
  second.abort();
  expect(codes(await answers[1] ?? {})).toEqual(['CANCELLED']);
  await expectSoon(() => far.subgraph.waiting.aborted).toBe(1);
});

test('a request that is over its time is refused, and the other side stops', async () => {
  expect(codes(await askLink(link, waits, { context: requestOfAda({ deadline: Date.now() + 30 }) }))).toEqual(['DEADLINE_EXCEEDED']);
  await expectSoon(() => far.subgraph.waiting.aborted).toBe(1);
  expect(codes(await askLink(far.link({ queryMs: 30 }), waits))).toEqual(['SUBGRAPH_UNAVAILABLE']);
});

test('a query survives a short absence, a mutation is never sent twice', async () => {
  await askLink(link, '{ echo(text: "warm") }');
  await far.cut();
  const patient = far.link({ attempts: 20, retryMs: 10, failuresToOpen: 100 });
  const query = askLink(patient, '{ echo(text: "back") }');
  const mutation = askLink(patient, 'mutation { count }');
  expect(codes(await mutation)).toEqual(['SUBGRAPH_UNAVAILABLE']);
  await far.restore();
  expect(await query).toEqual({ data: { echo: 'back' } });
  expect(far.subgraph.runs.mutation).toBe(0);
  expect(await value('graph_remote_retries_total')).toBeGreaterThan(0);
});

test('a subgraph that does not answer is asked less often, and one probe brings it back', async () => {
  const careful = far.link({ attempts: 1, failuresToOpen: 3, openMs: 40, maxOpenMs: 40 });
  await far.cut();
  for (let count = 0; count < 3; count++) expect(codes(await askLink(careful, '{ echo(text: "x") }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect(await value('graph_remote_circuit_open')).toBe(1);
  const failures = await value('graph_remote_failures_total');
  expect(codes(await askLink(careful, '{ echo(text: "y") }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect(await value('graph_remote_failures_total')).toBe(failures);
  await far.restore();
  await expectSoon(async () => (await askLink(careful, '{ echo(text: "z") }')).data).toEqual({ echo: 'z' });
  expect(await value('graph_remote_circuit_open')).toBe(0);
});

test('refusals of the other side do not open the circuit', async () => {
  const careful = far.link({ failuresToOpen: 2 });
  for (let count = 0; count < 4; count++) await askLink(careful, '{ refused broken }');
  for (let count = 0; count < 4; count++) expect(codes(await askLink(careful, '{ nothing }'))).toEqual(['GRAPHQL_VALIDATION_FAILED']);
  expect(await askLink(careful, '{ echo(text: "still") }')).toEqual({ data: { echo: 'still' } });
});

test('an answer that is larger than it may be is refused', async () => {
  const small = far.link({ answerBytes: 10_000 });
  expect(codes(await askLink(small, '{ things(first: 2000) { id name } }'))).toEqual(['SUBGRAPH_UNAVAILABLE']);
  expect(await askLink(small, '{ echo(text: "small") }')).toEqual({ data: { echo: 'small' } });
});
