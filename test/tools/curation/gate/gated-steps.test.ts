import { FILTERS } from "../../../../tools/curation/filters/filters.js";
import { RELABELERS } from "../../../../tools/curation/relabel/relabelers.js";
import { REWEIGHTERS } from "../../../../tools/curation/weights/reweighters.js";

const TASK_TEXTS = { name: "leakage", testTexts: ["a test text"] };
const OPINIONS = {
  filters: [
    "average-log-probability",
    "cartography",
    "confidence",
    "data-shapley",
    "influence",
    "learning-dynamics",
    "max-variability",
    "pvi",
    "teacher-confidence",
  ],
  relabel: ["confident-learning", "mckd", "teacher", "temporal-ensembling"],
  reweight: ["fewgen", "gold-gradient", "sungen"],
};

describe("what rests on a small model's opinion alone", () => {
  it("has to pass the gate, and nothing else has", async () => {
    const gated = async (
      slot: typeof FILTERS | typeof RELABELERS | typeof REWEIGHTERS,
    ): Promise<string[]> => {
      const names: string[] = [];
      for (const name of slot.names) {
        const choice = name === "leakage" ? TASK_TEXTS : name;
        if ((await slot.choose(choice, [])).value.gated === true) names.push(name);
      }
      return names.sort();
    };
    expect(await gated(FILTERS)).toEqual(OPINIONS.filters);
    expect(await gated(RELABELERS)).toEqual(OPINIONS.relabel);
    expect(await gated(REWEIGHTERS)).toEqual(OPINIONS.reweight);
  });

  it.each(["confident-learning", "temporal-ensembling"])(
    "%s asks people without it",
    async (name) => {
      const { value } = await RELABELERS.choose({ name, action: "people" }, []);
      expect(value.gated).toBe(false);
    },
  );

  it("freeal has to pass it where it drops rows", async () => {
    expect((await RELABELERS.choose({ name: "freeal", action: "drop" }, [])).value.gated).toBe(
      true,
    );
  });
});
