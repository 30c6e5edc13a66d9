import { Random } from "../../../../base/statistics/random.js";
import type { CurationContext, CurationRow } from "../../../../tools/curation/contract.js";
import { confidentLearning } from "../../../../tools/curation/relabel/confident-learning.js";
import { toyTexts } from "../../learning/toy-texts.js";

const labels = ["account", "billing", "delivery", "urgent"];

/** Topic texts, some of them urgent; every tenth row also has a topic that it is not about. */
function rowsOfSets(): CurationRow[] {
  const { texts, labels: topics } = toyTexts(240);
  return texts.map((text, index): CurationRow => {
    const urgent = index % 4 === 0 ? ["urgent"] : [];
    const wrong = index % 10 === 3 ? [labels[(labels.indexOf(topics[index]!) + 1) % 3]!] : [];
    return {
      id: `r${index}`,
      text: urgent.length > 0 ? `${text} immediately now` : text,
      fields: {},
      label: [topics[index]!, ...urgent, ...wrong],
      weight: 1,
      scores: {},
      line: index + 1,
    };
  });
}

const context: CurationContext = {
  labels,
  multiLabel: true,
  support: [],
  random: new Random(1),
  seed: 1,
  language: "en",
  progress: () => undefined,
  embed: () => Promise.resolve([]),
};

describe("confident learning over sets of labels", () => {
  it.each(["drop", "relabel"])(
    "takes wrong labels out of their sets by %s, leaves none empty and keeps the rows",
    async (action) => {
      const rows = rowsOfSets();
      const { labels: mended } = await confidentLearning
        .make(confidentLearning.settings.parse({ action }))
        .relabel(rows, context);
      const sets = mended.map(({ label }) => label as string[]);
      expect(sets.filter((set) => set.length === 0)).toEqual([]);
      expect(mended.filter(({ decision }) => decision === "dropped").length).toBeLessThan(3);
      const wrong = rows.flatMap((_row, index) => (index % 10 === 3 ? [index] : []));
      const freed = wrong.filter(
        (index) => !sets[index]!.includes((rows[index]!.label as string[]).at(-1)!),
      );
      expect(freed.length).toBeGreaterThan(0.4 * wrong.length);
      for (const index of freed) expect(sets[index]).toContain((rows[index]!.label as string[])[0]);
    },
  );
});
