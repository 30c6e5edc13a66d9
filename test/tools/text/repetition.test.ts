import { repetition } from "../../../tools/text/repetition.js";

describe("repetition", () => {
  it("finds loops of words and phrases in any script", () => {
    expect(repetition("very very very good")).toMatchObject({ longestRun: 3, phrase: "very" });
    expect(repetition("I like it. I like it. I like it.")).toMatchObject({
      longestRun: 3,
      phrase: "i like it",
      repeatedShare: 4 / 7,
    });
    expect(repetition("좋아요 좋아요 좋아요 좋아요").longestRun).toBe(4);
    expect(repetition("👍👍👍").longestRun).toBe(3);
    expect(repetition("all words here differ")).toEqual({
      repeatedShare: 0,
      longestRun: 1,
      phrase: "",
    });
    expect(repetition("")).toEqual({ repeatedShare: 0, longestRun: 0, phrase: "" });
  });
});
