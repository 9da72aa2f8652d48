import { readdirSync, readFileSync } from 'node:fs';
import { Kind, parse, type FragmentDefinitionNode, type OperationDefinitionNode } from 'graphql';
import { describe, expect, test } from 'vitest';
import { defaultLimits } from '../document/limits.ts';
import { internalApiSchema } from '../planner.ts';
import { compileCost } from './compile-cost.ts';
import { readCostRules } from './cost-rules.ts';

const sdl = readFileSync(new URL('../../supergraph.graphql', import.meta.url), 'utf8');
const rules = readCostRules(parse(sdl));
const schema = internalApiSchema(sdl);
const files = ['rest-compat', 'subgraphs'].flatMap((folder) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.graphql') && !name.endsWith('schema.graphql')).map((name) => `${folder}/${name}`));
const operations = files.flatMap((file) => {
  const { definitions } = parse(readFileSync(file, 'utf8'));
  const fragments = new Map(definitions.filter((node): node is FragmentDefinitionNode => node.kind === Kind.FRAGMENT_DEFINITION).map((fragment) => [fragment.name.value, fragment]));
  return definitions.filter((node): node is OperationDefinitionNode => node.kind === Kind.OPERATION_DEFINITION).map((operation) => ({ name: `${file} ${operation.name?.value}`, operation, fragments }));
});

/** Every size at the most that the product allows. */
const largest = ({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, unknown> => Object.fromEntries(variableDefinitions.map(({ variable }) => [variable.name.value, 100]));

describe('documents of this product', () => {
  test('are there', () => {
    expect(operations.length).toBeGreaterThan(30);
  });

  test.each(operations)('cost far less than a client may spend: $name', ({ operation, fragments }) => {
    const cost = compileCost({ operation, fragments }, schema, rules)(largest(operation));
    expect(cost).toBeLessThan(defaultLimits.cost / 10);
  });

  test('that run a model cost more than those that list some', () => {
    const costOf = (query: string): number => {
      const [operation] = parse(query).definitions;
      if (operation?.kind !== Kind.OPERATION_DEFINITION) throw new Error('no operation');
      return compileCost({ operation, fragments: new Map() }, schema, rules)({});
    };
    expect(costOf('{ models(first: 100) { nodes { id } } }')).toBe(101);
    expect(costOf('mutation { createChatCompletion(input: { model: "m", messages: [] }) { __typename } }')).toBeGreaterThan(500);
  });
});
