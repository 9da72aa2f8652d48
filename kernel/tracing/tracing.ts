/** Facts about a span, by name. */
export type TraceAttributes = Readonly<Record<string, string | number | boolean>>;

export interface SpanOptions {
  /** The `traceparent` of the span that this one is part of; null begins a trace. */
  readonly parent: string | null;
  /** `server`: answers somebody; `client`: asks somebody; `internal`: neither. */
  readonly kind: 'server' | 'client' | 'internal';
  readonly attributes?: TraceAttributes;
}

/** One piece of work in a trace. */
export interface Span {
  /** What names this span to others (W3C Trace Context, `traceparent`). */
  readonly traceparent: string;
  /** True when it is sent anywhere, so that it is worth saying more about it. */
  readonly isRecorded: boolean;
  /** Ends the span; `failure` is a code of the catalogue when the work failed. */
  end(outcome?: { readonly attributes?: TraceAttributes; readonly failure?: string }): void;
}

/** Sends traces to a collector. */
export interface Tracing {
  /** Begins a span now. */
  start(name: string, options: SpanOptions): Span;
  /** Sends what is left; does not wait for long, and never rejects. */
  close(): Promise<void>;
}

/** Version, trace id, span id and flags, none of the ids being all zeros (W3C Trace Context, section 3.2). */
const pattern = /^00-(?!0{32})[\da-f]{32}-(?!0{16})[\da-f]{16}-[\da-f]{2}$/u;

/** The `traceparent` that a caller sent, when it is one; null otherwise. */
export const readTraceparent = (header: string | readonly string[] | undefined): string | null => (typeof header === 'string' && pattern.test(header) ? header : null);
