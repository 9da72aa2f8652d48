import type { ServerResponse } from 'node:http';
import { getDistDirectory, isSandboxFrame, renderAltair, SANDBOX_FRAME_CSP } from 'altair-static';
import express, { type Express } from 'express';
import { createSecurityHeaders, sendText, setHeaders } from '#kernel/listener';

/** The page of the playground. */
export interface Playground {
  send(response: ServerResponse): void;
}

/** What the playground has to explain. */
export interface PlaygroundSettings {
  /** Whether only documents of a manifest run. */
  readonly trustedOnly: boolean;
  readonly introspection: boolean;
}

/**
 * Mounts Altair, a GraphQL client that runs in the browser, from its own package: nothing comes from elsewhere, and its account and update services stay unreachable.
 * The page expects to stand beside the folder `playground/`, under whatever prefix.
 */
export function createPlayground(app: Express, settings: PlaygroundSettings): Playground {
  const options = optionsOf(noteOf(settings));
  const page = renderAltair({ baseURL: 'playground/', serveInitialOptionsInSeperateRequest: 'options.js' });
  app.use('/playground', (_request, response, next) => {
    setHeaders(response, pageHeaders);
    next();
  });
  app.get('/playground/options.js', (_request, response) => {
    response.type('text/javascript').set('Cache-Control', 'no-cache').send(options);
  });
  const setFrameHeaders = (response: ServerResponse, path: string): void => {
    if (isSandboxFrame(path)) response.setHeader('Content-Security-Policy', SANDBOX_FRAME_CSP);
  };
  app.use('/playground', express.static(getDistDirectory(), { index: false, maxAge: '1h', setHeaders: setFrameHeaders }));
  return {
    send(response) {
      setHeaders(response, pageHeaders);
      // The same address answers programs with JSON.
      response.appendHeader('Vary', 'Accept').setHeader('Cache-Control', 'no-cache');
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
      // Not every browser counts its own host's WebSockets as 'self'.
      connectSrc: ["'self'", 'ws:', 'wss:'],
      fontSrc: ["'self'", 'data:'],
      workerSrc: ["'self'", 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  strictTransportSecurity: false,
});

const introduction = [
  '# Ctrl+Enter runs the operation under the cursor.',
  '# Where a sign-in is asked for: sign in, and put the token into the environment (menu at the top right, Environments).',
  '# It then goes along with queries, mutations and subscriptions.',
];

const noteOf = ({ trustedOnly, introspection }: PlaygroundSettings): readonly string[] => [
  ...(trustedOnly ? ['# This server runs only the documents of its manifest (GRAPHQL_TRUSTED_ONLY): anything else written here is refused with DOCUMENT_NOT_TRUSTED.'] : []),
  ...(introspection ? [] : ['# Introspection is switched off (GRAPHQL_INTROSPECTION): there is no documentation here, and no completion.']),
];

/**
 * The settings, computed in the browser, which alone knows under what address it came. The token is kept in one place, Altair's environment:
 * a WebSocket takes no headers from a page, so that the same token goes into the header of requests and into the parameters of connections.
 */
const optionsOf = (note: readonly string[]): string => `const endpoint = new URL('../graphql', document.baseURI).href;
const authorization = { Authorization: 'Bearer {{token}}' };
AltairGraphQL.init({
  endpointURL: endpoint,
  subscriptionsEndpoint: endpoint.replace(/^http/, 'ws'),
  initialSubscriptionRequestHandlerId: 'graphql-ws',
  initialHeaders: authorization,
  initialSubscriptionsPayload: authorization,
  initialEnvironments: { base: { variables: { token: '' } } },
  initialQuery: ${JSON.stringify([...introduction, ...note, '{', '  __typename', '}', ''].join('\n'))},
  initialSettings: { 'alert.disableUpdateNotification': true, 'banners.disable': true },
  instanceStorageNamespace: 'pentagraph_',
  disableAccount: true,
});
`;
