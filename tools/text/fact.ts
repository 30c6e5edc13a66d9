/** A checkable statement in a text. */
export interface Fact {
  readonly kind: "number" | "date" | "name" | "url" | "email";
  /**
   * Normalised: numbers without separators, scales multiplied out, and with their unit ("2500000
   * usd", "12 %"); dates as "2024-03-05", "2024-03", "--03-05" or "T10:30", the two readings of an
   * ambiguous one joined by "|"; the rest case folded.
   */
  readonly value: string;
  /** UTF-16 offsets in the text, end exclusive. */
  readonly start: number;
  readonly end: number;
}
