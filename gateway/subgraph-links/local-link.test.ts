import { buildSchema, GraphQLError, parse, type GraphQLFieldResolver } from 'graphql';
import { describe, expect, test } from 'vitest';
import { cancellationOf, createRequestContext, type RequestContext } from '#kernel/context';
import { DomainError } from '#kernel/errors';
import type { Subgraph } from '#kernel/subgraph';
import { createExecutionScope, createLocalLink, type RunSubgraph, type SubgraphLink, type SubgraphResult } from './index.ts';

type Resolvers = Readonly<Record<string, Readonly<Record<string, GraphQLFieldResolver<unknown, RequestContext>>>>>;

function subgraphOf(sdl: string, resolvers: Resolvers): Subgraph {
  const typeDefs = parse(sdl);
  const schema = buildSchema(sdl);
  for (const [typeName, fields] of Object.entries(resolvers)) {
    const type = schema.getType(typeName);
    if (type === undefined || !('getFields' in type)) throw new Error(typeName);
    for (const [name, resolve] of Object.entries(fields)) Object.assign(type.getFields()[name] ?? {}, { resolve });
  }
  return { name: 'own', typeDefs, schema, createContext: (base) => ({ ...base }) };
}

function linkTo(sdl: string, resolvers: Resolvers, options: { readonly jit?: boolean; readonly maxCompiled?: number } = {}): { link: SubgraphLink; faults: unknown[] } {
  const faults: unknown[] = [];
  return { link: createLocalLink(subgraphOf(sdl, resolvers), { report: (fault) => faults.push(fault), ...options }), faults };
}

const compile = (link: SubgraphLink, query: string): RunSubgraph => link.compile({ document: parse(query), operationName: undefined });
const run = async (operation: RunSubgraph, variables = {}): Promise<SubgraphResult> => operation(variables, createExecutionScope(createRequestContext()));

/** The answers of the first five runs, as JSON: two are interpreted, the others may be compiled. */
async function fiveRuns(link: SubgraphLink, query: string, variables = {}): Promise<string[]> {
  const operation = compile(link, query);
  const answers: string[] = [];
  for (let count = 0; count < 5; count++) answers.push(JSON.stringify(await run(operation, variables)));
  return answers;
}

const isCompiled = () => new Error().stack?.includes('graphql-jit') === true;

describe('compiling', () => {
  const sdl = 'type Query { compiled(text: String, input: In, own: Own): Boolean echo(text: String, input: In): String } input In { text: String, in: [In] } scalar Own';
  const link = (options = {}): SubgraphLink => linkTo(sdl, { Query: { compiled: isCompiled, echo: (_, { text, input }: { text?: string; input?: { text?: string } }) => text ?? input?.text ?? null } }, options).link;
  const compiledRuns = async (of: SubgraphLink, query: string, variables = {}): Promise<boolean[]> => (await fiveRuns(of, query, variables)).map((answer) => answer.includes('true'));

  test('begins with the third run of an operation', async () => {
    expect(await compiledRuns(link(), '{ compiled }')).toStrictEqual([false, false, true, true, true]);
  });

  test('can be left out', async () => {
    expect(await compiledRuns(link({ jit: false }), '{ compiled }')).toStrictEqual([false, false, false, false, false]);
  });

  test('keeps a bounded number of operations, the used ones first', async () => {
    const small = link({ maxCompiled: 2 });
    const operations = ['a', 'b', 'c'].map((alias) => compile(small, `{ ${alias}: compiled }`));
    const runs = async (index: number, count: number): Promise<boolean> => {
      let last = '';
      for (let time = 0; time < count; time++) last = JSON.stringify(await run(operations[index] ?? raise()));
      return last.includes('true');
    };
    expect([await runs(0, 3), await runs(1, 3), await runs(2, 3)]).toStrictEqual([true, true, true]);
    expect(await runs(2, 1)).toBe(true);
    expect([await runs(0, 1), await runs(1, 1)].filter(Boolean)).toHaveLength(1);
  });

  const code = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d(globalThis.owned=1)';
  test.each([
    ['an argument', `{ echo(text: "${code}") }`],
    ['an escaped argument', `{ echo(text: "${code.replace('_', '\\u005f')}") }`],
    ['a block string', `{ echo(text: """${code}""") }`],
    ['an input object', `{ echo(input: { text: "${code}" }) }`],
    ['a default', `query($text: String = "${code}") { echo(text: $text) }`],
  ])('never takes the text of %s for code', async (_, query) => {
    const answers = await fiveRuns(link(), query);
    expect(answers).toStrictEqual(Array.from({ length: 5 }, () => JSON.stringify({ data: { echo: code } })));
    expect(Reflect.get(globalThis, 'owned')).toBeUndefined();
  });

  test.each([
    ['literals of a custom scalar', '{ compiled(own: "x") }', {}],
    ['variables whose type holds itself', 'query($input: In) { compiled(input: $input) }', { input: { in: [{ text: 'x' }] } }],
  ])('%s: answered in any case', async (_, query, variables) => {
    expect((await fiveRuns(link(), query, variables)).every((answer) => answer.includes('"compiled":'))).toBe(true);
  });
});

test('an object that is selected twice, but not always, has only what was asked for', async () => {
  const resolved: string[] = [];
  const field = (name: string) => () => {
    resolved.push(name);
    return name;
  };
  const { link } = linkTo('type Query { item: Item } type Item { a: String b: String c: String }', { Query: { item: () => ({}) }, Item: { a: field('a'), b: field('b'), c: field('c') } });
  const query = 'query($x: Boolean!, $y: Boolean!) { item { a @include(if: $y) } item @include(if: $y) { ... on Item { b @include(if: $y) c } a @skip(if: $x) } }';
  expect(await fiveRuns(link, query, { x: true, y: false })).toStrictEqual(Array.from({ length: 5 }, () => '{"data":{"item":{}}}'));
  expect(resolved).toStrictEqual([]);
});

describe('failures', () => {
  const sdl = `
    scalar Own
    type Query { items: [Item] strict: [Item!] item: Item refused: Int fault: Int odd: Int wrong: Int! list: [Int!]! text(first: Int! = 5, own: Own): String }
    type Item { id: ID, name: String, lazy: String, late: String }`;
  const later = <TValue>(ms: number, value: TValue | Error): Promise<TValue> => new Promise((resolve, reject) => {
    setTimeout(() => (value instanceof Error ? reject(value) : resolve(value)), ms);
  });
  const resolvers: Resolvers = {
    Query: {
      items: () => [later(6, new DomainError('NOT_FOUND', 'gone')), later(3, { id: 'b' }), later(1, { id: 'c' }), later(9, new Error('words'))],
      strict: async () => [later(2, { id: 'a' }), later(1, new DomainError('NOT_FOUND', 'gone'))],
      item: () => ({ id: 'a', lazy: () => 'x', late: Promise.resolve('x') }),
      refused: () => { throw new DomainError('CONFLICT', 'Taken', { details: { field: 'name' } }); },
      fault: () => Promise.reject(new Error('words')),
      // eslint-disable-next-line @typescript-eslint/only-throw-error -- what a resolver must not do
      odd: () => { throw 'words'; },
      wrong: () => null,
      list: () => [1, 'x'],
      text: (_, { first }: { first: number }) => String(first),
    },
  };

  describe.each([[false], [true]])('with compilation %s', (jit) => {
    const { link, faults } = linkTo(sdl, resolvers, { jit });
    const asked = async (query: string, variables = {}): Promise<string> => (await fiveRuns(link, query, variables)).at(-1) ?? '';

    test('of list items stay in their places', async () => {
      expect(await asked('{ items { id } }')).toBe(JSON.stringify({
        data: { items: [null, { id: 'b' }, { id: 'c' }, null] },
        errors: [{ message: 'gone', path: ['items', 0], extensions: { code: 'NOT_FOUND' } }, { message: 'Internal error', path: ['items', 3], extensions: { code: 'INTERNAL' } }],
      }));
      expect(await asked('{ strict { id } }')).toBe(JSON.stringify({ data: { strict: null }, errors: [{ message: 'gone', path: ['strict', 1], extensions: { code: 'NOT_FOUND' } }] }));
    });

    test('that are refusals keep code, words and details', async () => {
      expect(await asked('{ refused }')).toBe(JSON.stringify({ data: { refused: null }, errors: [{ message: 'Taken', path: ['refused'], extensions: { code: 'CONFLICT', details: { field: 'name' } } }] }));
    });

    test.each(['fault', 'odd', 'wrong', 'list', 'item { lazy }', 'item { late }'])('that are faults say nothing: %s', async (field) => {
      faults.length = 0;
      const answer = await compileAndRun(link, `{ ${field} }`);
      expect(answer.errors?.map(({ message, extensions }) => [message, extensions['code']])).toStrictEqual([['Internal error', 'INTERNAL']]);
      expect(faults).toHaveLength(1);
      expect(faults[0]).toBeInstanceOf(Error);
    });

    test('that are the caller\'s are bad input', async () => {
      expect(await asked('query($first: Int) { text(first: $first) }', { first: null })).toContain('BAD_USER_INPUT');
      expect(await asked('query($first: Int) { text(first: $first) }', { first: 'x' })).toContain('BAD_USER_INPUT');
      expect(await asked('query($first: Int) { text(first: $first) }')).toBe('{"data":{"text":"5"}}');
    });

    test('are errors that know their JSON', async () => {
      const { errors = [] } = await compileAndRun(link, '{ refused fault }');
      expect(errors.every((error) => error instanceof GraphQLError && typeof error.toJSON === 'function')).toBe(true);
    });
  });

  const compileAndRun = (link: SubgraphLink, query: string): Promise<SubgraphResult> => run(compile(link, query));
});

test('what a resolver throws because its request has ended is no fault', async () => {
  const { link, faults } = linkTo('type Query { slow: Int }', { Query: { slow: (_, __, { cancellation: { signal } }) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(new DOMException('gone', 'AbortError')), { once: true })) } });
  const controller = new AbortController();
  const pending = compile(link, '{ slow }')({}, createExecutionScope(createRequestContext({ cancellation: cancellationOf(controller.signal) })));
  controller.abort();
  expect(await pending).toMatchObject({ data: { slow: null }, errors: [{ extensions: { code: 'CANCELLED' } }] });
  expect(faults).toStrictEqual([]);
});

describe('the context of a subgraph', () => {
  test('is made once for all fetches of a scope', async () => {
    let made = 0;
    const subgraph = { ...subgraphOf('type Query { id: Int }', { Query: { id: (_, __, context): unknown => Reflect.get(context, 'made') } }), createContext: (base: RequestContext) => ({ ...base, made: (made += 1) }) };
    const operation = compile(createLocalLink(subgraph, { report: () => undefined }), '{ id }');
    const scope = createExecutionScope(createRequestContext());
    expect([await operation({}, scope), await operation({}, scope)]).toMatchObject([{ data: { id: 1 } }, { data: { id: 1 } }]);
    expect(await run(operation)).toMatchObject({ data: { id: 2 } });
  });

  test('that cannot be made is a fault like any other', async () => {
    const faults: unknown[] = [];
    const subgraph = { ...subgraphOf('type Query { id: Int }', {}), createContext: () => { throw new DomainError('UNAVAILABLE', 'Starting'); } };
    const operation = compile(createLocalLink(subgraph, { report: (fault) => faults.push(fault) }), '{ id }');
    expect(await run(operation)).toMatchObject({ errors: [{ message: 'Starting', extensions: { code: 'UNAVAILABLE' } }] });
    expect(faults).toStrictEqual([]);
  });
});

function raise(): never {
  throw new Error('no such operation');
}
