import { errorCatalogue, type ErrorCode } from './catalogue.ts';

export interface DomainErrorOptions {
  /** What a client may read beside the message: field names, limits, ids. Never internals. */
  readonly details?: Readonly<Record<string, unknown>>;
  /** The fault underneath, for the log only. */
  readonly cause?: unknown;
}

const marker = Symbol.for('pentagraph.DomainError');

/** A refusal that the caller may read. Anything else that is thrown is reported as INTERNAL and only logged. */
export class DomainError extends Error {
  override readonly name = 'DomainError';
  readonly [marker] = true;
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: ErrorCode, message: string, { details = {}, cause }: DomainErrorOptions = {}) {
    super(message, { cause });
    this.code = code;
    this.details = details;
  }

  /** HTTP status of this refusal. */
  get status(): number {
    return errorCatalogue[this.code].http;
  }

  /** Recognises a DomainError also across doubled copies of this module. */
  static isInstance(value: unknown): value is DomainError {
    return typeof value === 'object' && value !== null && marker in value;
  }
}
