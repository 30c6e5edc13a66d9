import { confusableLabels } from "../../../tools/learning/confusable-labels.js";
import { labelConfusions } from "../../../tools/learning/label-confusions.js";
import { fakeRow, fakeTask } from "../../helpers/fake-context.js";

const labels = Object.fromEntries(
  Array.from({ length: 20 }, (_, index) => [`intent ${index}`, `about matter${index >> 2}`]),
);
const support = Object.keys(labels).map((label, index) =>
  fakeRow(`r${index}`, `Please see to matter${index >> 2}, in way ${index}.`, label),
);
const task = fakeTask({ labels }, support);
const named = (...found: Parameters<typeof confusableLabels>): readonly string[] =>
  confusableLabels(...found).map(({ label }) => label.name);

describe("the labels that one is most easily taken for", () => {
  const row = (label: string, predicted: string, isReal = true) => ({ label, predicted, isReal });

  it("are those that a small model confuses with it, then those that are alike", () => {
    expect(named(task, "intent 1").slice(0, 3).sort()).toEqual([
      "intent 0",
      "intent 2",
      "intent 3",
    ]);
    const confusions = labelConfusions([
      row("intent 1", "intent 18"),
      row("intent 9", "intent 1"),
      row("intent 1", "intent 9"),
      row("intent 5", "intent 6"),
    ]);
    const found = confusableLabels(task, "intent 1", confusions);
    expect(found).toHaveLength(5);
    expect(found.slice(0, 2).map(({ label }) => label.name)).toEqual(["intent 9", "intent 18"]);
    expect(found[0]!.boundary?.label).toBe("intent 9");
    expect(named(task, "intent 1", confusions).slice(2)).toEqual(
      named(task, "intent 1").slice(0, 3),
    );
  });

  it("are not told by one accepted sample alone, whose own label may be wrong", () => {
    const once = row("intent 1", "intent 18", false);
    expect(labelConfusions([once]).get("intent 1")).toEqual([]);
    expect(labelConfusions([once, once]).get("intent 1")).toEqual(["intent 18"]);
  });

  it("are of sets of labels those that only one of the two has", () => {
    const sets = { label: ["a", "b"], predicted: ["b", "c"], isReal: true };
    expect([...labelConfusions([sets])]).toEqual([
      ["a", ["c"]],
      ["c", ["a"]],
    ]);
  });
});
