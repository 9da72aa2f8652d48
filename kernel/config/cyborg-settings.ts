import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parseDocument } from 'yaml';
import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import { readTokenKeys, type TokenKeys } from './cyborg-keys.ts';

/** The bearer token that CyborgMind's document prints: good for its examples, and known to everybody. */
export const documentedAuthToken = 'cyborg-secret-v2';
const defaultRatePerMinute = 100;
/** The largest life of a token, also of one that asks for its own: a year. */
const maxExpiryMinutes = 525_600;

const optionalText = z.string().min(1).nullable();

/** The `api:` section of the CyborgMind configuration file; a misspelt key is refused, because it would silently leave a lock open. */
const apiSchema = z.strictObject({
  host: z.string().min(1).optional(),
  port: z.int().min(0).max(65_535).optional(),
  auth_token: z.string().nullable().default(documentedAuthToken),
  enable_metrics: z.boolean().default(true),
  jwt_enabled: z.boolean().default(false),
  jwt_secret: z.string().nullish(),
  jwt_algorithm: z.enum(['HS256', 'RS256']).default('HS256'),
  jwt_issuer: optionalText.default('cyborg-api'),
  jwt_audience: optionalText.default('cyborg-clients'),
  jwt_expiry_minutes: z.int().min(1).max(maxExpiryMinutes).default(60),
  jwt_public_key_path: z.string().nullish(),
  // A reader of YAML 1.1 writes `off` as false.
  rate_limit: z.union([z.literal('off'), z.literal(false), z.int().min(1).max(1_000_000)]).default(defaultRatePerMinute),
});

const fileSchema = z.looseObject({ api: apiSchema.nullish() });

/** Signed tokens of CyborgMind. */
export interface CyborgTokenSettings extends TokenKeys {
  /** Null: tokens name none, and none is asked for. */
  readonly issuer: string | null;
  readonly audience: string | null;
  /** How long a token lives that does not ask for its own life. */
  readonly expiryMinutes: number;
  readonly maxExpiryMinutes: number;
}

/** The CyborgMind API, as its own configuration file and AUTH_TOKEN set it. */
export interface CyborgSettings {
  /** Where it listens; null where the file does not say. */
  readonly host: string | null;
  readonly port: number | null;
  /** The static bearer token; null accepts none. */
  readonly authToken: string | null;
  /** Null while signed tokens are off. */
  readonly jwt: CyborgTokenSettings | null;
  readonly enableMetrics: boolean;
  /** Requests per minute and address; null for any number. */
  readonly ratePerMinute: number | null;
  /** Sections of the file that say nothing to this product. */
  readonly ignoredSections: readonly string[];
}

/**
 * Reads the file at `configPath`, where one is named; `authToken` overrides its `api.auth_token`.
 * @throws DomainError BAD_USER_INPUT with what is wrong with it and what to do
 */
export function readCyborgSettings({ configPath, authToken }: { readonly configPath: string | null; readonly authToken: string | null }): CyborgSettings {
  const { api: section, ...others } = configPath === null ? {} : parseFile(configPath);
  const api = section ?? apiSchema.parse({});
  const { host = null, port = null, enable_metrics: enableMetrics, rate_limit: rate } = api;
  const token = authToken ?? api.auth_token ?? '';
  if (token === '' && !api.jwt_enabled) throw refused('api.auth_token is empty and api.jwt_enabled is false: nobody could use the API. Set AUTH_TOKEN, api.auth_token, or api.jwt_enabled');
  return {
    host,
    port,
    authToken: token === '' ? null : token,
    jwt: toTokenSettings(api, path.dirname(configPath ?? '.')),
    enableMetrics,
    ratePerMinute: typeof rate === 'number' ? rate : null,
    ignoredSections: Object.keys(others),
  };
}

function toTokenSettings(api: z.output<typeof apiSchema>, folder: string): CyborgTokenSettings | null {
  const keys = readTokenKeys({ enabled: api.jwt_enabled, algorithm: api.jwt_algorithm, secret: api.jwt_secret, publicKeyPath: api.jwt_public_key_path, folder });
  return keys && { ...keys, issuer: api.jwt_issuer, audience: api.jwt_audience, expiryMinutes: api.jwt_expiry_minutes, maxExpiryMinutes };
}

function parseFile(file: string): z.output<typeof fileSchema> {
  const document = parseDocument(readText(file));
  const [fault] = document.errors;
  if (fault !== undefined) throw refused(`${file} is not YAML: ${fault.message}`);
  const parsed = fileSchema.safeParse(document.toJS({ maxAliasCount: 100 }) ?? {});
  if (!parsed.success) throw refused(`${file}:\n${z.prettifyError(parsed.error)}`);
  return parsed.data;
}

function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (cause) {
    throw refused(`CYBORG_CONFIG_PATH names ${file}, which cannot be read. Correct the path, or leave the variable out`, cause);
  }
}

const refused = (message: string, cause?: unknown): DomainError => new DomainError('BAD_USER_INPUT', `Invalid configuration of CyborgMind: ${message}`, { cause });
