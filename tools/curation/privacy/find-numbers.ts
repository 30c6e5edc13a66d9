import { isIPv6 } from "node:net";
import { checkResidentNumber, IBAN_LENGTHS, isCardNumber, isIban } from "./number-checks.js";
import type { PersonalData } from "./personal-data.js";

/**
 * A text whose full-width digits and signs are ASCII; of the same length, so that positions hold.
 */
export function asciiSigns(text: string): string {
  return text.replace(/[\uff01-\uff5e\u2010-\u2015\u2212]/gu, (sign) =>
    sign >= "\uff01" ? String.fromCharCode(sign.charCodeAt(0) - 0xfee0) : "-",
  );
}

/**
 * Card numbers, whole or in the groups of the card: Luhn digit, a known beginning and its length.
 */
export function findCards(text: string): PersonalData[] {
  return candidates(
    text,
    /(?<![\p{L}\p{N}#_./-])(?:\d{13,19}|\d{4}([ -])\d{4}\1\d{4}\1\d{1,7}|\d{4}([ -])\d{6}\2\d{4,5})(?![\d_]|[.-]\d|\p{Script=Latin})/gu,
    (found) => {
      const digits = found.replace(/\D/gu, "");
      return isCardNumber(digits) ? { kind: "card", value: digits } : null;
    },
  );
}

/** Bank account numbers (IBAN), whole or in groups of four. */
export function findIbans(text: string): PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(/(?<![\p{L}\p{N}])[A-Za-z]{2}\d{2}(?=[ ]?[A-Za-z0-9])/gu)) {
    const length = IBAN_LENGTHS[match[0].slice(0, 2).toUpperCase()];
    if (length === undefined) continue;
    const characters = /^(?: ?[A-Za-z0-9])*/u.exec(
      text.slice(match.index, match.index + 2 * length),
    )![0];
    let end = 0;
    for (let count = 0; end < characters.length && count < length; end++)
      if (characters[end] !== " ") count++;
    const iban = characters.slice(0, end).replace(/ /gu, "").toUpperCase();
    if (isIban(iban) && !/^[A-Za-z0-9]/u.test(text.slice(match.index + end)))
      found.push({ kind: "iban", value: iban, start: match.index, end: match.index + end });
  }
  return found;
}

/**
 * Korean resident registration numbers. Written with its dash, a valid birth date is enough
 * (numbers since 2020 have no check digit); 13 digits in a row need the check digit, or the words
 * for it before them, as other long numbers also begin with a date.
 */
export function findResidentNumbers(text: string): PersonalData[] {
  return candidates(
    text,
    /(?<![\p{N}\p{Script=Latin}_./-])\d{6}[ ]?-?[ ]?[1-8]\d{6}(?![\d_]|[.-]\d)/gu,
    (found, before) => {
      const digits = found.replace(/\D/gu, "");
      const check = checkResidentNumber(digits);
      const named = /(?:주민|외국인)\s?(?:등록)?\s?번호[^\d]{0,10}$/u.test(before);
      return check === "valid" || (check === "date-only" && (found.includes("-") || named))
        ? { kind: "resident-number", value: digits }
        : null;
    },
  );
}

/** IP addresses of hosts; no version or section numbers, no loopback or unspecified address. */
export function findIpAddresses(text: string): PersonalData[] {
  const four = candidates(
    text,
    /(?<![\p{N}\p{L}_.-])(?:\d{1,3}\.){3}\d{1,3}(?![\p{N}\p{Script=Latin}_]|[.-]\d)/gu,
    (found, before) => {
      const parts = found.split(".").map(Number);
      const numbering =
        /(?:\bv|\bver|version|release|버전|section|chapter|clause|article|§|제|build|firmware)[.:\s#]*$/iu.test(
          before,
        );
      return parts.every((part) => part <= 255) &&
        parts[0] !== 0 &&
        parts[0] !== 127 &&
        !numbering &&
        !found.split(".").some((part) => part.length > 1 && part.startsWith("0"))
        ? { kind: "ip-address", value: found }
        : null;
    },
  );
  const six = candidates(
    text,
    /(?<![\p{N}\p{L}_:])[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?![\p{N}\p{Script=Latin}_:])/giu,
    (found) =>
      isIPv6(found) && found.split(":").filter((group) => group !== "").length >= 3
        ? { kind: "ip-address", value: found.toLowerCase() }
        : null,
  );
  return [...four, ...six];
}

/** What a check makes of each match; `before` is the text up to 40 characters before it. */
export function candidates(
  text: string,
  pattern: RegExp,
  check: (found: string, before: string) => Pick<PersonalData, "kind" | "value"> | null,
): PersonalData[] {
  const found: PersonalData[] = [];
  for (const match of text.matchAll(pattern)) {
    const data = check(match[0], text.slice(Math.max(0, match.index - 40), match.index));
    if (data !== null)
      found.push({ ...data, start: match.index, end: match.index + match[0].length });
  }
  return found;
}
