import { sha256Hex } from "../../../../base/statistics/hash.js";
import { heldOutGain } from "../../../../tools/curation/gate/held-out-gain.js";
import { curationContext, rowsOf } from "../curation-fixture.js";

const COUNT = 150;
const texts = Array.from({ length: COUNT }, (_, at) => sha256Hex(`text ${at}`).slice(0, 10));
const labels = texts.map((_text, at) => (at % 2 === 0 ? "yes" : "no"));
const sides = new Map(texts.map((text, at) => [text, at % 2 === 0 ? 1 : -1]));

describe("the gate where small models learn from embeddings", () => {
  it("judges by embeddings, too: it sees a loss that words cannot show", async () => {
    const lossOf = async (features: "words" | "embeddings"): Promise<number> => {
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
      const { gain } = await heldOutGain(
        rowsOf(texts, labels),
        (rows) =>
          Promise.resolve(rows.map((row, at) => ({ ...row, label: at % 4 < 2 ? "yes" : "no" }))),
        context,
      );
      return -gain!.right.expected;
    };
    expect(await lossOf("embeddings")).toBeGreaterThan(0.2);
    expect(await lossOf("words")).toBeLessThan(0.2);
  });
});
