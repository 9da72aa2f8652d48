import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, visit } from 'graphql';
import { expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { createDomainPort, dataOrThrow, domainCalls, toDomainError, type GraphPort, type PreparedOperation } from './index.ts';

const domains = readdirSync('subgraphs', { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);

test('every domain has its row in the call table', () => {
  expect(Object.keys(domainCalls).sort()).toEqual(domains.sort());
});

test('the call table has no cycle', () => {
  const calls: Readonly<Record<string, readonly string[]>> = domainCalls;
  const reaches = (from: string, seen: readonly string[]): readonly string[] => (calls[from] ?? []).flatMap((next) => [next, ...(seen.includes(next) ? [] : reaches(next, [...seen, next]))]);
  for (const domain of domains) expect(reaches(domain, [])).not.toContain(domain);
});

test('the documents that a domain ships call only the domains of its row', () => {
  const owners = new Map<string, string>();
  for (const domain of domains) {
    visit(parse(readFileSync(`subgraphs/${domain}/schema.graphql`, 'utf8')), {
      ObjectTypeDefinition: ({ name, fields }) => {
        if (['Query', 'Mutation', 'Subscription'].includes(name.value)) for (const field of fields ?? []) owners.set(field.name.value, domain);
      },
    });
  }
  const calls: Readonly<Record<string, readonly string[]>> = domainCalls;
  for (const domain of domains) {
    const files = readdirSync(`subgraphs/${domain}`).filter((file) => file === 'operations.graphql');
    for (const file of files) {
      const called = parse(readFileSync(`subgraphs/${domain}/${file}`, 'utf8')).definitions.flatMap((definition) =>
        definition.kind === Kind.OPERATION_DEFINITION ? definition.selectionSet.selections.flatMap((selection) => (selection.kind === Kind.FIELD ? [owners.get(selection.name.value) ?? 'nobody'] : [])) : []);
      for (const owner of called) expect([domain, ...(calls[domain] ?? [])]).toContain(owner);
    }
  }
  expect(owners.size).toBeGreaterThan(0);
});

test('a chain of calls between domains ends after four hops', async () => {
  const seen: number[] = [];
  const refuse = (): never => expect.fail('not called');
  const graph: GraphPort = {
    prepare: <TData, TVariables>(): PreparedOperation<TData, TVariables> => ({
      execute: async (_, context) => {
        seen.push(context.hops);
        return {};
      },
      executeToJson: refuse,
      subscribe: refuse,
    }),
  };
  const operation = createDomainPort(graph).prepare<object, object>(parse('{ __typename }'));
  await operation.execute({}, createRequestContext({ hops: 3 }));
  expect(seen).toEqual([4]);
  expect(() => operation.execute({}, createRequestContext({ hops: 4 }))).toThrow('Too many calls between domains');
});

test('the first error of an answer is thrown as the refusal it was', () => {
  expect(() => dataOrThrow({ data: null, errors: [{ message: 'No', extensions: { code: 'FORBIDDEN' } }] })).toThrow(expect.objectContaining({ code: 'FORBIDDEN', message: 'No' }));
  expect(() => dataOrThrow({})).toThrow(expect.objectContaining({ code: 'INTERNAL' }));
  expect(toDomainError({ message: 'x', extensions: { code: 'constructor' } }).code).toBe('INTERNAL');
});
