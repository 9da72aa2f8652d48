import { toConnection, toPageBounds, type Connection, type PageOrder, type PageRequest } from '#kernel/pagination';
import type { InferenceBackend, ModelFacts } from './backends/backend.ts';

/** The models of this installation. */
export interface ModelService {
  all(): Promise<readonly ModelFacts[]>;
  /** @throws DomainError MODEL_NOT_FOUND */
  get(id: string): Promise<ModelFacts>;
  /** A page of the models by name. @throws DomainError BAD_USER_INPUT */
  list(page: PageRequest): Promise<Connection<ModelFacts> & { readonly totalCount: number }>;
}

const byId: PageOrder<ModelFacts, string> = { valuesOf: ({ id }) => [id], positionOf: ([id]) => id ?? null };

/** Lists what a backend can run. */
export function createModelService(backend: InferenceBackend): ModelService {
  return {
    all: () => backend.models(),
    get: (id) => backend.model(id),
    async list(page) {
      const bounds = toPageBounds(page, byId);
      const models = await backend.models();
      const rest = models.filter(({ id }) => bounds.after === null || id > bounds.after);
      return { ...toConnection(rest, bounds, byId), totalCount: models.length };
    },
  };
}
