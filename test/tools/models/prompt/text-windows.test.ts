import fc from "fast-check";
import { textWindows } from "../../../../tools/models/prompt/text-windows.js";

const WINDOW = 64;

describe("textWindows", () => {
  it("cuts any text into windows of bounded length that give it back when joined", () => {
    fc.assert(
      fc.property(
        fc.string({
          unit: fc.constantFrom("a", " ", "\n", "é", "한", "🎉", "."),
          minLength: 0,
          maxLength: 400,
        }),
        (text) => {
          const windows = [...textWindows(text, WINDOW)];
          expect(windows.join("")).toBe(text);
          expect(windows.every((window) => window.length > 0 && window.length <= WINDOW)).toBe(
            true,
          );
        },
      ),
    );
  });

  it("splits no surrogate pair", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3 }), (shift) => {
        const windows = [...textWindows("a".repeat(shift) + "🎉".repeat(200), WINDOW)];
        expect(windows.every((window) => !/\p{Cs}/u.test(window))).toBe(true);
      }),
    );
  });

  it("cuts before a single space between two words where there is one", () => {
    const windows = [...textWindows("parcel late again ".repeat(40).trim(), WINDOW)];
    expect(windows.slice(1).every((window) => /^ \S/u.test(window))).toBe(true);
    expect(windows.slice(0, -1).every((window) => /\S$/u.test(window))).toBe(true);
  });

  it("gives a short text as it is, and nothing of an empty one", () => {
    expect([...textWindows("short")]).toEqual(["short"]);
    expect([...textWindows("")]).toEqual([]);
  });
});
