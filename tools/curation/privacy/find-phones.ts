import { candidates } from "./find-numbers.js";
import type { PersonalData } from "./personal-data.js";

/** No digit, Latin letter or sign of a longer number before or after. */
const BEFORE = "(?<![\\p{N}\\p{Script=Latin}#/_=+.-])";
const AFTER = "(?![\\d_%]|[-/]\\d|[.,]\\d|\\p{Script=Latin})";
const KOREAN_MOBILE = "(?:\\(?01[016789]\\)?[-. )]{0,2}\\d{3,4}[-. ]{0,1}\\d{4})";
const KOREAN_LANDLINE =
  "(?:\\(?0(?:2|3[1-3]|4[1-4]|5[1-5]|6[1-4]|70|50\\d?)\\)?[-. )]{1,2}\\d{3,4}[-. ]\\d{4})";
const NORTH_AMERICAN =
  "(?:(?:1[-. ])?(?:\\([2-9]\\d{2}\\)[ ]?|[2-9]\\d{2}[-.])[2-9]\\d{2}[-.]\\d{4})";
const BRITISH =
  "(?:0(?:20[ -]\\d{4}[ -]\\d{4}|7\\d{3}[ -]\\d{3}[ -]?\\d{3}|1\\d{2,3}[ -]\\d{3}[ -]\\d{3,4}))";
const NATIONAL = new RegExp(
  `${BEFORE}(?:${KOREAN_MOBILE}|${KOREAN_LANDLINE}|${NORTH_AMERICAN}|${BRITISH})${AFTER}`,
  "gu",
);
const INTERNATIONAL =
  /(?<![\p{N}\p{Script=Latin}_/=+.-])(?:\+|00(?=[1-9]))[1-9]\d{0,2}[ .-]?(?:\(0?\d{0,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}(?![\d_%]|[.,]\d|\p{Script=Latin})/gu;
const TWO_DIGIT_CODES = new Set(
  (
    "20 27 30 31 32 33 34 36 39 40 41 43 44 45 46 47 48 49 51 52 53 54 55 56 57 58 60 61 62 " +
    "63 64 65 66 81 82 84 86 90 91 92 93 94 95 98"
  ).split(" "),
);
const THREE_DIGIT_BEGINNINGS = new Set(
  "21 22 23 24 25 26 29 35 37 38 42 50 59 67 68 69 80 85 87 88 96 97 99".split(" "),
);

/**
 * Phone numbers: international ones with a country code that exists, and the national forms of
 * Korea, North America and Britain
 * with their separators. Service numbers of Korea (1588-0000) belong to nobody and are left out.
 */
export function findPhones(text: string): PersonalData[] {
  const international = candidates(text, INTERNATIONAL, (found) => {
    const digits = found.replace(/\(0\)/u, "").replace(/\D/gu, "").replace(/^00/u, "");
    return isInternational(digits, found.startsWith("+"))
      ? {
          kind: "phone",
          value: digits.startsWith("82") ? `0${digits.slice(2).replace(/^0/u, "")}` : `+${digits}`,
        }
      : null;
  });
  const taken = (start: number, end: number): boolean =>
    international.some((other) => start < other.end && end > other.start);
  const national = candidates(text, NATIONAL, (found) => ({
    kind: "phone",
    value: found.replace(/\D/gu, ""),
  }));
  return [...international, ...national.filter((data) => !taken(data.start, data.end))];
}

function isInternational(digits: string, plus: boolean): boolean {
  if (/^[17]/u.test(digits)) return digits.length === 11 && plus;
  const known =
    TWO_DIGIT_CODES.has(digits.slice(0, 2)) || THREE_DIGIT_BEGINNINGS.has(digits.slice(0, 2));
  return known && digits.length >= 9 && digits.length <= 15 && (plus || digits.length >= 11);
}
