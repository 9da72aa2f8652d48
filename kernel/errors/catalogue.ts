/** How each protocol spells one kind of refusal. */
export interface ErrorSpelling {
  /** HTTP status of a REST answer. */
  readonly http: number;
  /** JSON-RPC 2.0 error number; unique over the catalogue. */
  readonly jsonRpc: number;
  /** True when the same request may succeed later, unchanged. */
  readonly retryable: boolean;
  /** One sentence for docs/errors.md. */
  readonly meaning: string;
}

/**
 * Every error that a caller can see. Adding a row here is the only way to add one; docs/errors.md is generated from it.
 * JSON-RPC numbers below -32000 follow the specification, the others are this product's own.
 */
export const errorCatalogue = {
  INVALID_JSON: { http: 400, jsonRpc: -32700, retryable: false, meaning: 'The request body is not valid JSON.' },
  INVALID_REQUEST: { http: 400, jsonRpc: -32600, retryable: false, meaning: 'The request is JSON, but not of the shape that the protocol asks for.' },
  BAD_USER_INPUT: { http: 400, jsonRpc: -32602, retryable: false, meaning: 'An argument is missing, of the wrong type or out of range; `details.field` and `details.reason` say which.' },
  UNSUPPORTED_PARAMETER: { http: 400, jsonRpc: -32011, retryable: false, meaning: 'A known parameter that this endpoint does not support.' },
  CONTEXT_LENGTH_EXCEEDED: { http: 400, jsonRpc: -32012, retryable: false, meaning: 'The prompt does not fit into the context of the model.' },
  OBSERVATION_LENGTH_MISMATCH: { http: 400, jsonRpc: -32020, retryable: false, meaning: 'An observation is not as long as the policy observes; `details.expected` and `details.received` say how long both are.' },
  AGENT_NOT_INITIALIZED: { http: 400, jsonRpc: -32021, retryable: false, meaning: 'An agent has no state in the policy: it was never reset, was released, or was left unused for too long. `details.agentId` names it.' },
  GRAPHQL_PARSE_FAILED: { http: 400, jsonRpc: -32013, retryable: false, meaning: 'The GraphQL document has a syntax error.' },
  GRAPHQL_VALIDATION_FAILED: { http: 400, jsonRpc: -32014, retryable: false, meaning: 'The GraphQL document does not fit the schema.' },
  OPERATION_RESOLUTION_FAILURE: { http: 400, jsonRpc: -32015, retryable: false, meaning: 'The document holds no operation of the given name, or several and no name was given.' },
  QUERY_PLANNING_FAILED: { http: 400, jsonRpc: -32016, retryable: false, meaning: 'No plan over the subgraphs answers this operation.' },
  QUERY_TOO_COMPLEX: { http: 400, jsonRpc: -32017, retryable: false, meaning: 'The operation exceeds the limits on tokens, depth, aliases, root fields or cost; for the cost, `details.cost` and `details.limit` say how far.' },
  PERSISTED_QUERY_NOT_FOUND: { http: 200, jsonRpc: -32070, retryable: false, meaning: 'No document is known by this hash: send it once together with its hash. Clients of automatic persisted queries do so by themselves.' },
  INTROSPECTION_DISABLED: { http: 400, jsonRpc: -32071, retryable: false, meaning: 'The document asks for the schema, which this server does not tell.' },
  FUEL_EXHAUSTED: { http: 400, jsonRpc: -32060, retryable: false, meaning: 'The WebAssembly function used all its fuel; `details.fuel` says how much it had.' },
  WASM_TRAP: { http: 400, jsonRpc: -32061, retryable: false, meaning: 'The WebAssembly function trapped; `details.reason` says how.' },
  UNAUTHENTICATED: { http: 401, jsonRpc: -32001, retryable: false, meaning: 'No credential, or one that is forged, expired or revoked.' },
  INVALID_CREDENTIALS: { http: 401, jsonRpc: -32002, retryable: false, meaning: 'User name and password do not match an account.' },
  FORBIDDEN: { http: 403, jsonRpc: -32003, retryable: false, meaning: 'The principal is known but may not do this.' },
  DOCUMENT_NOT_TRUSTED: { http: 403, jsonRpc: -32072, retryable: false, meaning: 'This server runs only the documents of its manifest, and this is none of them.' },
  UNAUTHORIZED_FIELD_OR_TYPE: { http: 403, jsonRpc: -32018, retryable: false, meaning: 'A selected field, or a value that was given, needs rights that the principal lacks; the field was removed from the answer.' },
  NOT_FOUND: { http: 404, jsonRpc: -32004, retryable: false, meaning: 'No such thing, or none that this principal may see.' },
  MODEL_NOT_FOUND: { http: 404, jsonRpc: -32044, retryable: false, meaning: 'No model of that name.' },
  METHOD_NOT_FOUND: { http: 404, jsonRpc: -32601, retryable: false, meaning: 'No JSON-RPC method of that name, or none that this transport carries.' },
  METHOD_NOT_ALLOWED: { http: 405, jsonRpc: -32005, retryable: false, meaning: 'The path exists, but not with this HTTP method.' },
  CONFLICT: { http: 409, jsonRpc: -32009, retryable: false, meaning: 'It exists already, or its state does not allow this.' },
  SESSION_ENDED: { http: 410, jsonRpc: -32062, retryable: false, meaning: 'The session was there and is no more; `details.reason` says why.' },
  PAYLOAD_TOO_LARGE: { http: 413, jsonRpc: -32019, retryable: false, meaning: 'The request body exceeds the limit of this listener.' },
  LIMIT_REACHED: { http: 429, jsonRpc: -32063, retryable: true, meaning: 'As many of these as may be there at once are there already; end one, or wait.' },
  INSUFFICIENT_TOKENS: { http: 429, jsonRpc: -32029, retryable: false, meaning: 'The token balance does not cover the request.' },
  RATE_LIMITED: { http: 429, jsonRpc: -32030, retryable: true, meaning: 'Too many requests; `Retry-After` says when to come back.' },
  CANCELLED: { http: 499, jsonRpc: -32099, retryable: false, meaning: 'The caller went away or cancelled before the answer was ready.' },
  INTERNAL: { http: 500, jsonRpc: -32603, retryable: false, meaning: 'A fault of this product; the log has its cause under the request id.' },
  NOT_ENABLED: { http: 501, jsonRpc: -32051, retryable: false, meaning: 'The product can do this, but this installation has it switched off; the message says how to switch it on.' },
  SUBGRAPH_UNAVAILABLE: { http: 502, jsonRpc: -32052, retryable: true, meaning: 'A part of the graph did not answer.' },
  UPSTREAM_UNAVAILABLE: { http: 502, jsonRpc: -32055, retryable: true, meaning: 'A service outside that this one needs, such as a model hub, did not answer, or answered with a fault.' },
  SANDBOX_UNAVAILABLE: { http: 503, jsonRpc: -32064, retryable: false, meaning: 'This machine offers no sandbox to run programs in; `details.reason` says what is missing.' },
  UNAVAILABLE: { http: 503, jsonRpc: -32053, retryable: true, meaning: 'The service is starting, stopping or at capacity.' },
  MODEL_UNAVAILABLE: { http: 503, jsonRpc: -32054, retryable: true, meaning: 'The model process stopped during the request; the next request starts a new one.' },
  DISK_QUOTA_EXCEEDED: { http: 507, jsonRpc: -32065, retryable: false, meaning: 'The workspace or project would outgrow its quota of bytes or files.' },
  DEADLINE_EXCEEDED: { http: 504, jsonRpc: -32008, retryable: true, meaning: 'The request did not finish in its time.' },
} as const satisfies Record<string, ErrorSpelling>;

export type ErrorCode = keyof typeof errorCatalogue;

/** Narrows any text to a code of the catalogue. */
export const isErrorCode = (value: unknown): value is ErrorCode => typeof value === 'string' && Object.hasOwn(errorCatalogue, value);
