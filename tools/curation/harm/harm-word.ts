/** What kind of harm a word does. */
export const HARM_CATEGORIES = [
  "hate",
  "sexual",
  "violence",
  "self-harm",
  "profanity",
  "insult",
] as const;
export type HarmCategory = (typeof HARM_CATEGORIES)[number];

/** 1 = coarse (many people would not mind), 2 = offensive, 3 = a slur or a call to harm. */
export type HarmSeverity = 1 | 2 | 3;

/** One entry of a harm list. */
export interface HarmWord {
  readonly language: string;
  readonly category: HarmCategory;
  readonly severity: HarmSeverity;
  /** The word, or words separated by single spaces, lower case. */
  readonly word: string;
  /**
   * "word": the whole word, with the endings of its language; "stem": also the beginning of a
   * longer word.
   */
  readonly match: "word" | "stem";
}

/** A list as it is written: category, severity, then words; a word that ends in * is a stem. */
export type HarmList = readonly (readonly [HarmCategory, HarmSeverity, string])[];

/** Entries of a list; words are separated by " | ". */
export function harmWords(language: string, list: HarmList): HarmWord[] {
  return list.flatMap(([category, severity, words]) =>
    words.split(" | ").map((entry): HarmWord => ({
      language,
      category,
      severity,
      word: entry.replace(/\*$/u, ""),
      match: entry.endsWith("*") ? "stem" : "word",
    })),
  );
}
