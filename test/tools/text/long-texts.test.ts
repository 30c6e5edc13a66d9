import { setImmediate as nextTurn } from "node:timers/promises";
import fc from "fast-check";
import { PersonalDataFinder } from "../../../tools/curation/privacy/find-personal-data.js";
import { parseJsonAnswer } from "../../../tools/models/prompt/parse-json-answer.js";
import { CopyIndex } from "../../../tools/text/copies.js";
import { findDates } from "../../../tools/text/fact-dates.js";
import { findNumbers } from "../../../tools/text/fact-numbers.js";
import { extractFacts } from "../../../tools/text/facts.js";
import { longestCommonRun } from "../../../tools/text/longest-common-run.js";

const LENGTH = 200_000;
const long = (part: string): string => part.repeat(LENGTH / part.length);

/** Each took from ten seconds to minutes: more than a test may take. */
const CASES: readonly (readonly [string, () => unknown])[] = [
  ["Hangul without spaces", () => extractFacts(long("가"))],
  ["digits", () => extractFacts(long("1"))],
  ["numbers", () => extractFacts(long("1 "))],
  ["dates", () => findDates(long("2024-01-02 "))],
  ["Chinese digits without a power of ten", () => findNumbers(long("一"))],
  ["a link that ends in dots", () => extractFacts(`http://${long(".")}a`)],
  ["phone numbers", () => new PersonalDataFinder().find(long("+1-202-555-0143 "))],
  ["a fence that is never closed", () => parseJsonAnswer(`\`\`\`a\n\`\`\`x\n\`\`\`${long("a")}`)],
  [
    "a copy of a row that repeats itself",
    () => new CopyIndex([long("may ")]).verbatim(long("may ")),
  ],
  [
    "nearly a copy of a row that repeats itself",
    () => new CopyIndex([`first ${long("a@")}`]).verbatim(`second ${long("a@")} third`),
  ],
  [
    "nearly a copy by its words' order",
    () => new CopyIndex([`first ${long("# ")}`]).near(`second ${long("# ")}`) ?? false,
  ],
];

describe("texts of 200 kB", () => {
  it.each(CASES)("%s", async (_name, work) => {
    expect(work()).toBeDefined();
    await nextTurn(); // the time limit of a test is looked at between turns only
  });
});

const parts =
  "a|b.c|@|a@b.co|_|가|😀|ᾀ| |,|1|12|2024-01-02|May 5, 2024|10:30 pm|一|百|快|https://x.y/z|).|$5|%|\n|+";
const text = fc
  .array(fc.constantFrom(...parts.split("|")), { maxLength: 60 })
  .map((chosen) => chosen.join(""));

describe("ordinary texts are read as by the plain definition", () => {
  it("the longest run of words that two texts share", () => {
    const tokens = fc.array(fc.integer({ min: -1, max: 2 }), { maxLength: 40 });
    fc.assert(
      fc.property(tokens, tokens, (left, right) => {
        const has = (size: number): boolean =>
          left.some((_, at) =>
            right.some(
              (_other, place) =>
                at + size <= left.length &&
                place + size <= right.length &&
                left.slice(at, at + size).every((token, index) => token === right[place + index]),
            ),
          );
        let longest = 0;
        while (has(longest + 1)) longest++;
        const bounds = { least: Math.min(1, longest), most: 40 };
        expect(longestCommonRun(Int32Array.from(left), Int32Array.from(right), bounds)).toBe(
          longest,
        );
      }),
    );
  });
  it("addresses", () => {
    const pattern = /[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+/giu;
    fc.assert(
      fc.property(text, (given) => {
        const found = extractFacts(given).filter(({ kind }) => kind === "email");
        expect(found.map(({ start, end }) => given.slice(start, end))).toEqual(
          Array.from(given.matchAll(pattern), ([match]) => match),
        );
      }),
    );
  });
  it("Chinese numerals", () => {
    const pattern =
      /[一二三四五六七八九十百千万億亿两〇]*[十百千万億亿][一二三四五六七八九十百千万億亿两〇]*/gu;
    const numerals = fc
      .array(fc.constantFrom(..."一二十百万快 a"), { maxLength: 40 })
      .map((chosen) => chosen.join(""));
    fc.assert(
      fc.property(numerals, (given) => {
        expect(findNumbers(given).map(({ start }) => start)).toEqual(
          Array.from(given.matchAll(pattern))
            .filter(([match]) => match.length > 1)
            .map(({ index }) => index),
        );
      }),
    );
  });
  it("facts never overlap, and are blanked out for the kinds after them", () => {
    fc.assert(
      fc.property(text, (given) => {
        const facts = extractFacts(given);
        for (const [index, { start, end }] of facts.entries()) {
          expect(end).toBeGreaterThan(start);
          expect(start).toBeGreaterThanOrEqual(facts[index - 1]?.end ?? 0);
        }
      }),
    );
  });
});
