import { IncomingMessage, ServerResponse } from 'node:http';
import { Socket } from 'node:net';
import helmet, { type HelmetOptions } from 'helmet';

/** Headers to set on every answer, ready to be set. */
export type SecurityHeaders = readonly (readonly [name: string, value: string])[];

/** What helmet would set with these options, computed once: the same headers serve raw handlers and Express. */
export function createSecurityHeaders(options: HelmetOptions): SecurityHeaders {
  const request = new IncomingMessage(new Socket());
  const response = new ServerResponse(request);
  helmet(options)(request, response, () => undefined);
  return Object.entries(response.getHeaders()).map(([name, value]) => [name, String(value)]);
}

/**
 * For answers that are data: nothing in them may ever run, be framed or be sniffed. Few, because every answer of a hot path carries them.
 * Transport security is said by whoever ends TLS.
 */
export const apiSecurityHeaders = createSecurityHeaders({
  contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } },
  crossOriginOpenerPolicy: false,
  crossOriginResourcePolicy: false,
  originAgentCluster: false,
  strictTransportSecurity: false,
  xDnsPrefetchControl: false,
  xDownloadOptions: false,
  xFrameOptions: false,
  xPermittedCrossDomainPolicies: false,
  xXssProtection: false,
});

/** Sets headers on an answer; the handler may still replace one. */
export function setHeaders(response: ServerResponse, headers: SecurityHeaders): void {
  for (const [name, value] of headers) response.setHeader(name, value);
}
