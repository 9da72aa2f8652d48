import { createSurface, toOpenApi, type Surface, type SurfaceDependencies } from '#rest-compat/core';
import { cloudBrainSurface } from './surface.ts';

/** The CloudBrain API (port 8768). @throws Error when a document does not fit the graph */
export const createCloudBrainSurface = (dependencies: SurfaceDependencies): Surface => createSurface(cloudBrainSurface, dependencies);

/** The OpenAPI document of each surface, by surface name. */
export const openApiDocuments = (): Readonly<Record<string, object>> => ({ [cloudBrainSurface.name]: toOpenApi(cloudBrainSurface) });
