import { defineConfig } from 'vitest/config';

const conditions = ['source', 'node'];

export default defineConfig({
  ssr: { resolve: { conditions } },
  // The environment of the global set-up.
  environments: { __vitest__: { resolve: { conditions } } },
  resolve: {
    conditions: ['source'],
    // Vitest would load graphql's .mjs build beside the CommonJS one that @apollo/subgraph requires: two realms of GraphQLSchema.
    alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }],
  },
  test: {
    include: ['**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    globalSetup: ['tests/testkit/global-setup.ts'],
    expect: { requireAssertions: true },
    testTimeout: 60_000,
    hookTimeout: 90_000,
    maxWorkers: 2,
    pool: 'forks',
    // Young objects of a request die before a larger nursery is full: as the product starts.
    execArgv: ['--max-semi-space-size=32'],
    // Files of one worker share the modules that they import: loading the graph for each again is most of the time of a short test.
    isolate: false,
  },
});
