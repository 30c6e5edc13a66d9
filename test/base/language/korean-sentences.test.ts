import { readFileSync } from "node:fs";
import { join } from "node:path";
import { KOREAN_SENTENCES } from "../../../base/language/korean-sentences.js";
import { translate } from "../../../base/language/translate.js";
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
  '{0} The judge: "{1}"',
  'The text does not fit its label "{0}": {1} reads "{2}" ({3}), a small model of the examples "{4}" ({5}). Write about "{6}, and leave out what speaks for "{7}".',
  'The text does not fit its label "{0}": {1} reads "{2}" ({3}). Write about "{4}, and leave out what speaks for "{5}".',
  "The text repeats the example {0}; write a new one about something else.",
  "The text takes a run of {0} words ({1} % of the draft) from the example {2}; write a new one about something else.",
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

  it("are found where a criterion puts a sentence together", () => {
    const told = (text: string): string => translate(text, KOREAN_SENTENCES);
    expect(
      told(
        "The text takes a run of 9 words (60 % of the draft) from the example r1; write a new one about something else.",
      ),
    ).toBe(
      "예시 r1에서 9단어를 잇달아 옮긴 텍스트입니다(초안의 60 %). 다른 내용으로 새로 써야 합니다.",
    );
    expect(
      told(
        'The text does not fit its label "billing": m reads "refund" (0.90). Write about "billing" (charges), and leave out what speaks for "refund".',
      ),
    ).toBe(
      '텍스트가 라벨 "billing"에 맞지 않습니다. m의 판단은 "refund"(0.90)입니다. "billing" (charges)에 대해 쓰고 "refund"로 보이게 하는 것은 빼야 합니다.',
    );
    expect(told('Rated 2.0 of 5. The judge: "It rambles."')).toBe(
      '평점 2.0/5입니다. 심사 모델: "It rambles."',
    );
    expect(told("The text has 17 words; write at most 16.")).toBe(
      "텍스트가 17단어입니다. 16단어 이하로 써야 합니다.",
    );
    expect(
      told("the small model is wrong on 22 % of 9 samples here, on 27 % elsewhere: gives 1"),
    ).toBe("작은 모델이 이 셀의 샘플 9개에서 틀린 비율 22 %, 다른 셀 27 %: 1개를 내줌");
    expect(told("The text is broken: markup was left in. Write it anew.")).toBe(
      "텍스트가 망가졌습니다: 마크업이 남음. 새로 써야 합니다.",
    );
  });

  it("stand there once, and in Korean", () => {
    const english = KOREAN_SENTENCES.map(([from]) => from);
    expect(new Set(english).size).toBe(english.length);
    expect(
      KOREAN_SENTENCES.map(([, to]) => to).filter((to) => !/[가-힣]/u.test(to) && to !== "map"),
    ).toEqual([]);
  });
});
