import fc from "fast-check";
import {
  countTokens,
  estimateMessageTokens,
  estimateTokens,
} from "../../../../tools/models/providers/count-tokens.js";

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
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (left, right) => {
        expect(estimateTokens(left + right)).toBeGreaterThanOrEqual(estimateTokens(left));
      }),
    );
    expect(
      estimateMessageTokens([
        { role: "user", content: "abcd" },
        { role: "assistant", content: "" },
      ]),
    ).toBe(9);
  });
});

describe("countTokens", () => {
  it("asks the model's own tokenizer, and estimates where it has none", async () => {
    expect(
      await countTokens(
        { name: "own", countTokens: (text) => Promise.resolve(text.split(" ").length) },
        "three short words",
      ),
    ).toBe(3);
    expect(await countTokens({ name: "none" }, "three short words")).toBe(
      estimateTokens("three short words"),
    );
  });

  it.each([NaN, -1, Infinity, "7", undefined])("refuses a count of %p", async (count) => {
    await expect(
      countTokens({ name: "own", countTokens: () => count as number }, "text"),
    ).rejects.toMatchObject({ code: "SHAPE", message: expect.stringContaining("own") });
  });
});
