export { openTracing } from './open-tracing.ts';
export { readTraceparent, type Span, type Tracing } from './tracing.ts';
