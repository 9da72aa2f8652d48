import { z } from 'zod';

const port = z.coerce.number().int().min(0).max(65_535);
const listenerPort = z.union([z.literal('off'), port]);
const listener = (fallback: number) => listenerPort.default(fallback);
const positive = z.coerce.number().int().positive();
const onOff = (fallback: 'on' | 'off') => z.enum(['on', 'off']).default(fallback).transform((value) => value === 'on');
const flag = z.enum(['true', 'false', '1', '0']).transform((value) => value === 'true' || value === '1');
const list = z.string().transform((text) => text.split(',').map((item) => item.trim()).filter((item) => item !== ''));
const httpUrl = z.string().refine((text) => /^https?:\/\/[^/@\s]+(\/\S*)?$/u.test(text) && URL.canParse(text), 'must be an http(s) URL without credentials');
/** `url` serves all its models, `name=url` the one of that name. */
const upstreams = list.pipe(z.array(z.string().transform((item) => toUpstream(item)).pipe(z.object({ model: z.string().min(1).nullable(), url: httpUrl }))));
/** `\n` stands for a line break, because many ways to set a variable know only one line. */
const pem = z.string().transform((text) => text.replaceAll('\\n', '\n')).optional();
const secret = z.string().min(32, 'must have at least 32 characters').optional();

/** Every environment variable that the product reads, with its default; the reference in docs/configuration.md follows it. */
export const environmentSchema = z.object({
  NODE_ENV: z.enum(['development', 'production', 'test']).default('development'),
  PENTAGRAPH_DATA_DIR: z.string().min(1).optional(),
  PENTAGRAPH_ROLES: list.default(['all']),
  HOST: z.string().min(1).optional(),
  PORT: port.optional(),
  GRAPHQL_PORT: listener(4000),
  AUTH_PORT: listener(6971),
  API_PORT: listener(6813),
  LLM_PORT: listener(6988),
  CYBORG_PORT: listenerPort.optional(),
  CLOUDBRAIN_PORT: listener(8768),
  SUBGRAPH_IDENTITY_PORT: port.default(4101),
  SUBGRAPH_INFERENCE_PORT: port.default(4102),
  SUBGRAPH_COLLABORATION_PORT: port.default(4103),
  SUBGRAPH_POLICIES_PORT: port.default(4104),
  SUBGRAPH_WORKSPACE_PORT: port.default(4105),
  SUBGRAPH_EXECUTION_PORT: port.default(4106),
  SUBGRAPH_IDENTITY_URL: httpUrl.optional(),
  SUBGRAPH_INFERENCE_URL: httpUrl.optional(),
  SUBGRAPH_COLLABORATION_URL: httpUrl.optional(),
  SUBGRAPH_POLICIES_URL: httpUrl.optional(),
  SUBGRAPH_WORKSPACE_URL: httpUrl.optional(),
  SUBGRAPH_EXECUTION_URL: httpUrl.optional(),
  SUBGRAPH_RECONNECT_SECONDS: positive.max(86_400).default(120),
  INTERNAL_PRIVATE_KEY: pem,
  INTERNAL_PUBLIC_KEY: pem,
  DATABASE_URL: z.string().regex(/^postgres(ql)?:\/\//u, 'must be a postgresql:// URL').optional(),
  ADMIN_USERNAME: z.string().min(1).max(64).default('admin'),
  ADMIN_PASSWORD: z.string().min(8, 'must have at least 8 characters').optional(),
  AUTH_JWT_SECRET: secret,
  CLOUDBRAIN_JWT_SECRET: secret,
  CLOUDBRAIN_REQUIRE_SECRET: flag.optional(),
  CYBORG_CONFIG_PATH: z.string().min(1).optional(),
  AUTH_TOKEN: z.string().min(1).optional(),
  POLICIES_DIR: z.string().min(1).optional(),
  DEFAULT_POLICY: z.string().min(1).default('cartpole'),
  POLICY_AGENT_TTL_SECONDS: positive.default(3600),
  POLICY_MAX_AGENTS: positive.max(10_000_000).default(200_000),
  POLICY_RUNTIME: z.enum(['auto', 'native', 'wasm']).default('auto'),
  SEED_DEMO: flag.optional(),
  ALLOW_INSECURE_DEFAULTS: flag.default(false),
  DEFAULT_TOKEN_BALANCE: z.coerce.number().int().min(0).max(2_147_483_647).default(100_000),
  TOKEN_LEASE_SECONDS: positive.max(3_600).default(60),
  LLM_RATE_PER_MINUTE: positive.default(120),
  MAX_STREAMING_SECONDS: positive.max(86_400).default(300),
  MODELS_DIR: z.string().min(1).optional(),
  DEFAULT_MODEL: z.string().min(1).default('help'),
  LLM_THREADS: z.union([z.literal('auto'), positive]).default('auto'),
  LLM_SEQUENCES: positive.max(64).default(8),
  LLM_CONTEXT_SIZE: positive.min(256).optional(),
  LLM_GPU: z.enum(['off', 'auto', 'cuda', 'vulkan', 'metal']).default('off'),
  HF_ENDPOINT: httpUrl.default('https://huggingface.co'),
  HF_TOKEN: z.string().min(1).optional(),
  LLM_UPSTREAM_URL: upstreams.default([]),
  LLM_UPSTREAM_KEY: z.string().min(1).optional(),
  EXEC_DRIVER: z.enum(['auto', 'bwrap', 'unshare', 'none']).default('auto'),
  RUN_PROGRAMS: list.pipe(z.array(z.string().startsWith('/', 'must be absolute paths'))).default(['/bin/sh', '/bin/bash', '/usr/bin/env', '/usr/bin/python3', '/usr/bin/node', '/usr/bin/git']),
  WORKSPACE_MAX_MB: positive.max(1_048_576).default(256),
  WORKSPACE_MAX_FILES: positive.max(10_000_000).default(20_000),
  EXEC_MAX_CONCURRENT: positive.max(1_024).default(16),
  /** Read by scripts/ensure.mjs, which runs before there is anything to check it with. */
  AUTO_INSTALL: onOff('on'),
  RATE_LIMITS: onOff('on'),
  ENGINE: z.enum(['own', 'apollo']).default('own'),
  GRAPHQL_INTROSPECTION: onOff('on'),
  GRAPHQL_TRUSTED_DOCUMENTS: z.string().min(1).optional(),
  GRAPHQL_TRUSTED_ONLY: flag.default(false),
  GRAPHQL_TIMEOUT_SECONDS: positive.max(86_400).default(300),
  GRAPHQL_BATCH_LIMIT: positive.max(1_000).default(10),
  GRAPHQL_RATE_PER_MINUTE: positive.max(100_000_000).default(60_000),
  GRAPHQL_CONCURRENCY: positive.max(1_000_000).default(500),
  GRAPHQL_STREAMS: positive.max(1_000_000).default(1_000),
  GRAPHQL_OPERATIONS_PER_SOCKET: positive.max(1_000_000).default(1_000),
  GRAPHQL_SOCKETS_PER_ADDRESS: positive.max(1_000_000).default(2_000),
  CORS_ALLOWED_ORIGINS: list.default(['http://localhost:6711', 'http://127.0.0.1:6711', 'http://localhost:3000']),
  SUPERGRAPH_FILE: z.string().min(1).optional(),
  SUPERGRAPH_POLL_SECONDS: z.coerce.number().int().min(0).max(86_400).default(10),
  PLANNING_TIMEOUT_MS: positive.max(600_000).default(2_000),
  PLANNING_QUEUE: positive.max(100_000).default(200),
  GRAPHQL_MAX_COST: positive.max(1_000_000_000).default(100_000),
  RESPONSE_CACHE_MB: z.coerce.number().int().min(0).max(65_536).default(64),
  RESPONSE_CACHE_URL: z.string().regex(/^rediss?:\/\/\S+$/u, 'must be a redis:// URL').optional(),
  SLOW_OPERATION_MS: z.coerce.number().int().min(0).max(3_600_000).default(10_000),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl.optional(),
  OTEL_SERVICE_NAME: z.string().min(1).default('pentagraph'),
  OTEL_TRACES_SAMPLER_ARG: z.coerce.number().min(0).max(1).default(1),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  LOG_PRETTY: flag.optional(),
});

export type Environment = z.output<typeof environmentSchema>;

function toUpstream(item: string): { readonly model: string | null; readonly url: string } {
  const { model, url = item } = /^(?:(?<model>.+?)=)?(?<url>https?:.*)$/u.exec(item)?.groups ?? {};
  return { model: model ?? null, url };
}
