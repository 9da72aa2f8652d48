import type { ServerResponse } from 'node:http';
import { sendJson, sendText } from '#kernel/listener';
import type { Logger } from '#kernel/logging';
import type { Metrics } from '#kernel/metrics';

/** Something without which requests fail. */
export interface ReadinessCheck {
  readonly name: string;
  /** True when it is ready; else false, or the reason in words that anyone may read. */
  readonly check: () => Promise<boolean | string> | boolean | string;
  /** True when an operator should know, but requests are answered all the same. */
  readonly isAdvisory?: boolean;
}

/** What an operator's tools ask a gateway. */
export interface Probes {
  /** The process answers. */
  health(response: ServerResponse): void;
  /** Everything that requests need answers too; 503 with the reasons otherwise. */
  ready(response: ServerResponse): Promise<void>;
  /** The registry in the Prometheus text format. */
  metrics(response: ServerResponse): Promise<void>;
}

interface Finding {
  readonly name: string;
  readonly ready: boolean;
  readonly words: string;
  readonly isAdvisory: boolean;
}

interface Options {
  readonly readiness: readonly ReadinessCheck[];
  readonly metrics: Metrics;
  readonly logger: Logger;
}

const checkTimeoutMs = 2000;

/** Probes over the given readiness checks; one that fails or takes two seconds counts as not ready. */
export function createProbes({ readiness, metrics, logger }: Options): Probes {
  const run = async ({ name, check, isAdvisory = false }: ReadinessCheck): Promise<Finding> => {
    try {
      const outcome = await inTime(check);
      return { name, ready: outcome === true, words: typeof outcome === 'string' ? outcome : 'not ready', isAdvisory };
    } catch (error) {
      logger.warn({ check: name, error }, 'readiness check failed');
      return { name, ready: false, words: 'the check failed', isAdvisory };
    }
  };
  return {
    health: (response) => sendJson(response, 200, { status: 'ok' }),
    async ready(response) {
      const findings = await Promise.all(readiness.map(run));
      const ready = findings.every((finding) => finding.ready || finding.isAdvisory);
      const checks = Object.fromEntries(findings.map((finding) => [finding.name, finding.ready ? 'ok' : finding.words]));
      sendJson(response, ready ? 200 : 503, { status: ready ? 'ok' : 'unavailable', checks });
    },
    async metrics(response) {
      sendText(response, { status: 200, contentType: metrics.contentType, text: await metrics.metrics() });
    },
  };
}

async function inTime(check: ReadinessCheck['check']): Promise<boolean | string> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<string>((resolve) => {
    timer = setTimeout(() => resolve('no answer in time'), checkTimeoutMs);
  });
  try {
    return await Promise.race([check(), late]);
  } finally {
    clearTimeout(timer);
  }
}
