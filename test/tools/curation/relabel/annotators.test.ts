import { Random } from "../../../../base/statistics/random.js";
import type { CurationRow, RelabelOutcome } from "../../../../tools/curation/contract.js";
import { crowdlabRelabeler } from "../../../../tools/curation/relabel/crowdlab.js";
import { dawidSkeneRelabeler } from "../../../../tools/curation/relabel/dawid-skene.js";
import { curationContext, labelledTexts, made } from "../curation-fixture.js";

const SKILLS = { anna: 0.95, bert: 0.9, carl: 0.55, dora: 0.5, emil: 0.5 };

/** Rows without a label, and what five people of different skill say of them. */
function voted(): { rows: CurationRow[]; truth: string[]; labels: readonly string[] } {
  const { rows, labels } = labelledTexts(150, { classes: 3 });
  const random = new Random(5);
  return {
    labels,
    truth: rows.map((row) => String(row.label)),
    rows: rows.map((row) => ({
      ...row,
      label: null,
      votesBy: Object.fromEntries(
        Object.entries(SKILLS).map(([name, skill]) => [
          name,
          random.next() < skill
            ? String(row.label)
            : random.pick(labels.filter((label) => label !== row.label)),
        ]),
      ),
    })),
  };
}

const rightShare = ({ labels }: RelabelOutcome, truth: readonly string[]): number =>
  labels.filter(({ label }, at) => label === truth[at]).length / truth.length;

type Settings = { leastConfidence?: number; action?: "people" };

describe.each([
  ["dawid-skene", (settings?: Settings) => made(dawidSkeneRelabeler, settings)],
  ["crowdlab", (settings?: Settings) => made(crowdlabRelabeler, settings)],
])("%s", (name, step) => {
  const { rows, truth, labels } = voted();
  const context = curationContext({ labels });

  it("labels rows by people of different skill, and says how good each is", async () => {
    const found = await step().relabel(rows, context);
    expect(rightShare(found, truth)).toBeGreaterThan(0.93);
    const skill = (found.figures["accuracy"] ?? found.figures["quality"]) as Record<string, number>;
    expect(skill["anna"]).toBeGreaterThan(skill["carl"]! + 0.1);
    expect(found.labels[0]!.note).toContain("anna says");
  });

  it("takes the n-th vote of every row for one annotator's, and leaves rows without votes", async () => {
    const byPlace = rows.map(({ votesBy, ...row }) => ({ ...row, votes: Object.values(votesBy!) }));
    const named = await step().relabel(rows, context);
    const placed = await step().relabel(
      [...byPlace, { ...rows[0]!, id: "x", votesBy: {} }],
      context,
    );
    expect(placed.labels.slice(0, -1).map(({ label }) => label)).toEqual(
      named.labels.map(({ label }) => label),
    );
    expect(placed.labels.at(-1)).toMatchObject({ label: null, decision: "kept", confidence: null });
  });

  it("leaves what the votes do not settle to people, and says where it cannot be applied", async () => {
    const strict = step({ leastConfidence: 0.9, action: "people" });
    const found = await strict.relabel(rows, context);
    const open = found.labels.filter(({ decision }) => decision === "people");
    expect(open.length).toBe(found.figures["unsure"]);
    expect(open.length).toBeGreaterThan(0);
    const alone = rows.map((row) => ({ ...row, votesBy: { anna: row.votesBy!["anna"]! } }));
    expect((await strict.relabel(alone, context)).figures["notApplied"]).toContain(
      "two annotators",
    );
    expect(name).toBe(found.name);
  });
});
