import {
  parsePhoneNumberFromString,
  type CountryCode,
  type PhoneNumber,
} from "libphonenumber-js/min";
import { candidates } from "./find-numbers.js";
import type { PersonalData } from "./personal-data.js";

/** No digit, Latin letter or sign of a longer number before or after. */
const BEFORE = "(?<![\\p{N}\\p{Script=Latin}#/_=+.-])";
const AFTER = "(?![\\d_%]|[-/]\\d|[.,]\\d|\\p{Script=Latin})";
/**
 * How numbers are written inside a country, with their separators: the library says which of them
 * exist, but takes any row of digits for one, dates and order numbers too.
 */
const NATIONAL_FORMS: readonly (readonly [CountryCode, RegExp])[] = (
  [
    ["KR", "\\(?01[016-9]\\)?[-. )]{0,2}\\d{3,4}[-. ]?\\d{4}"],
    ["KR", "\\(?0[1-9]\\d{0,2}\\)?[-. )]{1,2}\\d{3,4}[-. ]\\d{4}"],
    ["US", "(?:1[-. ])?(?:\\([2-9]\\d{2}\\) ?|[2-9]\\d{2}[-.])[2-9]\\d{2}[-.]\\d{4}"],
    ["GB", "0[1-9]\\d{1,3}[ -]\\d{3,4}[ -]?\\d{3,4}"],
  ] as const
).map(([country, form]) => [country, new RegExp(`${BEFORE}(?:${form})${AFTER}`, "gu")] as const);
const INTERNATIONAL =
  /(?<![\p{N}\p{Script=Latin}_/=+.-])(?:\+|00(?=[1-9]))[1-9]\d{0,2}[ .-]?(?:\(0?\d{0,4}\)[ .-]?)?\d(?:[ .-]?\d){5,12}(?![\d_%]|[.,]\d|\p{Script=Latin})/gu;

/**
 * Phone numbers, as libphonenumber knows them: international ones, and the national forms of Korea,
 * North America and Britain with their separators. Service numbers of Korea (1588-0000) belong to
 * nobody and are left out.
 */
export function findPhones(text: string): PersonalData[] {
  const found = candidates(text, INTERNATIONAL, (written) => {
    const value = international(written);
    return value === null ? null : { kind: "phone", value };
  });
  for (const [country, form] of NATIONAL_FORMS) {
    const national = candidates(text, form, (written) =>
      exists(parsePhoneNumberFromString(written, country))
        ? { kind: "phone", value: written.replace(/\D/gu, "") }
        : null,
    );
    // Of one form nothing overlaps: what was taken before is what counts.
    const isTaken = new Uint8Array(text.length);
    for (const { start, end } of found) isTaken.fill(1, start, end);
    for (const data of national)
      if (!isTaken.subarray(data.start, data.end).includes(1)) found.push(data);
  }
  return found;
}

/** Of North America the form is enough: examples use area codes that nobody has, such as 555. */
function exists(number: PhoneNumber | undefined): boolean {
  return number?.countryCallingCode === "1" ? number.isPossible() : number?.isValid() === true;
}

/** With "+" a length that its country has is enough; behind "00" the number has to exist. */
function international(written: string): string | null {
  const plus = written.startsWith("+");
  const number = parsePhoneNumberFromString(written.replace(/\(0\)/u, "").replace(/^00/u, "+"));
  if (number === undefined || !(plus ? number.isPossible() : number.isValid())) return null;
  return number.countryCallingCode === "82" ? `0${number.nationalNumber}` : number.number;
}
