import { createRequire } from 'node:module';
import tseslint from 'typescript-eslint';

const require = createRequire(import.meta.url);
const { n8nCommunityNodesPlugin } = require('@n8n/eslint-plugin-community-nodes');
const nodesBase = require('eslint-plugin-n8n-nodes-base');

export default [
  { ignores: ['dist/**', 'node_modules/**', 'sandbox/n8n/**', '.data/**', 'sandbox/page/**'] },
  ...tseslint.configs.recommended.map((config) => ({ ...config, files: ['**/*.ts'] })),
  {
    files: ['**/*.ts'],
    languageOptions: { parser: tseslint.parser },
    rules: { '@typescript-eslint/no-unused-vars': ['error', { ignoreRestSiblings: true, argsIgnorePattern: '^_' }] },
  },
  {
    files: ['nodes/**/*.ts', 'credentials/**/*.ts'],
    plugins: { 'n8n-nodes-base': nodesBase, '@n8n/community-nodes': n8nCommunityNodesPlugin },
    rules: {
      ...nodesBase.configs.nodes.rules,
      ...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport.rules,
      // The owner enters each secret once: n8n's own Telegram and Supabase credentials are used (docs/decisions/0003).
      '@n8n/community-nodes/no-credential-reuse': 'off',
      '@n8n/community-nodes/valid-credential-references': 'off',
      // n8n's own credential for Redis is called `redis`.
      'n8n-nodes-base/node-class-description-credentials-name-unsuffixed': 'off',
      // Both rules know the node API of 2022 only and ask for the string 'main' where n8n now has NodeConnectionTypes.
      'n8n-nodes-base/node-class-description-inputs-wrong-regular-node': 'off',
      'n8n-nodes-base/node-class-description-outputs-wrong': 'off',
    },
  },
  {
    files: ['package.json'],
    plugins: { '@n8n/community-nodes': n8nCommunityNodesPlugin, 'n8n-nodes-base': nodesBase },
    languageOptions: { parser: tseslint.parser, parserOptions: { extraFileExtensions: ['.json'] } },
    rules: {
      ...n8nCommunityNodesPlugin.configs.recommendedWithoutN8nCloudSupport.rules,
      // Libraries instead of our own code for dates, phones, schemas and state charts; hence also unverified (0003).
      '@n8n/community-nodes/no-runtime-dependencies': 'off',
    },
  },
];
