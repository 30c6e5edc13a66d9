import fc from "fast-check";
import { chunkStream } from "../../../tools/knowledge/chunk-stream.js";
import { chunkText } from "../../../tools/knowledge/chunk-text.js";

const collect = async (blocks: Iterable<string>): Promise<string[]> => {
  const passages: string[] = [];
  for await (const passage of chunkStream(blocks)) passages.push(passage);
  return passages;
};
const pieces = (text: string, size: number): string[] =>
  Array.from({ length: Math.ceil(text.length / size) }, (_, index) =>
    text.slice(index * size, (index + 1) * size),
  );
const squeeze = (text: string): string => text.replace(/\s+/gu, "");
const sentence =
  "The parcel left the depot in Vienna on the third day, and nobody had signed for it yet. ";

describe("chunkStream", () => {
  it("cuts a text below its window as a whole, like chunkText", async () => {
    const text = `${sentence.repeat(30)}\n\n${sentence.repeat(60)}`;
    expect(await collect(pieces(text, 7))).toEqual(chunkText(text));
  });

  it("gives the same passages whatever the blocks, bounded ones, and cuts no word", async () => {
    const text = Array.from(
      { length: 900 },
      (_, index) => `Paragraph ${index}. ${sentence.repeat(1 + (index % 7))}`,
    ).join("\n\n");
    expect(text.length).toBeGreaterThan(300_000);
    const passages = await collect([text]);
    expect(await collect(pieces(text, 1013))).toEqual(passages);
    expect(squeeze(passages.join(""))).toBe(squeeze(text));
    expect(Math.max(...passages.map((passage) => passage.length))).toBeLessThan(7000);
    const words = new Set(text.split(/\s+/u));
    expect(
      passages.flatMap((passage) => passage.split(/\s+/u)).filter((word) => !words.has(word)),
    ).toEqual([]);
  });

  it.each([
    ["one paragraph without end", sentence.repeat(4000)],
    ["one word without end", "x".repeat(400_000)],
    ["an emoji without end", "🙂".repeat(200_000)],
    ["pages of blank lines", `Start.${"\n".repeat(300_000)}Middle.${" ".repeat(300_000)}End.`],
    [
      "single words between blank lines",
      Array.from({ length: 40 }, (_, index) => `word${index}`).join("\n".repeat(9000)),
    ],
  ])("keeps %s in bounded passages, whole", async (_name, text) => {
    const passages = await collect(pieces(text, 32_768));
    expect(squeeze(passages.join(""))).toBe(squeeze(text));
    expect(Math.max(...passages.map((passage) => passage.length))).toBeLessThan(7500);
  });

  it("loses no word of any long text", async () => {
    const part = fc.oneof(
      fc.string({ unit: "grapheme", maxLength: 40 }),
      fc.constantFrom(
        "\n\n",
        ". ",
        "。",
        "\r\n \r\n",
        sentence.repeat(300),
        "word ".repeat(9000),
        "\n".repeat(70_000),
        "é".repeat(50_000),
      ),
    );
    await fc.assert(
      fc.asyncProperty(
        fc.array(part, { maxLength: 14 }),
        fc.integer({ min: 500, max: 200_000 }),
        async (parts, size) => {
          const text = parts.join("");
          const passages = await collect(pieces(text, size));
          expect(squeeze(passages.join(""))).toBe(squeeze(text));
        },
      ),
      { numRuns: 25 },
    );
  });
});
