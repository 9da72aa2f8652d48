import type { ServerResponse } from 'node:http';
import { sendJson, sendText } from '#kernel/listener';
import type { Metrics } from '#kernel/metrics';

/** Answers a GET that asks the surface about itself. */
export type Page = (response: ServerResponse) => Promise<void> | void;

/** 200 `{status: "ok"}` while the surface can do its work, else 503 `{status: "unavailable"}`. */
export const healthPage = (healthy: () => Promise<boolean> | boolean): Page => async (response) => {
  const ok = await healthy();
  sendJson(response, ok ? 200 : 503, { status: ok ? 'ok' : 'unavailable' });
};

/** The metrics of the process in the Prometheus text format. */
export const metricsPage = (metrics: Metrics): Page => async (response) => sendText(response, { status: 200, contentType: metrics.contentType, text: await metrics.metrics() });

/** A document that does not change. */
export const jsonPage = (document: object): Page => (response) => sendJson(response, 200, document);
