import type { TypedDocumentNode } from '@graphql-typed-document-node/core';
import { parse } from 'graphql';
import { afterEach, describe, expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import type { GraphOutcome } from '#kernel/graph-port';
import { ask } from './fixture/ask.ts';
import { createNews, type News } from './fixture/news.ts';
import { principalWith } from './fixture/shop.ts';

type Stream = AsyncIterator<GraphOutcome<Record<string, unknown>>, unknown>;

const open: News[] = [];
const createNewsHere = (...parameters: Parameters<typeof createNews>): News => {
  const news = createNews(...parameters);
  open.push(news);
  return news;
};
afterEach(() => {
  for (const { engine } of open.splice(0)) engine.close();
});

async function next(stream: Stream): Promise<GraphOutcome<Record<string, unknown>> | null> {
  const result = await stream.next();
  return result.done === true ? null : result.value;
}

/** The texts of so many answers. */
async function texts(stream: Stream, count: number, field = 'posted'): Promise<unknown[]> {
  const found: unknown[] = [];
  for (let index = 0; index < count; index++) {
    const answer = await next(stream);
    const post = answer?.data?.[field];
    found.push(typeof post === 'object' && post !== null && 'text' in post ? post.text : answer);
  }
  return found;
}

const posted = 'subscription { posted { id text author { name title } } }';
const staff = { titleIn: 'staff' } as const;

describe.each([['in this thread', {}], ['in a thread of its own', { planning: {} }]])('a reload that is planned %s', (_, options) => {
  test('changes what is answered, and keeps what is known warm', async () => {
    const { engine, graph } = createNewsHere({}, options);
    const query = '{ __type(name: "Post") { fields { name } } }';
    expect(JSON.stringify(await ask(engine, query))).toContain('"text"');
    const trusted = engine.port().prepare(parse('{ __type(name: "Post") { fields { name } } }'));
    await engine.reload(graph({ textIn: 'nobody' }));
    expect(engine.generation).toBe(2);
    expect(engine.isPrepared({ query })).toBe(true);
    expect(JSON.stringify(await ask(engine, query))).not.toContain('"text"');
    expect(await trusted.executeToJson({}, createRequestContext())).not.toContain('"text"');
    expect(engine.schema.getType('Post')?.toString()).toBe('Post');
  });

  test('to a graph that cannot be served changes nothing and says why', async () => {
    const { engine, graph } = createNewsHere({}, options);
    await expect(engine.reload({ ...graph({}), supergraphSdl: 'type Query { half' })).rejects.toThrow(/Syntax Error/u);
    await expect(engine.reload({ ...graph({}), supergraphSdl: 'type Query { me: Int }' })).rejects.toThrow(/supergraph/u);
    await expect(engine.reload({ ...graph({}), links: new Map([...graph({}).links].filter(([name]) => name !== 'people')) })).rejects.toThrow('No link reaches these subgraphs: people');
    expect(engine.generation).toBe(1);
    expect((await ask(engine, '{ __typename }')).data).toStrictEqual({ __typename: 'Query' });
  });

  test('that a trusted document does not fit changes nothing and names it', async () => {
    const { engine, graph } = createNewsHere({}, options);
    engine.port().prepare(parse('{ latest { text } }'));
    await expect(engine.reload(graph({ textIn: 'nobody' }))).rejects.toThrow('Cannot query field "text" on type "Post"');
    expect(engine.generation).toBe(1);
    await engine.reload(graph({ textIn: 'archive' }));
    expect(engine.generation).toBe(2);
  });

  test('takes open streams along: no answer is lost or given twice, and the new plan answers from then on', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere({}, options);
    const stream = await subscribe(posted);
    feed.post('one');
    expect(await next(stream)).toStrictEqual({ data: { posted: { id: '1', text: 'one', author: { name: 'ann', title: 'of people' } } } });
    feed.post('two');
    await engine.reload(graph(staff));
    feed.post('three');
    expect(await next(stream)).toMatchObject({ data: { posted: { text: 'two', author: { title: 'of staff' } } } });
    expect(await texts(stream, 1)).toStrictEqual(['three']);
    expect(feed.counts).toMatchObject({ opened: 1, closed: 0 });
    await stream.return?.();
    expect(feed.counts).toMatchObject({ closed: 1 });
  });
});

describe('an open stream after a reload', () => {
  test('whose source is another one is joined to that without a gap', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const stream = await subscribe(posted);
    feed.post('one');
    await next(stream);
    for (const text of ['two', 'three']) feed.post(text);
    await engine.reload(graph({ textIn: 'archive' }));
    expect(await texts(stream, 1)).toStrictEqual(['two']);
    for (const text of ['four', 'five']) feed.post(text);
    expect(await texts(stream, 3)).toStrictEqual(['three', 'four', 'five']);
    feed.post('six');
    expect(await next(stream)).toStrictEqual({ data: { posted: { id: '6', text: 'six', author: { name: 'ann', title: 'of people' } } } });
    expect(feed.counts).toMatchObject({ opened: 2, closed: 1 });
    await stream.return?.();
    expect(feed.counts).toMatchObject({ opened: 2, closed: 2 });
  });

  test('goes over when the old source has nothing more to say', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const stream = await subscribe(posted);
    feed.post('one');
    await engine.reload(graph({ textIn: 'archive' }));
    expect(await texts(stream, 1)).toStrictEqual(['one']);
    const pending = texts(stream, 2);
    feed.post('two');
    feed.post('three');
    expect(await pending).toStrictEqual(['two', 'three']);
    feed.end();
    expect(await next(stream)).toBeNull();
    expect(feed.counts).toMatchObject({ opened: 2, closed: 2 });
  });

  test('that may not be opened twice keeps its source and its plan', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const stream = await subscribe('subscription { chatted { id text } }');
    await engine.reload(graph({ textIn: 'archive' }));
    feed.post('one');
    feed.post('two');
    expect(await texts(stream, 2, 'chatted')).toStrictEqual(['one', 'two']);
    expect(feed.counts).toMatchObject({ opened: 1 });
    await stream.return?.();
  });

  test('that the new graph refuses ends with the reason', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const stream = await subscribe(posted);
    await engine.reload(graph({ textIn: 'nobody' }));
    feed.post('one');
    expect(await next(stream)).toMatchObject({ errors: [{ message: 'Cannot query field "text" on type "Post".', extensions: { code: 'GRAPHQL_VALIDATION_FAILED' } }] });
    expect(await next(stream)).toBeNull();
    await expect.poll(() => feed.counts.closed).toBe(1);
  });

  test('loses what its reader may no longer see', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const anonymous = await subscribe(posted);
    const signedIn = await subscribe(posted, createRequestContext({ principal: principalWith() }));
    await engine.reload(graph({ guarded: true }));
    feed.post('one');
    expect(await next(anonymous)).toMatchObject({ data: { posted: { text: 'one', author: { title: null } } }, errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
    expect(await next(signedIn)).toStrictEqual({ data: { posted: { id: '1', text: 'one', author: { name: 'ann', title: 'of people' } } } });
    await Promise.all([anonymous.return?.(), signedIn.return?.()]);
  });

  test('of a trusted document goes over too', async () => {
    const { engine, feed, graph } = createNewsHere();
    const document: TypedDocumentNode<Record<string, unknown>, Record<string, never>> = parse(posted);
    const stream = await engine.port().prepare(document).subscribe({}, createRequestContext());
    await engine.reload(graph(staff));
    feed.post('one');
    expect(await next(stream)).toMatchObject({ data: { posted: { text: 'one', author: { title: 'of staff' } } } });
    await stream.return?.();
  });

  test('survives many reloads under load', async () => {
    const { engine, feed, graph, open: subscribe } = createNewsHere();
    const stream = await subscribe(posted);
    const read = texts(stream, 200);
    for (let index = 0; index < 200; index++) {
      feed.post(`text ${index}`);
      if (index % 20 === 0) await engine.reload(graph(index % 40 === 0 ? { textIn: 'archive' } : staff));
    }
    expect(await read).toStrictEqual(Array.from({ length: 200 }, (_, index) => `text ${index}`));
    await stream.return?.();
    expect(feed.counts.opened).toBe(feed.counts.closed);
  });
});
