import type { ServerResponse } from 'node:http';
import { getDistDirectory, isSandboxFrame, renderAltair, SANDBOX_FRAME_CSP } from 'altair-static';
import express, { type Express } from 'express';
import { createSecurityHeaders, sendText, setHeaders } from '#kernel/listener';

/** The page of the playground. */
export interface Playground {
  send(response: ServerResponse): void;
}

/**
 * Mounts Altair, a GraphQL client that runs in the browser, from its own package: nothing comes from elsewhere, and its account and update services stay unreachable.
 * The page expects to stand beside the folder `playground/`, under whatever prefix.
 */
export function createPlayground(app: Express): Playground {
  const page = renderAltair({ baseURL: 'playground/', serveInitialOptionsInSeperateRequest: 'options.js' });
  app.use('/playground', (_request, response, next) => {
    setHeaders(response, pageHeaders);
    next();
  });
  app.get('/playground/options.js', (_request, response) => {
    response.type('text/javascript').send(options);
  });
  const setFrameHeaders = (response: ServerResponse, path: string): void => {
    if (isSandboxFrame(path)) response.setHeader('Content-Security-Policy', SANDBOX_FRAME_CSP);
  };
  app.use('/playground', express.static(getDistDirectory(), { index: false, maxAge: '1h', setHeaders: setFrameHeaders }));
  return {
    send(response) {
      setHeaders(response, pageHeaders);
      sendText(response, { status: 200, contentType: 'text/html; charset=utf-8', text: page });
    },
  };
}

const pageHeaders = createSecurityHeaders({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      // Its editor and its widgets write style elements.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:'],
      fontSrc: ["'self'", 'data:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  strictTransportSecurity: false,
});

/**
 * The settings, computed in the browser, which alone knows under what address it came. Subscriptions are read as an event stream, so that
 * the one Authorization header serves queries, mutations and subscriptions; the header is sent once it has a value.
 */
const options = `const endpoint = new URL('../graphql', document.baseURI).href;
AltairGraphQL.init({
  endpointURL: endpoint,
  subscriptionsEndpoint: endpoint,
  initialSubscriptionRequestHandlerId: 'graphql-sse',
  initialHeaders: { Authorization: '' },
  initialQuery: '# Ctrl+Enter runs the operation under the cursor.\\n# Sign in first where a field asks for it, and put the token into the Authorization header: Bearer ...\\n{\\n  __typename\\n}\\n',
  initialSettings: { 'alert.disableUpdateNotification': true, 'banners.disable': true },
  instanceStorageNamespace: 'pentagraph_',
  disableAccount: true,
});
`;
