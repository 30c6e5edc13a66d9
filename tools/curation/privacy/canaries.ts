import { DatawrightError } from "../../../base/errors.js";
import { Random } from "../../../base/statistics/random.js";

/** A sentence with a secret that no text holds by chance, to plant in private rows. */
export interface Canary {
  readonly text: string;
  /** 16 letters and digits; 76 random bits. */
  readonly secret: string;
}

/** A canary that turned up in a text, by index. */
export interface FoundCanary {
  readonly text: number;
  readonly canary: number;
  /** True for the whole secret, false for a part of at least eight characters in a row. */
  readonly whole: boolean;
}

/** No vowels, and nothing that is read as another sign: no words arise. */
const SIGNS = "bcdfghjkmnpqrstvwxz23456789";
const PART = 8;

/**
 * Makes canaries (Carlini et al. 2019, "The secret sharer"): plant them in private rows before a
 * run, and look for them in what it wrote.
 *
 * @throws SHAPE if n is not a whole number >= 0
 */
export function makeCanaries(n: number, seed: number | string): Canary[] {
  if (!Number.isSafeInteger(n) || n < 0)
    throw new DatawrightError({
      code: "SHAPE",
      message: `${n} canaries; the number must be whole and >= 0`,
    });
  const random = new Random(seed).derive("canaries");
  const seen = new Set<string>();
  return Array.from({ length: n }, () => {
    let secret: string;
    do secret = Array.from({ length: 16 }, () => SIGNS[random.integer(SIGNS.length)]!).join("");
    while (seen.has(secret));
    seen.add(secret);
    return { text: `My reference code is ${secret.match(/.{4}/gu)!.join("-")}.`, secret };
  });
}

/**
 * The canaries whose secret, whole or half of it in a row, stands in a text; case, spaces and
 * punctuation aside.
 */
export function findCanaries(texts: readonly string[], canaries: readonly Canary[]): FoundCanary[] {
  const parts = new Map<string, Set<number>>();
  canaries.forEach(({ secret }, canary) => {
    for (let at = 0; at + PART <= secret.length; at++) {
      const part = secret.slice(at, at + PART);
      parts.set(part, (parts.get(part) ?? new Set<number>()).add(canary));
    }
  });
  return texts.flatMap((given, text) => {
    const plain = given
      .normalize("NFKC")
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, "");
    const found = new Set<number>();
    for (let at = 0; at + PART <= plain.length; at++)
      for (const canary of parts.get(plain.slice(at, at + PART)) ?? []) found.add(canary);
    return [...found]
      .sort((a, b) => a - b)
      .map((canary) => ({ text, canary, whole: plain.includes(canaries[canary]!.secret) }));
  });
}
