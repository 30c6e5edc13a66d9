import { translate, type SentencePair } from "../../../base/language/translate.js";

const SENTENCES: readonly SentencePair[] = [
  ["{0} of {1} accepted", "{1}개 중 {0}개 채택"],
  ["warning: {0}", "경고: {0}"],
  ["{0} exists already", "이미 있습니다: {0}"],
  ["cannot delete {0}", "{0|을/를} 지울 수 없습니다"],
];
const korean = (text: string): string => translate(text, SENTENCES);

describe("translate", () => {
  it("keeps the values of a sentence, in the order that the other language has", () => {
    expect(korean("3 of 40 accepted")).toBe("40개 중 3개 채택");
    expect(korean("cannot delete 폴더")).toBe("폴더를 지울 수 없습니다");
  });

  it("puts a sentence inside of another one over too", () => {
    expect(korean("warning: a.yaml exists already")).toBe("경고: 이미 있습니다: a.yaml");
  });

  it("knows a sentence behind a place, and each line by itself", () => {
    expect(korean("task.yaml:3:1: target: 3 of 4 accepted\nsomething else")).toBe(
      "task.yaml:3:1: target: 4개 중 3개 채택\nsomething else",
    );
  });

  it("leaves what it does not know as it is", () => {
    for (const text of ["", "accepted", "3 of 40 accepted, though", "{0} of"])
      expect(korean(text)).toBe(text);
  });

  it("does not look at long text, which a model or a file wrote", () => {
    const long = `${"a: ".repeat(100_000)} exists already`;
    expect(korean(long)).toBe(long);
  });
});
