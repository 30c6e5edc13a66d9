import fc from "fast-check";
import { estimateMessageTokens, estimateTokens } from "../../../tools/models/count-tokens.js";

describe("estimateTokens", () => {
  it("follows its rule for each script", () => {
    expect(estimateTokens("")).toBe(0);
    expect(estimateTokens("The parcel has not arrived yet.")).toBe(8);
    expect(estimateTokens("Посылка ещё не пришла")).toBe(8);
    expect(estimateTokens("배송이 너무 늦어요")).toBe(9);
    expect(estimateTokens("包裹还没有到")).toBe(6);
    expect(estimateTokens("🎉🎉")).toBe(4);
  });

  it("never shrinks when text is added, and counts the framing of messages", () => {
    fc.assert(fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (left, right) => {
      expect(estimateTokens(left + right)).toBeGreaterThanOrEqual(estimateTokens(left));
    }));
    expect(estimateMessageTokens([{ role: "user", content: "abcd" }, { role: "assistant", content: "" }])).toBe(9);
  });
});
