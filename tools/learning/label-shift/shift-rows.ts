/** What label shift is estimated from: labelled rows, and target rows that have no label. */
export interface ShiftRows {
  readonly probabilities: readonly ArrayLike<number>[];
  readonly labels: readonly number[];
  readonly target: readonly ArrayLike<number>[];
  /** Share of each class among the labelled rows. */
  readonly source: Float64Array;
}
