/** What a schema may cost. Each figure bounds time or memory here or in the native grammar, whoever wrote the schema. */
export const limits = {
  /** Values (objects, lists, texts, numbers) of a schema or of all tools together. */
  values: 20_000,
  /** Characters of all texts and names of a schema. */
  characters: 250_000,
  /** Nesting of the schema text. */
  depth: 100,
  /** Different places of a schema after references and combinations are worked out. */
  shapes: 2_000,
  /** Values of one `enum`. */
  choices: 1_000,
  /** Largest minLength, maxLength, minItems and maxItems. */
  count: 100_000,
  /** Characters of one `pattern`. */
  pattern: 2_000,
  /** Nesting of groups in a `pattern`. */
  groups: 50,
  /** States of one pattern or number range, before and after its choices are worked out. */
  looseStates: 20_000,
  states: 3_000,
  /** Elementary steps to work out all patterns and number ranges of a schema. */
  work: 500_000,
  /** Characters of a grammar. */
  grammar: 500_000,
  /** Ways to read the same text that the native matcher has to follow side by side. */
  readings: 250,
  tools: 128,
  /** Characters before the arguments of a call. */
  callHead: 200,
  /** Calls in one answer. */
  calls: 32,
} as const;
