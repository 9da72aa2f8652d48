const pattern = /^[1-9]\d{0,18}$/u;
const maxId = 2n ** 63n - 1n;

/** The id of a row as the graph spells it; null for a text that no row can have as its id. */
export const toRowId = (text: string): bigint | null => (pattern.test(text) && BigInt(text) <= maxId ? BigInt(text) : null);
