import { diag, ROOT_CONTEXT, SpanKind, SpanStatusCode, trace, type Context } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { resourceFromAttributes } from '@opentelemetry/resources';
import { BasicTracerProvider, BatchSpanProcessor, ParentBasedSampler, TraceIdRatioBasedSampler } from '@opentelemetry/sdk-trace-base';
import type { OpenTracingOptions } from './open-tracing-options.ts';
import { readTraceparent, type Span, type Tracing } from './tracing.ts';

const kinds = { server: SpanKind.SERVER, client: SpanKind.CLIENT, internal: SpanKind.INTERNAL } as const;

const closeMs = 3_000;

/** Traces by OpenTelemetry, sent in batches by OTLP over HTTP. */
export function createOpenTelemetry({ endpoint, serviceName, sampleRatio, logger }: OpenTracingOptions & { readonly endpoint: string }): Tracing {
  // The exporter tells of its troubles here and nowhere else.
  const warn = (message: string, ...details: unknown[]): void => logger.warn({ details }, `tracing: ${message}`);
  diag.setLogger({ error: warn, warn, info: ignore, debug: ignore, verbose: ignore }, { suppressOverrideMessage: true });
  const provider = new BasicTracerProvider({
    resource: resourceFromAttributes({ 'service.name': serviceName }),
    sampler: new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(sampleRatio) }),
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/u, '')}/v1/traces`, timeoutMillis: 5_000 }))],
  });
  const tracer = provider.getTracer('pentagraph');
  return {
    start(name, { parent, kind, attributes = {} }) {
      const span = tracer.startSpan(name, { kind: kinds[kind], attributes: { ...attributes } }, contextOf(parent));
      const { traceId, spanId, traceFlags } = span.spanContext();
      return {
        traceparent: `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`,
        isRecorded: span.isRecording(),
        end({ attributes: found = {}, failure } = {}) {
          span.setAttributes({ ...found });
          if (failure !== undefined) span.setAttribute('error.type', failure).setStatus({ code: SpanStatusCode.ERROR, message: failure });
          span.end();
        },
      } satisfies Span;
    },
    async close() {
      const late = new Promise((resolve) => setTimeout(resolve, closeMs).unref());
      await Promise.race([provider.shutdown().catch(warn), late]);
    },
  };
}

function contextOf(parent: string | null): Context {
  const traceparent = parent === null ? null : readTraceparent(parent);
  if (traceparent === null) return ROOT_CONTEXT;
  const [, traceId = '', spanId = '', flags = '00'] = traceparent.split('-');
  return trace.setSpanContext(ROOT_CONTEXT, { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true });
}

const ignore = (): void => undefined;
