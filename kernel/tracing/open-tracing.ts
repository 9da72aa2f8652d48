import type { OpenTracingOptions } from './open-tracing-options.ts';
import type { Tracing } from './tracing.ts';

/** Opens the traces of this process. Null without a collector: then nothing of OpenTelemetry is loaded. */
export async function openTracing({ endpoint, ...options }: OpenTracingOptions): Promise<Tracing | null> {
  if (endpoint === null) return null;
  const { createOpenTelemetry } = await import('./open-telemetry.ts');
  return createOpenTelemetry({ endpoint, ...options });
}
