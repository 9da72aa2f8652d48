import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { sendJson, sendText } from '#kernel/listener';
import type { Metrics } from '#kernel/metrics';

/** Answers a GET that asks the surface about itself. */
export type Page = (response: ServerResponse) => Promise<void> | void;

/** A page that says how the surface is. */
export interface StatusPage {
  /** Unique in the OpenAPI document. */
  readonly id: string;
  readonly path: `/${string}`;
  readonly summary: string;
  readonly schema: z.ZodType;
  /** True where the answer hangs on whether the surface can do its work: it is 503 when it cannot. */
  readonly asks: boolean;
  readonly body: (healthy: boolean) => object;
}

/** `/health` where no document says otherwise: `{status: "ok"}`, or 503 `{status: "unavailable"}`. */
export const healthPage: StatusPage = {
  id: 'health',
  path: '/health',
  summary: 'Whether the service can do its work',
  schema: z.object({ status: z.enum(['ok', 'unavailable']) }),
  asks: true,
  body: (healthy) => ({ status: healthy ? 'ok' : 'unavailable' }),
};

/** Answers with a status page. */
export const statusPage = ({ asks, body }: StatusPage, healthy: () => Promise<boolean> | boolean): Page => async (response) => {
  const ok = !asks || (await healthy());
  sendJson(response, ok ? 200 : 503, body(ok));
};

/** The metrics of the process in the Prometheus text format. */
export const metricsPage = (metrics: Metrics): Page => async (response) => sendText(response, { status: 200, contentType: metrics.contentType, text: await metrics.metrics() });

/** A document that does not change. */
export const jsonPage = (document: object): Page => (response) => sendJson(response, 200, document);
