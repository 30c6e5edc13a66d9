import { findMention } from "../../../../agents/generator/strategies/find-mention.js";
import { maskFigure } from "../../../../agents/generator/strategies/mask-figure.js";
import { Random } from "../../../../base/statistics/random.js";

describe("findMention", () => {
  it("prefers whole words, then its own case, and takes no place twice", () => {
    expect(findMention("Annual. ann. Ann.", "Ann")).toEqual({ text: "Ann", start: 13, end: 16 });
    expect(findMention("Annual rome.", "Rome")).toEqual({ text: "rome", start: 7, end: 11 });
    expect(findMention("Ann Ann", "Ann", [{ start: 0, end: 3 }])).toMatchObject({ start: 4 });
    expect(findMention("Ann", "Ann", [{ start: 0, end: 3 }])).toBeNull();
    expect(findMention("Annual", "Ann")).toMatchObject({ start: 0 });
    expect(findMention("İstanbul", "")).toBeNull();
  });
});

describe("maskFigure", () => {
  it("hides one figure of a text, thousands and decimals as one", () => {
    expect(maskFigure("It costs 1,250.50 euros.", new Random(1))).toEqual({
      text: "It costs X euros.",
      figure: "1,250.50",
    });
    expect(maskFigure("Room B12 has no figure of its own.", new Random(1))).toBeNull();
    expect(maskFigure("3 cats", new Random(1))).toEqual({ text: "X cats", figure: "3" });
  });
});
