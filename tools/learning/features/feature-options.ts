/**
 * Which sparse features a text is turned into. The defaults are frozen in
 * docs/decisions/2026-11-20-text-classifier-defaults.md.
 */
export interface FeatureOptions {
  /**
   * Shortest and longest word n-gram; `[1, 2]` = words and word pairs. `null` = none. At most 2.
   */
  readonly wordNgrams: readonly [number, number] | null;
  /**
   * Shortest and longest character n-gram inside space-padded words, in code points. `null` = none.
   * At most 8.
   */
  readonly characterNgrams: readonly [number, number] | null;
  /** Features found in fewer training texts are left out. */
  readonly minDocumentFrequency: number;
  /**
   * Length of the word part of a vector beside the character part of length 1, before the whole is
   * scaled to length 1.
   */
  readonly wordShare: number;
  /** Pairs only: length of the part that crosses the two texts. */
  readonly crossShare: number;
  /**
   * Pairs only: length of the part that says how the words of one text cover those of the other; 0 =
   * none.
   */
  readonly alignmentShare: number;
  /** Term frequency as 1 + ln(count) instead of the count. */
  readonly sublinear: boolean;
  /** Weigh by ln((1 + n) / (1 + document frequency)) + 1 to this power, 0 to 2; 0 = not at all. */
  readonly idfPower: number;
  /**
   * "exact" keeps every feature apart (64-bit fingerprints); "hashed" folds them into 2^hashBits
   * columns.
   */
  readonly vocabulary: "exact" | "hashed";
  /** 8 to 24. */
  readonly hashBits: number;
}

export const DEFAULT_FEATURES: FeatureOptions = {
  wordNgrams: [1, 2],
  characterNgrams: [2, 5],
  minDocumentFrequency: 1,
  wordShare: 1,
  crossShare: 1,
  alignmentShare: 2,
  sublinear: true,
  idfPower: 0.5,
  vocabulary: "exact",
  hashBits: 20,
};
