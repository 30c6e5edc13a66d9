import fc from "fast-check";
import { chunkText } from "../../../tools/knowledge/chunk-text.js";
import { words } from "../../../base/text/words.js";

const sentence = (count: number, word = "word"): string =>
  `${Array.from({ length: count }, (_, index) => `${word}${index}`).join(" ")}.`;

describe("chunkText", () => {
  it("keeps a short text whole", () => {
    expect(chunkText("  One fact.\n\nAnother fact. ")).toEqual(["One fact.\n\nAnother fact."]);
  });

  it("ends passages at paragraphs once they have enough words", () => {
    const paragraphs = Array.from({ length: 6 }, (_, index) => sentence(70, `p${index}w`));
    const passages = chunkText(paragraphs.join("\n\n"));
    expect(passages).toEqual([
      paragraphs.slice(0, 2).join("\n\n"),
      paragraphs.slice(2, 4).join("\n\n"),
      paragraphs.slice(4).join("\n\n"),
    ]);
  });

  it("cuts a long paragraph between sentences, and a sentence without end between words", () => {
    const long = Array.from({ length: 12 }, (_, index) => `S${sentence(40, `s${index}w`)}`).join(
      " ",
    );
    const passages = chunkText(long);
    expect(passages.length).toBe(3);
    for (const passage of passages) expect(passage.endsWith(".")).toBe(true);
    for (const passage of chunkText(
      Array.from({ length: 1000 }, (_, index) => `w${index}`).join(" "),
    ))
      expect(words(passage).length).toBeLessThanOrEqual(200);
  });

  it("keeps a heading with what follows it", () => {
    const passages = chunkText(
      `${sentence(115)}\n\n# Next part with many words\n\n${sentence(100, "x")}`,
    );
    expect(passages[passages.length - 1]).toContain("x99");
    expect(passages.every((passage) => !/Next part with many words$/u.test(passage))).toBe(true);
  });

  it("joins a short rest to the passage before it", () => {
    expect(chunkText(`${sentence(150)}\n\nThe end.`)).toHaveLength(1);
  });

  it.each([
    ["Korean", "배송이 늦어서 환불을 요청했습니다. "],
    ["Japanese", "配送が遅れたので返金をお願いしました。"],
    ["Chinese", "因为配送延迟,我申请了退款。"],
    ["Arabic", "تأخر التوصيل فطلبت استرداد المال. "],
  ])("cuts %s into several passages of a bounded length", (_name, text) => {
    const passages = chunkText(text.repeat(120));
    expect(passages.length).toBeGreaterThan(2);
    for (const passage of passages) expect(words(passage).length).toBeLessThanOrEqual(240);
  });

  it("loses no word of any text", () => {
    const squeeze = (text: string): string => text.replace(/\s+/gu, "");
    fc.assert(
      fc.property(
        fc.array(
          fc.oneof(
            fc.string({ unit: "grapheme", maxLength: 30 }),
            fc.constantFrom("\n\n", ". ", "。", "\r\n \r\n", "word ".repeat(90)),
          ),
          { maxLength: 30 },
        ),
        (parts) => {
          const text = parts.join("");
          expect(squeeze(chunkText(text).join(""))).toBe(squeeze(text));
        },
      ),
      { numRuns: 150 },
    );
  });
});
