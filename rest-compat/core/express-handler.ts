import type { IncomingMessage, ServerResponse } from 'node:http';
import express, { type NextFunction, type Request, type Response } from 'express';
import { DomainError } from '#kernel/errors';
import { exchangeOf, type ExchangeObserver } from '#kernel/listener';
import type { Page } from './pages.ts';
import type { Endpoint } from './pipeline.ts';
import type { Refuse } from './refusal.ts';
import type { Route } from './route.ts';

/** What Express routes to. */
export interface ExpressHandlerOptions {
  readonly endpoints: ReadonlyMap<Route, Endpoint>;
  readonly pages: Readonly<Record<string, Page>>;
  /** Handlers for whole folders, by their path. */
  readonly folders: Readonly<Record<string, express.RequestHandler>>;
  /** Lets a request to anything but an endpoint in. @throws DomainError RATE_LIMITED */
  readonly admitOther: (request: IncomingMessage, response: ServerResponse) => Promise<void>;
  readonly refuse: Refuse;
  /** What takes note of the answers of a page, by its path. */
  readonly observerOf: (path: string) => ExchangeObserver | null;
}

/** Routes by Express: endpoints, pages, folders, 405 with `Allow` for a known path, and 404. */
export function createExpressHandler({ endpoints, pages, folders, admitOther, refuse, observerOf }: ExpressHandlerOptions): (request: IncomingMessage, response: ServerResponse) => void {
  const app = express().disable('x-powered-by').disable('etag').enable('case sensitive routing');
  const allowed = new Map<string, string[]>();
  const allow = (path: string, methods: readonly string[]): unknown => allowed.set(path, [...(allowed.get(path) ?? []), ...methods]);

  for (const [{ method, path }, endpoint] of endpoints) {
    app[method](path, (request: Request<Record<string, string>>, response) => endpoint(request, response, request.params));
    allow(path, method === 'get' ? ['GET', 'HEAD'] : [method.toUpperCase()]);
  }
  app.use(async (request, response, next) => {
    await admitOther(request, response);
    next();
  });
  for (const [path, page] of Object.entries(pages)) {
    const observer = observerOf(path);
    app.get(path, (request, response) => {
      const exchange = exchangeOf(request);
      exchange.route = path.slice(1);
      exchange.observer = observer;
      return page(response);
    });
    allow(path, ['GET', 'HEAD']);
  }
  for (const [path, folder] of Object.entries(folders)) app.use(path, folder);
  for (const [path, methods] of allowed) app.all(path, (_, response) => refuseMethod(response, methods));
  app.use(() => {
    throw new DomainError('NOT_FOUND', 'There is nothing at this path');
  });
  app.use(createRefusalHandler(admitOther, refuse));
  return app;
}

function createRefusalHandler(admitOther: ExpressHandlerOptions['admitOther'], refuse: Refuse): express.ErrorRequestHandler {
  // eslint-disable-next-line max-params -- Express tells an error handler by its four parameters
  return async (thrown: unknown, request: Request, response: Response, next: NextFunction) => {
    if (response.headersSent) {
      next(thrown);
      return;
    }
    if (!isBadPath(thrown)) {
      refuse({ request, response }, thrown);
      return;
    }
    // Express decodes a path before any handler sees it: such a request has not been let in yet.
    const refusal = await admitOther(request, response).then(() => new DomainError('BAD_USER_INPUT', 'The path is not valid'), (refused: unknown) => refused);
    refuse({ request, response }, refusal);
  };
}

function refuseMethod(response: ServerResponse, methods: readonly string[]): never {
  response.setHeader('Allow', methods.join(', '));
  throw new DomainError('METHOD_NOT_ALLOWED', `This path answers ${methods.join(', ')} only`);
}

/** A path parameter that Express could not decode. */
const isBadPath = (thrown: unknown): boolean => thrown instanceof URIError;
