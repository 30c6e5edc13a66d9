import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KOREAN_SENTENCES } from "../../../base/language/korean-sentences.js";
import { ROOT, sourceFiles } from "../../architecture/source-files.js";

/** All sources, with texts that go over several lines put together. */
const said = sourceFiles()
  .filter(({ path }) => !path.includes("/language/"))
  .map(({ path }) => readFileSync(join(ROOT, path), "utf8"))
  .join("\n")
  .replace(/["'`]\s*\+\s*["'`]/gu, "")
  .replace(/\\(["'`])/gu, "$1");
/** Put together from words that stand apart. */
const COMPOSED = [
  "the number {0} must be at most {1}",
  "no model is called {0}; did you mean {1}?",
  "there is no exporter {0}",
  'The label may stand: {0} reads "{1}" ({2}), a small model of the examples "{3}" ({4}).',
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows: applied, {5} % of the rows touched",
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows: not applied, {5} % of the rows were in question",
  "{0}: expected gain {1} points of {2}, {3} of squared error, on {4} held-out rows, but {5} points with a cost that is chosen on the rows: not applied, {6} % of the rows were in question",
];
const places = (sentence: string): string[] =>
  [...sentence.matchAll(/\{(\d)(?:\|[^}]+)?\}/gu)].map((match) => match[1]!);

describe("sentences in Korean", () => {
  it("are sentences that the code says", () => {
    const unsaid = KOREAN_SENTENCES.map(([from]) => from).filter(
      (from) =>
        !COMPOSED.includes(from) &&
        from
          .split(/ and \{\d\}|\{\d\}|; /u)
          .some((words) => words.trim() !== "" && !said.includes(words.trim())),
    );
    expect(unsaid).toEqual([]);
  });

  it("have the values of the English ones, which stand in order", () => {
    for (const [from, to] of KOREAN_SENTENCES) {
      expect(places(from)).toEqual(places(from).map((_, index) => String(index)));
      expect([...new Set(places(to))].sort()).toEqual(places(from));
    }
  });

  it("stand there once, and in Korean", () => {
    const english = KOREAN_SENTENCES.map(([from]) => from);
    expect(new Set(english).size).toBe(english.length);
    expect(
      KOREAN_SENTENCES.map(([, to]) => to).filter((to) => !/[가-힣]/u.test(to) && to !== "map"),
    ).toEqual([]);
  });
});
