import type { Logger } from '#kernel/logging';

export interface OpenTracingOptions {
  /** The base address of an OTLP/HTTP collector; null traces nothing. */
  readonly endpoint: string | null;
  readonly serviceName: string;
  /** The part of the traces that begin here that is sent, from 0 to 1; a trace that began elsewhere is sent as its caller decided. */
  readonly sampleRatio: number;
  readonly logger: Logger;
}
