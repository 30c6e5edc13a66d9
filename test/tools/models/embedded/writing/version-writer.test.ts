import fc from "fast-check";
import { embeddedModel } from "../../../../../tools/models/embedded/embedded-model.js";
import { TokenIndex } from "../../../../../tools/models/embedded/token-index.js";
import {
  versionOf,
  type VersionLength,
} from "../../../../../tools/models/embedded/writing/version-writer.js";
import { renderPrompt } from "../../../../../tools/models/prompt/render-prompt.js";
import { atOnce } from "../../../../../base/workers/interruptible-work.js";
import { Random } from "../../../../../base/statistics/random.js";

const texts = [
  "I bought the green kettle in Oslo for 30 euros.",
  "I bought the heavy ladder in Quito for 12 euros.",
  "I bought the green ladder yesterday. It broke.",
  "I sold the heavy kettle yesterday, which was sad.",
];
const index = atOnce(TokenIndex.inPieces(texts));
const version = (
  text: string,
  seed: number | string,
  length: VersionLength = "same",
  avoid: readonly string[] = [],
): string =>
  versionOf(text, {
    index,
    texts,
    rowWeights: new Float64Array(texts.length).fill(1),
    length,
    avoid,
    random: new Random(seed),
  });

describe("versions of a text", () => {
  it("exchange words for words of the same slot, and never a figure or a name", () => {
    const made = Array.from({ length: 40 }, (_, seed) => version(texts[0]!, seed));
    for (const text of made)
      expect(text).toMatch(
        /^I (?:bought|sold) the (?:green|heavy) (?:kettle|ladder) in Oslo for 30 euros\.$/u,
      );
    expect(new Set(made).size).toBeGreaterThan(1);
    expect(made).not.toContain(texts[0]);
  });

  it("turn sentences round where no word can be exchanged, and give the rest back", () => {
    expect(version("Xylo quux. Zorp.", 1)).toBe("Zorp. Xylo quux.");
    expect(version("Xylo quux.", 1)).toBe("Xylo quux.");
    expect(version("Xylo quux. Zorp.", 1, "same", ["Zorp. Xylo quux."])).toBe("Xylo quux. Zorp.");
  });

  it("get shorter by a sentence or clause, and longer by a sentence without figure or name", () => {
    expect(["Xylo quux.", "Zorp."]).toContain(version("Xylo quux. Zorp.", 1, "shorter"));
    expect(version("Xylo quux, zorp.", 1, "shorter")).toBe("Xylo quux.");
    const longer = version("Xylo quux.", 1, "longer");
    expect(longer).toMatch(/^Xylo quux\. /u);
    expect(longer).not.toMatch(/\d|Oslo|Quito/u);
  });

  it("hold for any text, the same for the same seed", () => {
    fc.assert(
      fc.property(
        fc.string({ unit: "grapheme", maxLength: 60 }),
        fc.nat(),
        fc.constantFrom<VersionLength>("same", "shorter", "longer"),
        (text, seed, length) => {
          const made = version(text, seed, length);
          expect(version(text, seed, length)).toBe(made);
          if (length !== "longer")
            expect([...made.matchAll(/\d/gu)].length).toBeLessThanOrEqual(
              [...text.matchAll(/\d/gu)].length,
            );
        },
      ),
    );
  });
});

describe("the embedded model asked to rewrite a row", () => {
  const ask = async (draftText: string, task = "", label?: string): Promise<string> => {
    const { text } = await embeddedModel().complete({
      messages: renderPrompt({
        sections: [
          { kind: "task", text: task },
          ...(label
            ? [{ kind: "conditions" as const, text: "", items: [{ name: "label", value: label }] }]
            : []),
          {
            kind: "demonstrations",
            text: "",
            items: texts.map((row, at) => ({
              text: row,
              ...(label ? { label: at % 2 ? "good" : "bad" } : {}),
            })),
          },
          {
            kind: "draft",
            text: draftText,
            items: [{ text: texts[0]!, ...(label ? { label: "bad" } : {}) }],
          },
          { kind: "output", text: "" },
        ],
      }),
      parameters: { seed: 1 },
      format: {
        type: "schema",
        schema: { type: "object", properties: { text: { type: "string" } } },
      },
      origin: { orderId: "o", step: "s", attempt: 0, agent: "a", sampleIds: [] },
    });
    return (JSON.parse(text) as { text: string }).text;
  };

  it("writes a version of it, but a new text where none is asked for or the label changes", async () => {
    const kept = /in Oslo for 30 euros\.$/u;
    expect(await ask("The row to rewrite.")).toMatch(kept);
    expect(await ask("The row to rewrite.", "", "bad")).toMatch(kept);
    expect(await ask("The rows that the sample is made from.")).not.toMatch(kept);
    expect((await ask("The row to rewrite.", "Say it in more words.")).length).toBeGreaterThan(
      texts[0]!.length,
    );
  });
});
