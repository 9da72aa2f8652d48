import type { InferenceBackend, ModelFacts } from './backends/backend.ts';
import { cursorOf, readCursor, toConnection, toPageSize, type Connection, type PageRequest } from './page.ts';

/** The models of this installation. */
export interface ModelService {
  all(): Promise<readonly ModelFacts[]>;
  /** A page of the models by name. @throws DomainError BAD_USER_INPUT */
  list(page: PageRequest): Promise<Connection<ModelFacts> & { readonly totalCount: number }>;
}

/** Lists what a backend can run. */
export function createModelService(backend: InferenceBackend): ModelService {
  return {
    all: () => backend.models(),
    async list(page) {
      const size = toPageSize(page);
      const after = readCursor(page, (parts) => parts[0] ?? null);
      const models = await backend.models();
      const rest = models.filter(({ id }) => after === null || id > after);
      return { ...toConnection({ rows: rest, size, after, cursorOf: ({ id }) => cursorOf([id]) }), totalCount: models.length };
    },
  };
}
