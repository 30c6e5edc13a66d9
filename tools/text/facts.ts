import { caseFold } from "../../base/text/case-fold.js";
import { blankOut } from "./blank-out.js";
import type { Fact } from "./fact.js";
import { findDates } from "./fact-dates.js";
import { findNames } from "./fact-names.js";
import { findNumbers, numberWordValues } from "./fact-numbers.js";
import { words } from "../../base/text/words.js";
import { isLowSurrogate } from "../../base/text/bounded-segments.js";

const URL_PATTERN = /\b(?:https?:\/\/|www\.)[^\s<>"'“”‘’\u3000-\u303f]+/giu;
const LOCAL_CHARACTER = /[\p{L}\p{N}._%+-]/iu;
const AT_HOST = /@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/iuy;
const TRAILING = new Set(".,;:!?)]}");

/**
 * The numbers, dates, times, capitalised names, addresses and links of a text, in order, none
 * overlapping.
 *
 * Names are found only in scripts with capital letters, inside sentences; a text in title case or
 * capitals yields none.
 */
export function extractFacts(text: string): Fact[] {
  const facts: Fact[] = [];
  // Same length as the text, so that offsets hold; what was found is blanked out for the later
  // kinds.
  let rest = asciiDigits(text);
  const take = (found: readonly Fact[]) => {
    for (const fact of found) facts.push(fact);
    rest = blankOut(rest, found);
  };
  take(findAddresses(rest));
  take(Array.from(rest.matchAll(URL_PATTERN), (match) => linkFact("url", match[0], match.index)));
  take(findDates(rest));
  take(findNumbers(rest));
  take(findNames(rest));
  return facts.sort((a, b) => a.start - b.start);
}

/**
 * The facts of a text that no source has: each number (in the same unit, where both name one),
 * date, name, link and address is looked for in all sources after normalisation.
 *
 * Number words in a source support digits ("three" supports 3), and a source's full date supports
 * its month and its year.
 */
export function unsupportedFacts(text: string, sourceTexts: readonly string[]): Fact[] {
  const facts = extractFacts(text);
  if (facts.length === 0) return facts;
  const numbers = new Map<string, Set<string>>();
  const dates = new Set<string>();
  const links = new Set<string>();
  const addNumber = (value: string) => {
    const [amount, unit = ""] = value.split(" ") as [string, string?];
    numbers.set(amount, (numbers.get(amount) ?? new Set()).add(unit));
  };
  for (const source of sourceTexts) {
    for (const fact of extractFacts(source)) {
      if (fact.kind === "number") addNumber(fact.value);
      else if (fact.kind === "date") {
        for (const part of fact.value.split("|").flatMap(dateParts)) {
          if (/^\d+$/.test(part)) addNumber(part);
          else dates.add(part);
        }
      } else links.add(fact.value);
    }
    for (const value of numberWordValues(source)) addNumber(value);
  }
  const vocabularies = sourceTexts.map(
    (source) => new Set(words(source).flatMap((word) => [word, word.replace(/['’]s$/, "")])),
  );
  return facts.filter((fact) => {
    switch (fact.kind) {
      case "number": {
        const [amount, unit = ""] = fact.value.split(" ") as [string, string?];
        const units = numbers.get(amount);
        return units === undefined || !(unit === "" || units.has(unit) || units.has(""));
      }
      case "date":
        return !fact.value.split("|").some((reading) => dates.has(reading));
      case "name": {
        const parts = words(fact.value);
        return !vocabularies.some((vocabulary) => parts.every((part) => vocabulary.has(part)));
      }
      default:
        return !links.has(fact.value);
    }
  });
}

/** What a date supports: itself, its month, its day of the year, and its numbers. */
function dateParts(date: string): string[] {
  const full = /^(\d{4})-(\d\d)-(\d\d)$/.exec(date);
  if (full !== null) {
    const [, year, month, day] = full as unknown as [string, string, string, string];
    return [
      date,
      `${year}-${month}`,
      `--${month}-${day}`,
      `--${month}`,
      year,
      String(Number(month)),
      String(Number(day)),
    ];
  }
  const month = /^(\d{4})-(\d\d)$/.exec(date);
  if (month !== null) return [date, `--${month[2]}`, month[1] as string];
  const day = /^--(\d\d)-(\d\d)$/.exec(date);
  return day === null ? [date] : [date, `--${day[1]}`, String(Number(day[2]))];
}

/** E-mail addresses: looked for from each "@", as few of a long text's letters stand before one. */
function findAddresses(text: string): Fact[] {
  const found: Fact[] = [];
  let taken = 0;
  for (let at = text.indexOf("@"); at >= 0; at = text.indexOf("@", Math.max(at + 1, taken))) {
    let start = at;
    for (let before = at; before > taken; start = before) {
      before -= isLowSurrogate(text.charCodeAt(before - 1)) && before - 1 > taken ? 2 : 1;
      if (!LOCAL_CHARACTER.test(text.slice(before, start))) break;
    }
    if (start === at) continue;
    AT_HOST.lastIndex = at;
    const host = AT_HOST.exec(text);
    if (host === null) continue;
    const fact = linkFact("email", text.slice(start, at) + host[0], start);
    found.push(fact);
    taken = at + host[0].length;
  }
  return found;
}

function linkFact(kind: "url" | "email", written: string, start: number): Fact {
  let length = written.length;
  while (TRAILING.has(written[length - 1] ?? "")) length--;
  const found = written.slice(0, length);
  return { kind, value: caseFold(found).replace(/\/$/, ""), start, end: start + length };
}

/** Decimal digits of every script, and full-width separators, as ASCII; keeps the length. */
function asciiDigits(text: string): string {
  return text.replace(/[\uff0c\uff0e\uff05\uff1a]|(?=[^\x00-\x7f])\p{Nd}/gu, (character) => {
    if (character.length > 1) return character;
    const code = character.charCodeAt(0);
    const separator = "，．％：".indexOf(character);
    if (separator >= 0) return ",.%:"[separator] as string;
    // Digits of a script stand in one block of ten, which begins at the last code point whose
    // predecessor is no digit.
    let zero = code;
    while (code - zero < 9 && /\p{Nd}/u.test(String.fromCharCode(zero - 1))) zero--;
    return String((code - zero) % 10);
  });
}
