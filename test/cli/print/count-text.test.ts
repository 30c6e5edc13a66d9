import { countText } from "../../../cli/print/count-text.js";

describe("countText", () => {
  it("has the noun in its number", () => {
    expect([countText(1, "call"), countText(2, "call"), countText(0, "entry", "entries")]).toEqual([
      "1 call",
      "2 calls",
      "0 entries",
    ]);
  });
});
