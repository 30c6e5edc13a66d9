import { displayWidth, padDisplay, truncateDisplay } from "../../../base/text/display-width.js";

describe("terminal columns", () => {
  it.each([
    ["abc", 3],
    ["가나", 4],
    ["日本", 4],
    ["👨‍👩‍👧", 2],
    ["é".normalize("NFD"), 1],
    ["\u001b[31mred\u001b[0m", 3],
    ["مرحبا", 5],
  ])("%j is %i columns wide", (text, width) => {
    expect(displayWidth(text)).toBe(width);
  });
  it("pads and cuts by columns, never through a character", () => {
    expect(padDisplay("가", 4)).toBe("가  ");
    expect(padDisplay("5", 3, "right")).toBe("  5");
    expect(truncateDisplay("가나다라", 5)).toBe("가나…");
    expect(truncateDisplay("가나다라", 4)).toBe("가…");
    expect(truncateDisplay("ok 👨‍👩‍👧 fine", 5)).toBe("ok …");
    expect(truncateDisplay("short", 5)).toBe("short");
    expect(truncateDisplay("x", 0)).toBe("");
  });
});
