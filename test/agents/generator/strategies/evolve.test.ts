import {
  answerElimination,
  questionElimination,
} from "../../../../agents/generator/strategies/evolve.js";

describe("elimination", () => {
  it.each([
    ["Answer the given prompt in verse.", "prompt-words"],
    ["#Rewritten Prompt#: sing", "prompt-words"],
    ["The evolved version asks more.", "prompt-words"],
    ["?!…", "no-content"],
    ["and of the", "no-content"],
    ["", "no-content"],
    ["Follow the given instructions.", null],
    ["Prompt payment is given a discount: why?", null],
    ["42", null],
    ["왜요", null],
  ])("of a question %j: %s", (text, rule) =>
    expect(questionElimination(text, "en")?.rule ?? null).toBe(rule),
  );

  it.each([
    ["I'm sorry, I cannot.", "sorry"],
    [`Sorry. ${"word ".repeat(78)}`, "sorry"],
    ["...", "no-content"],
    ["It is what it is", "no-content"],
    [`Sorry. ${"word ".repeat(79)}`, null],
    ["A sorryish tale of woe", null],
    ["Seven", null],
  ])("of an answer %j: %s", (text, rule) =>
    expect(answerElimination(text, "en")?.rule ?? null).toBe(rule),
  );

  it("reads stop words of the task's language; others need letters or figures", () => {
    expect(questionElimination("und der die das", "de")?.rule).toBe("no-content");
    expect(questionElimination("und der die das", "fi")).toBeNull();
    expect(questionElimination("—!", "fi")?.rule).toBe("no-content");
  });
});
