export { createSurface, type Surface, type SurfaceDefinition, type SurfaceDependencies } from './surface.ts';
export { rateStatus, route, stream, type Route, type RouteSpelling } from './route.ts';
export { toOpenApi } from './openapi.ts';
export { refusing } from './validation.ts';
export { catalogueStatus, declaredErrors, wireField, wireMessage, type WireErrors } from './wire-errors.ts';
