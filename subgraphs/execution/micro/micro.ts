/** What a session speaks: Python and Node in a sandbox, JavaScript in QuickJS. */
export type MicroRuntime = 'PYTHON' | 'NODE' | 'JAVASCRIPT';

/** How a session stands. */
export type MicroSessionState = 'IDLE' | 'BUSY' | 'STOPPED';

/** Where code wrote to. */
export type OutputStream = 'STDOUT' | 'STDERR';

/** An error that code raised. */
export interface MicroError {
  readonly name: string;
  readonly message: string;
  readonly traceback: readonly string[];
}

/** The same value in several formats, by MIME type: text, base64 of binary kinds, or JSON. */
export type MimeBundle = Readonly<Record<string, unknown>>;

/** A value that was shown. */
export interface MicroDisplay {
  readonly data: MimeBundle;
}

/** How an execution ended. */
export type MicroExecutionStatus = 'OK' | 'ERROR' | 'TIMED_OUT' | 'INTERRUPTED' | 'SESSION_ENDED';

/** What one execution did. */
export interface MicroExecution {
  readonly sessionId: string;
  /** From 1, within the session. */
  readonly count: number;
  readonly status: MicroExecutionStatus;
  readonly stdout: string;
  readonly stderr: string;
  readonly truncated: boolean;
  readonly displays: readonly MicroDisplay[];
  readonly result: MicroDisplay | null;
  readonly error: MicroError | null;
  readonly stateKept: boolean;
  readonly durationMs: number;
}

/** What a session wrote or showed while it executes, or how an execution ended. */
export interface MicroOutput {
  readonly sessionId: string;
  readonly count: number;
  /** Null in events that are no text. */
  readonly stream: OutputStream | null;
  readonly text: string;
  readonly display: MicroDisplay | null;
  readonly execution: MicroExecution | null;
}

/** A language of this machine. */
export interface MicroLanguage {
  readonly runtime: MicroRuntime;
  readonly version: string | null;
  /** Why it cannot be used; null when it can. */
  readonly reason: string | null;
}
