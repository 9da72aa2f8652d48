/** What a supervisor sends to its process. */
export type ToChild<TBody> = { readonly kind: 'stop' } | { readonly kind: 'message'; readonly body: TBody };

/** What a process sends to its supervisor: first `ready` or `failed`, then messages. */
export type ToParent<TReady, TBody> =
  | { readonly kind: 'ready'; readonly body: TReady }
  | { readonly kind: 'failed'; readonly reason: string }
  | { readonly kind: 'message'; readonly body: TBody };
