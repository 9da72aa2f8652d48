/** A part of an alternative: one or more characters, or a rule as often as said. */
export type Item = { readonly text: string } | { readonly rule: string; readonly least: number; readonly most: number | null };

/** The alternatives of a rule; an empty one stands for nothing. */
export type Alternatives = readonly (readonly Item[])[];
