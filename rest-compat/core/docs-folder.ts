import { createRequire } from 'node:module';
import path from 'node:path';
import express, { type RequestHandler } from 'express';
import { createSecurityHeaders, sendText, setHeaders } from '#kernel/listener';

export interface DocsFolder {
  readonly title: string;
  /** Where the folder is. */
  readonly folder: string;
  readonly openApiPath: string;
}

/** Swagger UI over an OpenAPI document, from its own package: nothing comes from elsewhere. */
export function createDocsFolder({ title, folder, openApiPath }: DocsFolder): RequestHandler {
  const page = toPage(title, folder);
  const router = express.Router();
  router.use((_request, response, next) => {
    setHeaders(response, pageHeaders);
    next();
  });
  router.get('/', (_request, response) => sendText(response, { status: 200, contentType: 'text/html; charset=utf-8', text: page }));
  router.get('/initialize.js', (_request, response) => sendText(response, { status: 200, contentType: 'text/javascript; charset=utf-8', text: toScript(openApiPath) }));
  let files: RequestHandler | undefined;
  router.use((request, response, next) => (files ??= express.static(distribution(), { index: false, redirect: false, maxAge: '1h' }))(request, response, next));
  return router;
}

/** Where the package is, looked for when somebody opens the page: nothing else of a surface depends on it. */
const distribution = (): string => path.dirname(createRequire(import.meta.url).resolve('swagger-ui-dist/package.json'));

const pageHeaders = createSecurityHeaders({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'none'"],
      scriptSrc: ["'self'"],
      // It writes style attributes.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      connectSrc: ["'self'"],
      baseUri: ["'none'"],
      formAction: ["'none'"],
      frameAncestors: ["'none'"],
    },
  },
  strictTransportSecurity: false,
});

const toPage = (title: string, folder: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>${title}</title>
<link rel="stylesheet" href="${folder}/swagger-ui.css">
</head>
<body>
<div id="docs"></div>
<script src="${folder}/swagger-ui-bundle.js"></script>
<script src="${folder}/initialize.js"></script>
</body>
</html>
`;

// The document is read from this very server, and no validator elsewhere is asked about it.
const toScript = (openApiPath: string): string => `SwaggerUIBundle({ url: ${JSON.stringify(openApiPath)}, dom_id: '#docs', validatorUrl: null });
`;
