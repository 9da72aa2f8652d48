import { createSurface, toOpenApi, type Surface, type SurfaceDependencies } from '#rest-compat/core';
import { authSurface } from './auth/surface.ts';
import { llmSurface } from './llm/surface.ts';

const defaultRatePerMinute = 120;

/** The authentication service (port 6971). @throws Error when a document does not fit the graph */
export const createAuthSurface = (dependencies: SurfaceDependencies): Surface => createSurface(authSurface, dependencies);

/** The LLM service (port 6988). @throws Error when a document does not fit the graph */
export const createLlmSurface = (dependencies: SurfaceDependencies & { readonly ratePerMinute: number }): Surface => createSurface(llmSurface(dependencies), dependencies);

/** The OpenAPI document of each surface, by surface name. */
export const openApiDocuments = (): Readonly<Record<string, object>> =>
  Object.fromEntries([authSurface, llmSurface({ ratePerMinute: defaultRatePerMinute })].map((surface) => [surface.name, toOpenApi(surface)]));
