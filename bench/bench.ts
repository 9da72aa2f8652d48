/** One measured figure. */
export interface BenchResult {
  readonly name: string;
  readonly value: number;
  /** Such as `us CPU/op`. */
  readonly unit: string;
  /** The same work without what is measured, in the same unit. */
  readonly floor?: number;
  /** `value / floor`. */
  readonly ratio?: number;
}
