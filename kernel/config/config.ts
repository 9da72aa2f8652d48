import { createHash } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { environmentSchema, type Environment } from './environment.ts';
import { projectRoot } from './project-root.ts';

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
  const dataDir = env.PENTAGRAPH_DATA_DIR === undefined ? defaultDataDir() : path.resolve(env.PENTAGRAPH_DATA_DIR);
  return {
    environment: env.NODE_ENV,
    dataDir,
    roles: env.PENTAGRAPH_ROLES,
    host: env.HOST,
    port: env.PORT ?? null,
    ports: { graphql: env.GRAPHQL_PORT, auth: env.AUTH_PORT, llm: env.LLM_PORT, cloudbrain: env.CLOUDBRAIN_PORT },
    databaseUrl: env.DATABASE_URL ?? null,
    admin: { username: env.ADMIN_USERNAME, password: env.ADMIN_PASSWORD ?? null },
    authJwtSecret: env.AUTH_JWT_SECRET ?? null,
    cloudbrain: { jwtSecret: env.CLOUDBRAIN_JWT_SECRET ?? null, requireSecret: env.CLOUDBRAIN_REQUIRE_SECRET ?? env.NODE_ENV === 'production' },
    seedDemo: env.SEED_DEMO ?? env.NODE_ENV !== 'production',
    allowInsecureDefaults: env.ALLOW_INSECURE_DEFAULTS,
    tokens: { defaultBalance: env.DEFAULT_TOKEN_BALANCE },
    llm: {
      modelsDir: env.MODELS_DIR ?? path.join(dataDir, 'models'),
      defaultModel: env.DEFAULT_MODEL,
      threads: env.LLM_THREADS,
      sequences: env.LLM_SEQUENCES,
      contextSize: env.LLM_CONTEXT_SIZE ?? null,
      gpu: env.LLM_GPU,
      ratePerMinute: env.LLM_RATE_PER_MINUTE,
    },
    rateLimits: env.RATE_LIMITS,
    corsAllowedOrigins: env.CORS_ALLOWED_ORIGINS,
    log: { level: env.LOG_LEVEL, pretty: env.LOG_PRETTY ?? process.stdout.isTTY },
  };
}

/** As root under /var/lib, where PostgreSQL's own user may go; else beside the program. One folder per checkout. */
function defaultDataDir(): string {
  if (process.getuid?.() !== 0) return path.join(projectRoot, '.pentagraph');
  return path.join('/var/lib/pentagraph', createHash('sha256').update(projectRoot).digest('hex').slice(0, 8));
}
