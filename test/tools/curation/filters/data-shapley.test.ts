import { dataShapleyFilter } from "../../../../tools/curation/filters/data-shapley.js";
import { embeddedEmbeddings } from "../../../../tools/embeddings/embedded-embeddings.js";
import { Random } from "../../../../base/statistics/random.js";
import type { CurationRow } from "../../../../tools/curation/contract.js";
import { curationContext, made, removedBy, rowsOf } from "../curation-fixture.js";

const labels = ["food", "sport"];
const WORDS = {
  food: ["soup", "bread", "pasta", "salad", "cheese", "pizza", "curry", "noodles"],
  sport: ["goal", "tennis", "football", "race", "coach", "stadium", "league", "medal"],
};

/** Rows of four words of their label; every ninth one, where that is wanted, has the other label. */
function texts(count: number, seed: number, wrongEvery = Infinity): CurationRow[] {
  const random = new Random(seed);
  const truth = Array.from({ length: count }, (_, at) => labels[at % 2] as keyof typeof WORDS);
  return rowsOf(
    truth.map((label) => Array.from({ length: 4 }, () => random.pick(WORDS[label])).join(" ")),
    truth.map((label, at) => (at % wrongEvery === 4 ? labels.find((l) => l !== label)! : label)),
  );
}

describe("data Shapley", () => {
  const rows = texts(120, 1, 9);
  const wrong = new Set(rows.flatMap((_row, at) => (at % 9 === 4 ? [at] : [])));
  const model = embeddedEmbeddings();
  const context = curationContext({ labels, embed: (texts) => model.embed(texts) });

  it("removes wrong labels above all, by the other rows or by trusted ones", async () => {
    const trusted = texts(40, 9);
    for (const support of [[], trusted]) {
      const outcome = await made(dataShapleyFilter).apply(rows, { ...context, support });
      const removed = removedBy(outcome);
      expect(outcome.figures["against"]).toBe(support.length > 0 ? "support" : "rows");
      expect(removed.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(9);
      expect(removed.length).toBeLessThanOrEqual(12);
      expect(removed.every((index) => outcome.scores[index]! < 0)).toBe(true);
    }
  });

  it("says how many rows it looked at where they are many, and why it judges none", async () => {
    const drawn = await made(dataShapleyFilter, { points: 50 }).apply(rows, context);
    expect(drawn.figures["lookedAt"]).toBe(50);
    const support = await made(dataShapleyFilter, { against: "support" }).apply(rows, context);
    expect(support.figures["notApplied"]).toContain("no trusted rows");
  });
});
