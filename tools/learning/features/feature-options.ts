import { DatawrightError } from "../../../base/errors.js";

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

/** Fills in the frozen defaults and refuses options out of range with SHAPE. */
export function featureOptions(given: Partial<FeatureOptions> = {}): FeatureOptions {
  const options = { ...DEFAULT_FEATURES, ...given };
  const { wordNgrams: words, characterNgrams: characters } = options;
  const bad =
    words !== null && !(words[0] >= 1 && words[1] >= words[0] && words[1] <= 2)
      ? "wordNgrams must lie within 1 and 2"
      : characters !== null &&
          !(characters[0] >= 1 && characters[1] >= characters[0] && characters[1] <= 8)
        ? "characterNgrams must lie within 1 and 8"
        : words === null && characters === null
          ? "wordNgrams and characterNgrams cannot both be null"
          : !(Number.isInteger(options.hashBits) && options.hashBits >= 8 && options.hashBits <= 24)
            ? "hashBits must be an integer from 8 to 24"
            : !(options.wordShare >= 0 && options.crossShare >= 0 && options.alignmentShare >= 0)
              ? "shares must be numbers >= 0"
              : !(options.idfPower >= 0 && options.idfPower <= 2)
                ? "idfPower must lie within 0 and 2"
                : !(options.minDocumentFrequency >= 1)
                  ? "minDocumentFrequency must be at least 1"
                  : null;
  if (bad !== null)
    throw new DatawrightError({ code: "SHAPE", message: `feature options: ${bad}` });
  return options;
}
