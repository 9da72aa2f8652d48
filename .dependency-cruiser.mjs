const code = '^(kernel|platform|gateway|subgraphs|rest-compat|server)/';
const test = '[.](test|fixture)[.]ts$|/fixtures?/|^tests/|^bench/';

/** @type {import('dependency-cruiser').IConfiguration} */
export default {
  forbidden: [
    { name: 'no-circular', comment: 'Data flows one way; a cycle has no bottom to start reading from.', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'kernel-knows-nobody', comment: 'The kernel is the bottom layer: what everything may use.', severity: 'error',
      from: { path: '^kernel/', pathNot: test }, to: { path: '^(platform|gateway|subgraphs|rest-compat|server|tests|bench)/' },
    },
    {
      name: 'platform-knows-kernel-only', comment: 'Mechanisms that domains share know no domain.', severity: 'error',
      from: { path: '^platform/', pathNot: test }, to: { path: '^(gateway|subgraphs|rest-compat|server|tests|bench)/' },
    },
    {
      name: 'subgraphs-stay-apart', comment: 'Domains meet in the supergraph, never by import.', severity: 'error',
      from: { path: '^subgraphs/([^/]+)/' }, to: { path: '^subgraphs/', pathNot: '^subgraphs/$1/' },
    },
    {
      name: 'subgraphs-know-no-transport', comment: 'A domain answers the graph; who carries the answer is not its business.', severity: 'error',
      from: { path: '^subgraphs/', pathNot: test }, to: { path: '^(gateway|rest-compat|server|tests|bench)/' },
    },
    {
      name: 'gateway-knows-no-domain', comment: 'The gateway is a library over any supergraph.', severity: 'error',
      from: { path: '^gateway/', pathNot: test }, to: { path: '^(platform|subgraphs|rest-compat|server|tests|bench)/' },
    },
    {
      name: 'rest-compat-speaks-graphql', comment: 'The compat layer reaches domains only through documents handed to the graph port.', severity: 'error',
      from: { path: '^rest-compat/', pathNot: test }, to: { path: '^(platform|subgraphs|gateway|server|prisma|tests|bench)/' },
    },
    { name: 'nobody-imports-the-server', comment: 'The composition root is a star: it imports all.', severity: 'error', from: { pathNot: `^server/|${test}|^scripts/` }, to: { path: '^server/' } },
    {
      name: 'folders-have-doors', comment: 'Outsiders enter a folder through its index.ts only.', severity: 'error',
      from: { path: '^(kernel|platform|subgraphs|rest-compat)/([^/]+)/', pathNot: test },
      to: { path: '^(kernel|platform|subgraphs|rest-compat)/[^/]+/', pathNot: '^$1/$2/|^[^/]+/[^/]+/index[.]ts$' },
    },
    {
      name: 'the-server-uses-doors', comment: 'The composition root wires folders by their index.ts.', severity: 'error',
      from: { path: '^server/' }, to: { path: '^(kernel|platform|subgraphs|rest-compat)/[^/]+/|^gateway/', pathNot: '^[^/]+/[^/]+/index[.]ts$|^gateway/index[.]ts$' },
    },
    {
      name: 'services-are-pure', comment: 'Rules know no protocol and no database driver.', severity: 'error',
      from: { path: '^subgraphs/[^/]+/[^/]*service[.]ts$' }, to: { path: 'resolvers/|loaders|generated|node_modules/(graphql|@apollo|express|@prisma)' },
    },
    {
      name: 'only-repositories-touch-prisma', comment: 'Storage has one place per domain.', severity: 'error',
      from: { path: code, pathNot: `(^|/)[^/]*repository[.]ts$|^kernel/(database|events)/|^platform/operations/|${test}` }, to: { path: '^prisma/|node_modules/(@prisma|[.]prisma)' },
    },
    { name: 'native-only-in-inference', comment: 'A native assert kills its process: only the inference child may load it.', severity: 'error', from: { path: code, pathNot: '^subgraphs/inference/' }, to: { path: 'node_modules/node-llama-cpp' } },
    { name: 'tests-are-leaves', comment: 'Nothing depends on a test.', severity: 'error', from: { pathNot: test }, to: { path: '[.]test[.]ts$' } },
    { name: 'not-to-dev-dependencies', comment: 'What npm start runs is in dependencies.', severity: 'error', from: { path: code, pathNot: test }, to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only'] } },
    { name: 'resolvable', comment: 'Every import exists (typed-document-node/core has types only).', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '^@graphql-typed-document-node/core$' } },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|prisma/generated|scripts|models|bench/gateway)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['source', 'import', 'node', 'default', 'types'] },
  },
};
