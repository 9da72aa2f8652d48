/** Headers that an answer adds. */
export type AnswerHeaders = Readonly<Record<string, string>>;

/** What a route answers: one JSON document, one that is written already (null: none at all), or server-sent events. */
export type Answer =
  | { readonly kind: 'document'; readonly status: number; readonly headers: AnswerHeaders | null; readonly body: unknown }
  | { readonly kind: 'text'; readonly status: number; readonly headers: AnswerHeaders; readonly json: string | null }
  | { readonly kind: 'events'; readonly headers: AnswerHeaders; readonly frames: AsyncIterable<string> };
