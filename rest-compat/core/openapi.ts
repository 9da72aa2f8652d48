import { z } from 'zod';
import { errorCatalogue } from '#kernel/errors';
import { healthPage, type StatusPage } from './pages.ts';
import type { Route } from './route.ts';
import { declaredErrors, type WireErrors } from './wire-errors.ts';

type Credential = keyof typeof credentialSchemes;

const credentialSchemes = { bearer: { type: 'http', scheme: 'bearer' }, apiKey: { type: 'apiKey', in: 'header', name: 'X-API-Key' } };

/** An API as its document shows it. */
export interface ApiDescription {
  readonly title: string;
  readonly description: string;
  /** Where the API listens by default. */
  readonly url: string;
  readonly routes: readonly Route[];
  readonly wire: WireErrors;
  /** What a caller may prove itself with. */
  readonly credentials: readonly [Credential, ...Credential[]];
  /** Pages that say how the surface is; `/health` when left out. */
  readonly statusPages?: readonly StatusPage[];
  /** True where the API has `/metrics`. */
  readonly servesMetrics: boolean;
}

/** The OpenAPI 3.0 document of an API: a pure function of its table of routes, so that the two cannot drift apart. */
export function toOpenApi({ title, description, url, routes, wire, credentials, statusPages = [healthPage], servesMetrics }: ApiDescription): object {
  const pages = statusPages.map((page) => [page.path, { get: toStatusOperation(page) }] as const);
  const paths: Record<string, Record<string, object>> = { ...Object.fromEntries(pages), ...(servesMetrics && { '/metrics': { get: metrics } }) };
  for (const route of routes) {
    (paths[route.path.replace(/:(\w+)/gu, '{$1}')] ??= {})[route.method] = toOperation(route, { wire, credentials });
  }
  return {
    openapi: '3.0.3',
    info: { title, description, version: '1.0.0' },
    servers: [{ url }],
    paths,
    components: {
      schemas: { Error: toSchema(wire.schema) },
      securitySchemes: Object.fromEntries(credentials.map((credential) => [credential, credentialSchemes[credential]])),
    },
  };
}

function toStatusOperation({ id, summary, schema, asks }: StatusPage): object {
  const content = { 'application/json': { schema: toSchema(schema) } };
  return { operationId: id, summary, responses: { 200: { description: asks ? 'It can.' : summary, content }, ...(asks && { 503: { description: 'It cannot now.', content } }) } };
}

const metrics = { operationId: 'metrics', summary: 'Metrics', responses: { 200: { description: 'The Prometheus text format.', content: { 'text/plain': { schema: { type: 'string' } } } } } };

function toOperation(route: Route, { wire, credentials }: Pick<ApiDescription, 'wire' | 'credentials'>): object {
  const { id, summary, auth, request, deprecated } = route;
  return {
    operationId: id,
    summary,
    ...(deprecated && { deprecated: true, description: `Goes away on ${deprecated.sunset.toISOString().slice(0, 10)}.` }),
    parameters: [...toParameters(request.params, 'path'), ...toParameters(request.query, 'query')],
    ...securityOf(auth, credentials),
    ...(request.body && { requestBody: { required: !z.safeParse(request.body, undefined).success, content: { 'application/json': { schema: toSchema(request.body) } } } }),
    responses: { ...failuresOf(route, wire), ...successOf(route) },
  };
}

function securityOf(auth: Route['auth'], credentials: readonly Credential[]): object {
  if (auth === 'public') return {};
  const choices = credentials.map((credential) => ({ [credential]: [] }));
  return { security: auth === 'optional' ? [{}, ...choices] : choices };
}

function toParameters(schema: z.ZodObject<z.core.$ZodShape> | undefined, place: 'path' | 'query'): object[] {
  const shape: z.core.$ZodShape = schema?.shape ?? {};
  return Object.entries(shape).map(([name, part]) => ({
    name,
    in: place,
    required: place === 'path' || !z.safeParse(part, undefined).success,
    schema: toSchema(part),
  }));
}

function successOf({ success, event, summary }: Route): object {
  const content = {
    ...(success && { 'application/json': { schema: toSchema(success.schema) } }),
    ...(event && { 'text/event-stream': { schema: toSchema(event) } }),
  };
  return { [success?.status ?? 200]: { description: summary, content } };
}

/** One response per status, naming the kinds of refusal behind it. */
function failuresOf(route: Route, wire: WireErrors): object {
  const meanings = new Map<number, string[]>();
  for (const code of declaredErrors(route)) {
    if (code === 'CANCELLED') continue; // nobody is there to read it
    const status = wire.status(code);
    meanings.set(status, [...(meanings.get(status) ?? []), errorCatalogue[code].meaning]);
  }
  const content = { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } };
  return Object.fromEntries([...meanings].sort(([one], [other]) => one - other).map(([status, texts]) => [status, { description: texts.join(' '), content }]));
}

/** As it travels: of answers too, so that a client must bear fields that come later. */
const toSchema = (schema: z.core.$ZodType): object => z.toJSONSchema(schema, { io: 'input', target: 'openapi-3.0', unrepresentable: 'any', override: keepDefault });

/** Zod leaves the default of a value out that is read from a text: it is that of what was read, as people write it. */
export function keepDefault({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  const { def } = zodSchema._zod;
  if (def.type === 'default') jsonSchema.default ??= def.defaultValue;
}

