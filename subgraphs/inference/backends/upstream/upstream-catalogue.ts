import { z } from 'zod';
import { DomainError } from '#kernel/errors';
import type { Logger } from '#kernel/logging';
import type { ModelFacts } from '../backend.ts';
import type { UpstreamClient } from './upstream-client.ts';
import { unavailable } from './upstream-refusal.ts';

/** A model of an engine. */
export interface UpstreamModel {
  readonly facts: ModelFacts;
  /** What the engine calls it. */
  readonly wireName: string;
}

/** What an engine offers. */
export interface UpstreamCatalogue {
  list(): Promise<readonly UpstreamModel[]>;
  /** @throws DomainError MODEL_NOT_FOUND; MODEL_UNAVAILABLE when the engine has not said yet what it has */
  find(id: string): Promise<UpstreamModel>;
  /** As it was known last. */
  known(): readonly UpstreamModel[];
  /** Asks the engine. Never rejects. */
  refresh(): Promise<void>;
}

export interface UpstreamCatalogueOptions {
  readonly client: UpstreamClient;
  /** The only model to offer, under this name; null for all. */
  readonly name: string | null;
  readonly url: string;
  readonly logger: Logger;
}

const size = z.number().positive().nullish().catch(null);
const listSchema = z.object({
  data: z.array(z.object({
    id: z.string().min(1).max(256),
    created: z.number().min(0).max(1e11).catch(0),
    owned_by: z.string().max(256).catch('unknown'),
    max_model_len: size,
    meta: z.object({ n_ctx_train: size, n_params: size, size }).nullish().catch(null),
  })).max(10_000),
});
type WireModel = z.output<typeof listSchema>['data'][number];

/** Engines need not tell how much fits; then they refuse themselves what does not. */
const unknownContextLength = 131_072;
const freshMs = 10_000;
const listMs = 5_000;

/** Keeps the list of an engine: asked for anew every few seconds when it is needed, and kept while the engine is away. */
export function createUpstreamCatalogue({ client, name, url, logger }: UpstreamCatalogueOptions): UpstreamCatalogue {
  let models: readonly UpstreamModel[] = name === null ? [] : [toModel({ id: name, created: 0, owned_by: 'unknown' }, { name, isHealthy: false })];
  let isHealthy: boolean | null = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let asking: Promise<void> | null = null;

  const ask = async (): Promise<void> => {
    const before = isHealthy;
    try {
      const listed = listSchema.parse(await client.json({ path: 'models', body: null, signal: AbortSignal.timeout(listMs) }, 1 << 24)).data;
      models = offered(listed, name);
      isHealthy = true;
      if (before === false) logger.info({ upstream: url }, 'the engine answers again');
    } catch (fault) {
      models = models.map(({ facts, wireName }) => ({ wireName, facts: { ...facts, loaded: false } }));
      isHealthy = false;
      if (before !== false) logger.warn({ upstream: url, err: fault }, 'the engine does not tell its models');
    }
    askedAt = performance.now();
  };
  const refresh = (): Promise<void> => (asking ??= ask().finally(() => (asking = null)));

  const catalogue: UpstreamCatalogue = {
    refresh,
    known: () => models,
    async list() {
      if (performance.now() - askedAt >= freshMs) await refresh();
      return models;
    },
    async find(id) {
      const model = (await catalogue.list()).find(({ facts }) => facts.id === id);
      if (model !== undefined) return model;
      if (name === null && isHealthy === false) throw unavailable('The engine behind this model cannot be reached');
      throw new DomainError('MODEL_NOT_FOUND', `There is no model ${JSON.stringify(id.slice(0, 100))}`, { details: { model: id.slice(0, 100) } });
    },
  };
  return catalogue;
}

/** All models, or the one that has the name: by its own name, or because the engine has no other. */
function offered(listed: readonly WireModel[], name: string | null): readonly UpstreamModel[] {
  if (name === null) return listed.map((model) => toModel(model, { name: null, isHealthy: true }));
  const model = listed.find(({ id }) => id === name) ?? listed[0];
  return [toModel(model ?? { id: name, created: 0, owned_by: 'unknown' }, { name, isHealthy: model !== undefined })];
}

type Listed = Pick<WireModel, 'id' | 'created' | 'owned_by'> & Partial<WireModel>;

const toModel = ({ id, created, owned_by, max_model_len, meta }: Listed, { name, isHealthy }: { readonly name: string | null; readonly isHealthy: boolean }): UpstreamModel => ({
  wireName: id,
  facts: {
    id: name ?? id,
    contextLength: Math.floor(Math.min(max_model_len ?? meta?.n_ctx_train ?? unknownContextLength, 2 ** 30)),
    parameterCount: meta?.n_params ?? null,
    sizeBytes: meta?.size ?? null,
    architecture: null,
    quantization: null,
    loaded: isHealthy,
    createdAt: new Date(created * 1_000),
    ownedBy: owned_by,
  },
});
