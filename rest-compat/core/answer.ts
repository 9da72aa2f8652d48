/** Headers that an answer adds. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** What a route answers: one JSON document, or server-sent events. */
export type Answer =
  | { readonly kind: 'document'; readonly status: number; readonly headers: AnswerHeaders | null; readonly body: unknown }
  | { readonly kind: 'events'; readonly headers: AnswerHeaders; readonly frames: AsyncIterable<string> };
