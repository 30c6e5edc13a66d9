import fc from "fast-check";
import { Tiktoken } from "js-tiktoken/lite";
import cl100k from "js-tiktoken/ranks/cl100k_base";
import { BytePairEncoding } from "../../../../tools/models/providers/byte-pair-encoding.js";

const reference = new Tiktoken(cl100k);
const expected = (text: string): number => reference.encode(text, [], []).length;
let encoding: BytePairEncoding;
beforeAll(async () => {
  encoding = await BytePairEncoding.from(cl100k);
});

const words = fc.constantFrom(
  "parcel",
  "the",
  "Refund!",
  "don't",
  "배송이",
  "늦어요",
  "Посылка",
  "包裹还没有到",
  "naïve",
  "🎉👩‍👩‍👧",
  "2024-11-21",
  "<|endoftext|>",
  "\\n",
  "\n\n",
  "  ",
  "\t",
  "x_1=f(y);",
  "...",
  "A",
);
const texts = fc.oneof(
  fc.array(fc.tuple(words, fc.constantFrom(" ", "", "\n"))).map((parts) => parts.flat().join("")),
  fc.string({ unit: "binary", maxLength: 100 }),
);

describe("BytePairEncoding", () => {
  it("counts as the reference encoder does, for any text of words up to 512 bytes", async () => {
    await fc.assert(
      fc.asyncProperty(texts, async (text) => {
        expect(await encoding.count(text)).toBe(expected(text));
      }),
    );
  });

  it("counts a long text of words as the reference encoder does, over all its windows", async () => {
    const text =
      "My parcel, order #48151, hasn't arrived: where is it?\n배송이 너무 늦어요. ".repeat(300);
    expect(text.length).toBeGreaterThan(16_000);
    expect(await encoding.count(text)).toBe(expected(text));
  });

  it("takes special tokens in a text for the text that they are", async () => {
    expect(await encoding.count("<|endoftext|>")).toBeGreaterThan(1);
  });

  it("counts words above 512 bytes within a few tokens for each cut", async () => {
    for (const word of ["a", "Ж", "语", "ab", "-="]) {
      const text = word.repeat(700);
      const cuts = Math.ceil(Buffer.byteLength(text) / 512);
      expect(Math.abs((await encoding.count(text)) - expected(text))).toBeLessThanOrEqual(4 * cuts);
    }
  });

  it("gives way to timers while it counts a long run of letters that are never the same", async () => {
    let state = 7;
    const letters = Array.from({ length: 60_000 }, () =>
      String.fromCharCode(97 + (((state = (state * 1103515245 + 12345) % 2147483648) >> 16) % 26)),
    ).join("");
    let turns = 0;
    const timer = setInterval(() => turns++, 0);
    const tokens = await encoding.count(letters);
    clearInterval(timer);
    expect(tokens).toBeGreaterThan(letters.length / 10);
    expect(turns).toBeGreaterThan(2);
  });
});
