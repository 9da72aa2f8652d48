import { readFileSync } from 'node:fs';
import { parse, printSchema } from 'graphql';
import { describe, expect, test } from 'vitest';
import { composeSupergraph } from './compose.ts';
import { createShop } from './fixture/shop.ts';
import { internalApiSchema, readSupergraph } from './planner.ts';

const domains = ['identity', 'inference'].map((name) => ({ name, typeDefs: parse(readFileSync(new URL(`../../subgraphs/${name}/schema.graphql`, import.meta.url), 'utf8')) }));

describe('composing', () => {
  test('the domains of the product compose, always to the same text', () => {
    expect(composeSupergraph(domains)).toBe(composeSupergraph(domains));
  });

  test('elements tagged internal are in the internal schema only', () => {
    const { publicSchema, internalSchema } = readSupergraph(composeSupergraph(domains));
    const internalOnly = /resolveApiKey|ResolvedCredential|openingTokenBalance/u;
    expect(printSchema(internalSchema)).toMatch(internalOnly);
    expect(printSchema(publicSchema)).not.toMatch(internalOnly);
    expect(printSchema(publicSchema)).toContain('tokenBalance: Int!');
  });

  test('inaccessible elements are in no schema, and neither are federation\'s own', () => {
    const { publicSchema, internalSchema } = readSupergraph(composeSupergraph(createShop()));
    for (const schema of [publicSchema, internalSchema]) expect(printSchema(schema)).not.toMatch(/secret:|join__|_entities|@key/u);
    expect(printSchema(internalApiSchema(composeSupergraph(createShop())))).toBe(printSchema(internalSchema));
  });

  test('subgraphs that do not fit are refused with every reason', () => {
    const link = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key"])';
    const left = { name: 'left', typeDefs: parse(`${link} type Query { a: Int same: Int } type T { x: Int }`) };
    const right = { name: 'right', typeDefs: parse(`${link} type Query { b: Int same: String } type T { x: Int }`) };
    expect(() => composeSupergraph([left, right])).toThrow(/do not compose:\n- [\s\S]*same[\s\S]*\n- /u);
  });

  test('hiding an internal type that a public field returns is refused by name', () => {
    const typeDefs = parse('extend schema @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@tag"]) type Hidden @tag(name: "internal") { x: Int } type Query { shown: Hidden }');
    expect(() => readSupergraph(composeSupergraph([{ name: 'one', typeDefs }]))).toThrow(/Hidden/u);
  });
});
