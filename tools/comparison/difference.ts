/** What one set has beyond another, with its 95 % interval and how likely so much is by chance. */
export interface Difference {
  readonly first: number;
  readonly second: number;
  /** second - first. */
  readonly difference: number;
  readonly low: number;
  readonly high: number;
  /** Two-sided p-value of no difference. */
  readonly probability: number;
  /** The test, by its name. */
  readonly method: string;
}
