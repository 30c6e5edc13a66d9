import fc from "fast-check";
import { joinSurfaces, surfaceTokens } from "../../../../tools/models/embedded/surface-tokens.js";

describe("surfaceTokens", () => {
  it("gives the text back when joined, for any text", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string(), fc.string({ unit: "grapheme" }), fc.string({ unit: "binary" })),
        (text) => {
          expect(
            surfaceTokens(text)
              .map((token) => token.surface)
              .join(""),
          ).toBe(text);
        },
      ),
    );
  });

  it("keeps words, figures, marks and emoji apart in any script", () => {
    const folded = (text: string) => surfaceTokens(text).map((token) => token.folded);
    expect(folded("Don't pay £1,000.50!!")).toEqual(["don't", "pay", "£", "1,000.50", "!!"]);
    expect(folded("배송이 빨라요.")).toEqual(["배송이", "빨라요", "."]);
    expect(folded("今日は天気がいい").length).toBeGreaterThan(2);
    expect(folded("مرحبا بالعالم")).toEqual(["مرحبا", "بالعالم"]);
    expect(folded("ok 👍🏽 👨‍👩‍👧")).toEqual(["ok", "👍🏽", "👨‍👩‍👧"]);
  });

  it("puts surfaces together without white space at the start", () => {
    expect(joinSurfaces([" late", " again", "."])).toBe("late again.");
  });
});
