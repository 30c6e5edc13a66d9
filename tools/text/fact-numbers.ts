import type { Fact } from "./fact.js";
import { words } from "../../base/text/words.js";

const SCALES: Readonly<Record<string, number>> = {
  thousand: 1e3,
  million: 1e6,
  billion: 1e9,
  trillion: 1e12,
  k: 1e3,
  bn: 1e9,
  천: 1e3,
  만: 1e4,
  억: 1e8,
  조: 1e12,
  千: 1e3,
  万: 1e4,
  萬: 1e4,
  亿: 1e8,
  億: 1e8,
  兆: 1e12,
};
const UNITS: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries({
    "%": "% percent 퍼센트 프로 パーセント",
    usd: "$ dollar dollars usd 달러 ドル 美元",
    eur: "€ euro euros eur 유로 ユーロ 欧元",
    gbp: "£ gbp",
    jpy: "¥ yen jpy 엔 円",
    krw: "₩ won krw 원",
    cny: "yuan cny 위안 元",
    km: "km kilometer kilometers kilometre kilometres 킬로미터",
    cm: "cm",
    mm: "mm",
    mile: "mile miles 마일",
    kg: "kg kilogram kilograms 킬로그램",
    gb: "gb",
    mb: "mb",
    tb: "tb",
    mah: "mah",
    hour: "hour hours hr hrs 시간 時間 小时",
    minute: "minute minutes min mins 분 分 分钟",
    second: "second seconds sec secs 초 秒",
    day: "day days 일 日 天",
    week: "week weeks 주 週間 周",
    month: "month months 개월 ヶ月 个月",
    year: "year years 년 年",
    celsius: "°c ℃",
    fahrenheit: "°f ℉",
    person: "명 人",
    piece: "개 個 个",
  }).flatMap(([unit, names]) => names.split(" ").map((name) => [name, unit])),
);
const alternatives = (names: readonly string[]) =>
  names
    .slice()
    .sort((a, b) => b.length - a.length)
    .map((name) =>
      /^[a-z°]/.test(name) ? `${name}(?![\\p{Script=Latin}])` : name.replace(/[$]/g, "\\$&"),
    )
    .join("|");
const SIGN = "(?<![\\p{L}\\p{N}_.])(?:([$€£¥₩])\\s?)?([-−+](?=\\d))?";
const AMOUNT = "(\\d{1,3}(?:,\\d{3})+(?:\\.\\d+)?|\\d+(?:\\.\\d+)*)(?:st|nd|rd|th)?(?!\\d)";
const NUMBER = new RegExp(
  `(?:${SIGN}|(?<=[^\\x00-\\x7f])()())${AMOUNT}(?:\\s?(${alternatives(Object.keys(SCALES))}))?(?:[\\s-]?(${alternatives(Object.keys(UNITS))}))?`,
  "giu",
);
const HAN_NUMBER = /[一二三四五六七八九十百千万億亿两〇]+/gu;
const HAN_POWER = /[十百千万億亿]/u;

/**
 * Numbers in digits, with thousands separators, scale words and units, and Chinese numerals that
 * hold a power of ten.
 */
export function findNumbers(text: string): Fact[] {
  const found: Fact[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const [whole, currency, sign, , , amount, scale, unit] = match as unknown as [
      string,
      ...(string | undefined)[],
    ];
    const name = UNITS[(unit ?? currency ?? "").toLowerCase()];
    const value = plain(
      amount as string,
      scale === undefined ? 1 : (SCALES[scale.toLowerCase()] as number),
    );
    const signed = sign === "-" || sign === "−" ? `-${value}` : value;
    found.push({
      kind: "number",
      value: name === undefined ? signed : `${signed} ${name}`,
      start: match.index,
      end: match.index + whole.length,
    });
  }
  for (const match of text.matchAll(HAN_NUMBER)) {
    const value = match[0].length < 2 || !HAN_POWER.test(match[0]) ? undefined : hanValue(match[0]);
    if (value !== undefined)
      found.push({
        kind: "number",
        value: String(value),
        start: match.index,
        end: match.index + match[0].length,
      });
  }
  return found
    .sort((a, b) => a.start - b.start)
    .filter((fact, index, all) => index === 0 || fact.start >= (all[index - 1] as Fact).end);
}

function plain(amount: string, scale: number): string {
  const digits = amount.replace(/,/g, "");
  if (digits.split(".").length > 2) return digits; // a version such as 1.2.3
  if (scale === 1 && digits.length > 15) return digits; // beyond exact doubles
  return String(Number((Number(digits) * scale).toPrecision(15)));
}

function hanValue(text: string): number | undefined {
  const digit: Readonly<Record<string, number>> = {
    〇: 0,
    一: 1,
    二: 2,
    两: 2,
    三: 3,
    四: 4,
    五: 5,
    六: 6,
    七: 7,
    八: 8,
    九: 9,
  };
  const power: Readonly<Record<string, number>> = { 十: 10, 百: 100, 千: 1000 };
  let total = 0;
  let section = 0;
  let pending = -1;
  for (const character of text) {
    if (digit[character] !== undefined) pending = digit[character] as number;
    else if (power[character] !== undefined) {
      section += (pending < 0 ? 1 : pending) * (power[character] as number);
      pending = -1;
    } else {
      total += (section + Math.max(0, pending) || 1) * (SCALES[character] as number);
      section = 0;
      pending = -1;
    }
  }
  return total + section + Math.max(0, pending);
}

const SMALL = (
  "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen " +
  "fifteen sixteen seventeen eighteen nineteen"
).split(" ");
const TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ");
const OTHERS: Readonly<Record<string, number>> = {
  once: 1,
  twice: 2,
  first: 1,
  second: 2,
  third: 3,
  fourth: 4,
  fifth: 5,
  half: 0.5,
  dozen: 12,
  hundred: 100,
  ...SCALES,
};
const KOREAN: Readonly<Record<string, number>> = {
  한: 1,
  두: 2,
  세: 3,
  네: 4,
  다섯: 5,
  여섯: 6,
  일곱: 7,
  여덟: 8,
  아홉: 9,
  열: 10,
};

/**
 * The values of number words in a text ("three", "twenty five", "two million", 세 개), as plain
 * numbers.
 */
export function numberWordValues(text: string): string[] {
  const values = new Set<string>();
  let current: number | undefined;
  for (const word of words(text)) {
    const small = SMALL.indexOf(word);
    const tens = TENS.indexOf(word);
    const base = small >= 0 ? small : tens >= 0 ? (tens + 2) * 10 : undefined;
    const other = OTHERS[word] ?? KOREAN[word];
    if (base !== undefined)
      current =
        current !== undefined && current % 10 === 0 && base < 10 && current > 0
          ? current + base
          : base;
    else if (other !== undefined)
      current = current !== undefined && other >= 100 ? current * other : other;
    else current = undefined;
    if (current !== undefined) values.add(String(current));
  }
  return [...values];
}
