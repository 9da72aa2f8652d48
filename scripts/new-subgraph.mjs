// `npm run new:subgraph -- <name>`: a subgraph folder with every part that the structure test asks for.
import fs from 'node:fs';
import path from 'node:path';

const name = process.argv[2] ?? '';
if (!/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/.test(name)) {
  console.error('Usage: npm run new:subgraph -- <name in kebab-case, a plural noun>');
  process.exit(1);
}
const folder = path.join('subgraphs', name);
if (fs.existsSync(folder)) {
  console.error(`${folder} exists already`);
  process.exit(1);
}
const pascal = name.split('-').map((part) => part[0].toUpperCase() + part.slice(1)).join('');
const camel = pascal[0].toLowerCase() + pascal.slice(1);

const files = {
  'README.md': `# ${name}\n\nOwns: (the entities of this domain).\n\nInvariants:\n- (what always holds)\n\nScaled out: (which engine takes over beyond one machine)\n`,
  'schema.graphql': `extend schema
  @link(url: "https://specs.apollo.dev/federation/v2.11", import: ["@key", "@tag", "@shareable", "@authenticated", "@requiresScopes"])

"The root of all reads."
type Query {
  "Says that the ${name} domain is reachable."
  ${camel}Reachable: Boolean!
}
`,
  'service.ts': `/** The rules of ${name}; knows no GraphQL, HTTP or Prisma. */
export function create${pascal}Service() {
  return {
    /** True while the domain can answer. */
    isReachable: (): boolean => true,
  };
}

export type ${pascal}Service = ReturnType<typeof create${pascal}Service>;
`,
  'context.ts': `import type { RequestContext } from '#kernel/context';
import type { ${pascal}Service } from './service.ts';

/** What the resolvers of ${name} get. */
export interface ${pascal}Context extends RequestContext {
  readonly ${camel}: ${pascal}Service;
}
`,
  'resolvers/Query.ts': `import type { QueryResolvers } from '../schema.generated.ts';

export const Query: QueryResolvers = {
  ${camel}Reachable: (_, __, { ${camel} }) => ${camel}.isReachable(),
};
`,
  'resolvers/index.ts': `export { Query } from './Query.ts';\n`,
  'index.ts': `import type { RequestContext } from '#kernel/context';
import { loadSubgraphSchema, type Subgraph } from '#kernel/subgraph';
import type { ${pascal}Context } from './context.ts';
import * as resolvers from './resolvers/index.ts';
import { create${pascal}Service } from './service.ts';

/** The ${name} subgraph. */
export function create${pascal}Subgraph(): Subgraph {
  const ${camel} = create${pascal}Service();
  return {
    name: '${name}',
    ...loadSubgraphSchema(import.meta.url, resolvers),
    createContext: (base: RequestContext): ${pascal}Context => ({ ...base, ${camel} }),
  };
}
`,
  [`${name}.test.ts`]: `import { graphql } from 'graphql';
import { expect, test } from 'vitest';
import { createRequestContext } from '#kernel/context';
import { create${pascal}Subgraph } from './index.ts';

test('the ${name} domain says that it is reachable', async () => {
  const subgraph = create${pascal}Subgraph();
  const answer = await graphql({ schema: subgraph.schema, source: '{ ${camel}Reachable }', contextValue: subgraph.createContext(createRequestContext()) });
  expect(answer).toEqual({ data: { ${camel}Reachable: true } });
});
`,
};
for (const [file, text] of Object.entries(files)) {
  const target = path.join(folder, file);
  fs.mkdirSync(path.dirname(target), { recursive: true });
  fs.writeFileSync(target, text);
}
fs.appendFileSync('codegen.yml', `  ${folder}/schema.generated.ts:
    schema: ${folder}/schema.graphql
    plugins: [typescript, typescript-resolvers]
    config:
      federation: true
      contextType: ./context.ts#${pascal}Context
      maybeValue: T | null | undefined
`);
console.log(`${folder} is laid out. Next:
  1. npm run generate
  2. wire create${pascal}Subgraph in server/subgraphs.ts, and its row in kernel/graph-port/domain-calls.ts
  3. tables: prisma/schema/${name}.prisma, then npx prisma migrate dev
  4. npm test`);
