import { sha256Hex } from "../../../../base/statistics/hash.js";
import { heldOutGain } from "../../../../tools/curation/gate/held-out-gain.js";
import { curationContext, rowsOf } from "../curation-fixture.js";

const COUNT = 150;
const texts = Array.from({ length: COUNT }, (_, at) => sha256Hex(`text ${at}`).slice(0, 10));
const right = texts.map((_text, at) => (at % 2 === 0 ? "yes" : "no"));
const given = right.map((label, at) => (at % 3 > 0 ? label : label === "yes" ? "no" : "yes"));
const sides = new Map(texts.map((text, at) => [text, at % 2 === 0 ? 1 : -1]));

describe("the gate where small models learn from embeddings", () => {
  it("judges by embeddings, too: it sees a gain that words cannot show", async () => {
    const gainOf = async (features: "words" | "embeddings"): Promise<number> => {
      const context = curationContext({
        labels: ["no", "yes"],
        features,
        embed: (wanted) =>
          Promise.resolve(
            wanted.map((text) =>
              Float32Array.of(2, sides.get(text)!, (text.charCodeAt(0) % 7) / 20),
            ),
          ),
      });
      const mended = new Map(texts.map((text, at) => [text, right[at]!]));
      const { gain } = await heldOutGain(
        rowsOf(texts, given),
        (rows) => Promise.resolve(rows.map((row) => ({ ...row, label: mended.get(row.text)! }))),
        context,
      );
      return gain!.error.lower;
    };
    expect(await gainOf("embeddings")).toBeGreaterThan(0);
    expect(await gainOf("words")).toBeLessThanOrEqual(0);
  });
});
