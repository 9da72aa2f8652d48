import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { readCyborgSettings, type CyborgSettings } from './cyborg-settings.ts';
import { environmentSchema, type Environment } from './environment.ts';
import { toGraphql } from './graphql.ts';
import { projectRoot } from './project-root.ts';
import { toFederation } from './subgraphs.ts';

/** The checked configuration of one process, by topic. */
export type Config = ReturnType<typeof toConfig>;

/**
 * Reads and checks the whole environment once; nothing else touches `process.env`.
 * An empty variable counts as unset.
 * @throws DomainError BAD_USER_INPUT naming every fault at once, for the operator
 */
export function loadConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''));
  const parsed = environmentSchema.safeParse(set);
  if (!parsed.success) throw new DomainError('BAD_USER_INPUT', `Invalid configuration:\n${z.prettifyError(parsed.error)}`);
  return toConfig(parsed.data);
}

function toConfig(env: Environment) {
  const cyborg = readCyborgSettings({ configPath: env.CYBORG_CONFIG_PATH ?? null, authToken: env.AUTH_TOKEN ?? null });
  const dataDir = env.PENTAGRAPH_DATA_DIR === undefined ? defaultDataDir() : path.resolve(env.PENTAGRAPH_DATA_DIR);
  return {
    environment: env.NODE_ENV,
    dataDir,
    roles: env.PENTAGRAPH_ROLES,
    host: env.HOST ?? '127.0.0.1',
    port: env.PORT ?? null,
    ports: toPorts(env, cyborg),
    ...toFederation(env),
    graphql: toGraphql(env),
    databaseUrl: env.DATABASE_URL ?? null,
    admin: { username: env.ADMIN_USERNAME, password: env.ADMIN_PASSWORD ?? null },
    authJwtSecret: env.AUTH_JWT_SECRET ?? null,
    cloudbrain: toCloudBrain(env),
    cyborg: { ...cyborg, host: env.HOST ?? cyborg.host },
    policies: toPolicies(env, dataDir),
    execution: toExecution(env, dataDir),
    seedDemo: env.SEED_DEMO ?? env.NODE_ENV !== 'production',
    allowInsecureDefaults: env.ALLOW_INSECURE_DEFAULTS,
    tokens: { defaultBalance: env.DEFAULT_TOKEN_BALANCE, leaseSeconds: env.TOKEN_LEASE_SECONDS },
    llm: toLlm(env, dataDir),
    rateLimits: env.RATE_LIMITS,
    corsAllowedOrigins: env.CORS_ALLOWED_ORIGINS,
    engine: toEngine(env),
    log: { level: env.LOG_LEVEL, pretty: env.LOG_PRETTY ?? process.stdout.isTTY },
  };
}

const toPorts = (env: Environment, cyborg: CyborgSettings) => ({
  graphql: env.GRAPHQL_PORT,
  auth: env.AUTH_PORT,
  api: env.API_PORT,
  llm: env.LLM_PORT,
  cyborg: env.CYBORG_PORT ?? cyborg.port ?? 8000,
  cloudbrain: env.CLOUDBRAIN_PORT,
});

const toEngine = (env: Environment) => ({
  /** Who runs queries and mutations. */
  executor: env.ENGINE,
  /** Null when the supergraph is the one of this version. */
  supergraphFile: env.SUPERGRAPH_FILE === undefined ? null : path.resolve(env.SUPERGRAPH_FILE),
  /** Null when nobody looks for changes unasked. */
  supergraphPollMs: env.SUPERGRAPH_POLL_SECONDS === 0 ? null : env.SUPERGRAPH_POLL_SECONDS * 1000,
  planning: { deadlineMs: env.PLANNING_TIMEOUT_MS, queue: env.PLANNING_QUEUE },
  maxCost: env.GRAPHQL_MAX_COST,
  responses: { url: env.RESPONSE_CACHE_URL ?? null, maxBytes: env.RESPONSE_CACHE_MB * 1024 * 1024 },
  /** Null when no operation is slow. */
  slowOperationMs: env.SLOW_OPERATION_MS === 0 ? null : env.SLOW_OPERATION_MS,
  tracing: { endpoint: env.OTEL_EXPORTER_OTLP_ENDPOINT ?? null, serviceName: env.OTEL_SERVICE_NAME, sampleRatio: env.OTEL_TRACES_SAMPLER_ARG },
});

const toCloudBrain = (env: Environment) => ({ jwtSecret: env.CLOUDBRAIN_JWT_SECRET ?? null, requireSecret: env.CLOUDBRAIN_REQUIRE_SECRET ?? env.NODE_ENV === 'production' });

const toLlm = (env: Environment, dataDir: string) => ({
  modelsDir: env.MODELS_DIR ?? path.join(dataDir, 'models'),
  defaultModel: env.DEFAULT_MODEL,
  threads: env.LLM_THREADS,
  sequences: env.LLM_SEQUENCES,
  contextSize: env.LLM_CONTEXT_SIZE ?? null,
  gpu: env.LLM_GPU,
  ratePerMinute: env.LLM_RATE_PER_MINUTE,
  maxStreamingSeconds: env.MAX_STREAMING_SECONDS,
  hub: { endpoint: env.HF_ENDPOINT, token: env.HF_TOKEN ?? null },
  upstreams: env.LLM_UPSTREAM_URL,
  upstreamKey: env.LLM_UPSTREAM_KEY ?? null,
});

const toPolicies = (env: Environment, dataDir: string) => ({
  /** Where policies are: those that ship, and those of this installation. */
  folders: [path.join(projectRoot, 'models/policies'), env.POLICIES_DIR ?? path.join(dataDir, 'policies')],
  defaultPolicy: env.DEFAULT_POLICY,
  agentTtlSeconds: env.POLICY_AGENT_TTL_SECONDS,
  maxAgents: env.POLICY_MAX_AGENTS,
  runtime: env.POLICY_RUNTIME,
});

const toExecution = (env: Environment, dataDir: string) => ({
  driver: env.EXEC_DRIVER,
  /** Absolute paths that may be run; those that are not installed are left out. */
  programs: env.RUN_PROGRAMS,
  /** Workspaces of all users, and what the execution domain keeps. */
  folder: path.join(dataDir, 'sandbox'),
  workspace: { maxBytes: env.WORKSPACE_MAX_MB * 1024 * 1024, maxFiles: env.WORKSPACE_MAX_FILES },
  /** Programs at once, over all users. */
  maxConcurrent: env.EXEC_MAX_CONCURRENT,
});

/** As root under /var/lib, where PostgreSQL's own user may go; else beside the program. One folder per checkout. */
function defaultDataDir(): string {
  if (process.getuid?.() !== 0) return path.join(projectRoot, '.pentagraph');
  return path.join('/var/lib/pentagraph', createHash('sha256').update(projectRoot).digest('hex').slice(0, 8));
}
