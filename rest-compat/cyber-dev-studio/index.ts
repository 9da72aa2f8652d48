import { createSurface, toOpenApi, type Surface, type SurfaceDependencies } from '#rest-compat/core';
import { apiOpenRpc, apiSurface, type ApiSurfaceOptions } from './api/surface.ts';
import { authSurface } from './auth/surface.ts';
import { llmSurface, type LlmSurfaceOptions } from './llm/surface.ts';

const defaults = { ratePerMinute: 120, maxStreamingSeconds: 300 };

/** The authentication service (port 6971). @throws Error when a document does not fit the graph */
export const createAuthSurface = (dependencies: SurfaceDependencies): Surface => createSurface(authSurface, dependencies);

/** The LLM service (port 6988). @throws Error when a document does not fit the graph */
export const createLlmSurface = (dependencies: SurfaceDependencies & LlmSurfaceOptions): Surface => createSurface(llmSurface(dependencies), dependencies);

/** The API gateway (port 6813). @throws Error when a document does not fit the graph */
export const createApiSurface = (dependencies: SurfaceDependencies & ApiSurfaceOptions): Surface => createSurface(apiSurface(dependencies), dependencies);

/** The OpenAPI document of each surface, by surface name. */
export const openApiDocuments = (): Readonly<Record<string, object>> =>
  Object.fromEntries([authSurface, apiSurface(defaults), llmSurface(defaults)].map((surface) => [surface.name, toOpenApi(surface)]));

/** The OpenRPC document of each surface that speaks JSON-RPC, by surface name. */
export const openRpcDocuments = (): Readonly<Record<string, object>> => ({ 'studio-api': apiOpenRpc() });
