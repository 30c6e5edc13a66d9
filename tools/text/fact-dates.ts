import { blankOut } from "./blank-out.js";
import type { Fact } from "./fact.js";

const MONTHS = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
const MONTH =
  "(jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\\.?";
const two = (value: string | number) => String(value).padStart(2, "0");
const monthNumber = (name: string) => MONTHS.indexOf(name.slice(0, 3).toLowerCase()) + 1;

type Reader = (parts: readonly (string | undefined)[]) => string | undefined;

function calendar(
  year: string | undefined,
  month: string | number,
  day: string | undefined,
): string | undefined {
  if (Number(month) < 1 || Number(month) > 12) return undefined;
  if (day === undefined) return year === undefined ? undefined : `${year}-${two(month)}`;
  if (Number(day) < 1 || Number(day) > 31) return undefined;
  return `${year ?? "-"}-${two(month)}-${two(day)}`;
}

const PATTERNS: readonly (readonly [RegExp, Reader])[] = [
  [
    /(?<!\d)(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?!\d)/g,
    ([, year, , month, day]) => calendar(year, month as string, day),
  ],
  [
    /(?<!\d)(\d{4})\s?[년年]\s?(\d{1,2})\s?[월月]\s?(?:(\d{1,2})\s?[일日号號])?/g,
    ([, year, month, day]) => calendar(year, month as string, day),
  ],
  [
    /(?<!\d)(\d{1,2})\s?[월月]\s?(\d{1,2})\s?[일日号號]/g,
    ([, month, day]) => calendar(undefined, month as string, day),
  ],
  [
    new RegExp(`\\b${MONTH}\\s+(\\d{1,2})(?:st|nd|rd|th)?(?!\\d)(?:,?\\s+(\\d{4})\\b)?`, "gi"),
    ([, month, day, year]) => calendar(year, monthNumber(month as string), day),
  ],
  [
    new RegExp(
      `\\b(\\d{1,2})(?:st|nd|rd|th)?\\s+(?:of\\s+)?${MONTH}(?![a-z])(?:,?\\s+(\\d{4})\\b)?`,
      "gi",
    ),
    ([, day, month, year]) => calendar(year, monthNumber(month as string), day),
  ],
  [
    new RegExp(`\\b${MONTH},?\\s+(\\d{4})\\b`, "gi"),
    ([, month, year]) => calendar(year, monthNumber(month as string), undefined),
  ],
  [
    /(?<![\d/.])(\d{1,2})([/.-])(\d{1,2})\2(\d{4})(?!\d)/g,
    ([, first, , second, year]) => eitherOrder(first as string, second as string, year as string),
  ],
  [
    /(?<![\d:])(\d{1,2}):(\d{2})(?::\d{2})?(?:\s?([ap])\.?m\b\.?)?(?![\d:])/gi,
    ([, hour, minute, half]) => clock(Number(hour), minute as string, half),
  ],
  [/(?<![\d:.,])(\d{1,2})\s?([ap])\.?m\b/gi, ([, hour, half]) => clock(Number(hour), "00", half)],
];

/**
 * Dates and times of day in the common written forms of English, Korean, Japanese and Chinese, and
 * ISO 8601.
 */
export function findDates(text: string): Fact[] {
  const found: Fact[] = [];
  let rest = text;
  for (const [pattern, read] of PATTERNS) {
    const before = found.length;
    for (const match of rest.matchAll(pattern)) {
      const value = read(match);
      if (value === undefined) continue;
      const end = match.index + match[0].trimEnd().length;
      found.push({ kind: "date", value, start: match.index, end });
    }
    rest = blankOut(rest, found.slice(before));
  }
  return found;
}

/** 3/5/2024 is the fifth of March or the third of May; 13/5/2024 is one of them only. */
function eitherOrder(first: string, second: string, year: string): string | undefined {
  const readings = new Set([calendar(year, first, second), calendar(year, second, first)]);
  readings.delete(undefined);
  return readings.size === 0 ? undefined : [...readings].join("|");
}

function clock(hour: number, minute: string, half: string | undefined): string | undefined {
  if (hour > 23 || Number(minute) > 59 || (half !== undefined && (hour < 1 || hour > 12)))
    return undefined;
  if (half === undefined) return `T${two(hour)}:${minute}`;
  return `T${two((hour % 12) + (half.toLowerCase() === "p" ? 12 : 0))}:${minute}`;
}
