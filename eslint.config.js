import graphql from '@graphql-eslint/eslint-plugin';
import vitest from '@vitest/eslint-plugin';
import tseslint from 'typescript-eslint';

const caps = {
  'max-lines': ['error', { max: 300, skipBlankLines: true, skipComments: true }],
  'max-lines-per-function': ['error', { max: 60, skipBlankLines: true, skipComments: true }],
  'max-params': ['error', 3],
  complexity: ['error', 12],
};

export default tseslint.config(
  { ignores: ['dist', 'node_modules', 'prisma/generated', '**/*.generated.ts', 'vendor', '**/*.mjs', '*.config.*', 'models'] },
  {
    files: ['**/*.ts'],
    extends: [...tseslint.configs.strictTypeChecked, ...tseslint.configs.stylisticTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: {
      ...caps,
      'no-restricted-properties': ['error', { object: 'process', property: 'env', message: 'Read configuration through #kernel/config.' }],
      'no-console': 'error',
      '@typescript-eslint/consistent-type-assertions': ['error', { assertionStyle: 'never' }],
      '@typescript-eslint/switch-exhaustiveness-check': 'error',
      // Its enums are forbidden by the compiler (erasableSyntaxOnly), and those of libraries it checks itself.
      '@typescript-eslint/no-unsafe-enum-assignment': 'off',
      '@typescript-eslint/require-await': 'off',
      '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
      '@typescript-eslint/no-confusing-void-expression': ['error', { ignoreArrowShorthand: true }],
    },
  },
  {
    // Vitest's asymmetric matchers (expect.any and the like) have the type any.
    files: ['**/*.test.ts', 'tests/**/*.ts'],
    plugins: { vitest },
    rules: { ...vitest.configs.recommended.rules, 'max-lines-per-function': 'off', '@typescript-eslint/no-unsafe-assignment': 'off', 'vitest/valid-expect': 'error', 'vitest/expect-expect': ['error', { assertFunctionNames: ['expect', 'expect*'] }] },
  },
  { files: ['kernel/config/*.ts', 'prisma.config.ts'], rules: { 'no-restricted-properties': 'off' } },
  { files: ['bench/**/*.ts', 'server/main.ts'], rules: { 'no-console': 'off' } },
  {
    files: ['subgraphs/*/schema.graphql'],
    languageOptions: { parser: graphql.parser, parserOptions: { graphQLConfig: { schema: 'gateway/api.graphql' } } },
    plugins: { '@graphql-eslint': graphql },
    rules: {
      '@graphql-eslint/require-description': ['error', { types: true, rootField: true }],
      '@graphql-eslint/naming-convention': ['error', { types: 'PascalCase', FieldDefinition: 'camelCase', InputValueDefinition: 'camelCase', EnumValueDefinition: 'UPPER_CASE' }],
      '@graphql-eslint/no-hashtag-description': 'error',
    },
  },
);
