export { createSurface, type Surface, type SurfaceDefinition, type SurfaceDependencies } from './surface.ts';
export { rateStatus, route, stream, type Route, type RouteSpelling } from './route.ts';
export { numberList, numberLists } from './number-list.ts';
export { type AnsweredMessage, type Observation } from './observation.ts';
export { toOpenApi } from './openapi.ts';
export { type StatusPage } from './pages.ts';
export { socket, type SocketConnection } from './socket.ts';
export { faultsOf, refusing, type RequestFault } from './validation.ts';
export { catalogueStatus, declaredErrors, wireField, wireMessage, type WireErrors } from './wire-errors.ts';
