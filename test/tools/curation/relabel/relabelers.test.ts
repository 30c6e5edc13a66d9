import type {
  CurationContext,
  CurationRow,
  RelabelOutcome,
} from "../../../../tools/curation/contract.js";
import { RELABELERS } from "../../../../tools/curation/relabel/relabelers.js";
import { curationContext, labelledTexts, row, rowsOf } from "../curation-fixture.js";

const names = RELABELERS.names;
const relabel = async (
  name: string,
  rows: readonly CurationRow[],
  context: Partial<CurationContext> = {},
  settings: object = {},
): Promise<RelabelOutcome> =>
  (await RELABELERS.choose({ name, ...settings }, [])).value.relabel(
    rows,
    curationContext(context),
  );
const decided = (outcome: RelabelOutcome, decision: string): number[] =>
  outcome.labels.flatMap((label, index) => (label.decision === decision ? [index] : []));
const truth = (index: number, labels: readonly string[]): string => labels[index % labels.length]!;
const people =
  (labels: readonly string[]): CurationContext["askPeople"] =>
  (asked) =>
    Promise.resolve(
      new Map(asked.map((item) => [item.id, truth(Number(item.id.slice(1)), labels)])),
    );

describe("the table of relabelers", () => {
  it("names the nearest one for a wrong name, and the nearest setting for a wrong setting", async () => {
    await expect(RELABELERS.choose("confident-lerning", [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("confident-learning"),
    });
    await expect(RELABELERS.choose({ name: "mckd", stage: 3 }, [])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining("stages"),
    });
  });

  it.each(names)(
    "%s gives the same decisions for the same seed and changes no row",
    async (name) => {
      const { rows, labels } = labelledTexts(40, { wrong: 0.1 });
      const before = structuredClone(rows);
      const first = await relabel(name, rows, { labels });
      expect(await relabel(name, rows, { labels })).toEqual(first);
      expect(first.labels).toHaveLength(rows.length);
      expect(rows).toEqual(before);
    },
  );

  it.each(names)(
    "%s survives rows that say nothing: empty or equal texts, no, one or unknown labels",
    async (name) => {
      const labels = ["food", "travel"];
      for (const [rows, multiLabel] of [
        [rowsOf(["", " ", ""], ["food", "travel", "food"]), false],
        [rowsOf(["a b", "c d", "e f", "g h"]), false],
        [rowsOf(["a b", "c d", "e f", "g h"], ["food", "food", "food", "food"]), false],
        [rowsOf(["same", "same", "same", "same"], ["food", "travel", "food", "travel"]), false],
        [rowsOf(["a", "b", "c", "d"], ["x", "y", "x", "y"]), false],
        [[], false],
        [labelledTexts(12).rows.map((item) => ({ ...item, label: [String(item.label)] })), true],
      ] as const) {
        const outcome = await relabel(name, rows, { labels, multiLabel });
        expect(outcome.labels).toHaveLength(rows.length);
        for (const { confidence } of outcome.labels)
          expect(confidence === null || (confidence >= 0 && confidence <= 1)).toBe(true);
      }
    },
  );
});

describe("confident learning", () => {
  const { rows, wrong, labels } = labelledTexts(150, { wrong: 0.1 });

  it.each(["prune-by-noise-rate", "prune-by-class", "both", "noise-floor"])(
    "drops the wrong labels by %s",
    async (method) => {
      const dropped = decided(
        await relabel("confident-learning", rows, { labels }, { method }),
        "dropped",
      );
      expect(dropped.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(
        0.8 * wrong.size,
      );
      expect(dropped.filter((index) => !wrong.has(index)).length).toBeLessThanOrEqual(6);
    },
  );

  it("gives the small model's label where it is sure, with its probability", async () => {
    const { labels: mended } = await relabel(
      "confident-learning",
      rows,
      { labels },
      { action: "relabel" },
    );
    const changed = mended.flatMap((label, index) => (label.decision === "student" ? [index] : []));
    expect(changed.length).toBeGreaterThan(0.6 * wrong.size);
    for (const index of changed)
      if (wrong.has(index)) expect(mended[index]!.label).toBe(truth(index, labels));
    for (const index of changed) expect(mended[index]!.confidence).toBeGreaterThanOrEqual(0.5);
  });

  it("asks people, most suspicious first, or marks rows for them", async () => {
    const asked: string[] = [];
    const answer: CurationContext["askPeople"] = (some, question) => {
      asked.push(...some.map((item) => item.id));
      return people(labels)!(some, question);
    };
    const outcome = await relabel(
      "confident-learning",
      rows,
      { labels, askPeople: answer },
      { action: "people" },
    );
    expect(wrong.has(Number(asked[0]!.slice(1)))).toBe(true);
    for (const index of decided(outcome, "person"))
      expect(outcome.labels[index]!.label).toBe(truth(index, labels));
    expect(
      decided(
        await relabel("confident-learning", rows, { labels }, { action: "people" }),
        "people",
      ),
    ).toEqual(decided(outcome, "person"));
  });

  it("does nothing where the labels are cleaner than `leastNoise`, and never more than `most`", async () => {
    const clean = await relabel(
      "confident-learning",
      labelledTexts(150).rows,
      { labels },
      { leastNoise: 0.02 },
    );
    expect(decided(clean, "kept")).toHaveLength(150);
    expect(
      decided(
        await relabel("confident-learning", rows, { labels }, { method: "rank", most: 0.1 }),
        "dropped",
      ),
    ).toHaveLength(15);
  });

  it("finds a wrong set of labels class by class", async () => {
    const sets = labelledTexts(120).rows.map((item, index) => ({
      ...item,
      label: index === 4 ? [] : [String(item.label)],
    }));
    const outcome = await relabel(
      "confident-learning",
      sets,
      { labels, multiLabel: true },
      { action: "relabel", most: 0.1 },
    );
    expect(outcome.labels[4]!.label).toEqual(["food"]);
  });
});

describe("methods of a small model alone", () => {
  const { rows, wrong, labels } = labelledTexts(150, { wrong: 0.1 });

  it("mckd lets each half relabel the other until nothing changes", async () => {
    const { labels: mended, figures } = await relabel(
      "mckd",
      rows,
      { labels },
      { stages: 4, sureFrom: 0 },
    );
    expect(
      mended.filter((label, index) => label.label === truth(index, labels)).length,
    ).toBeGreaterThanOrEqual(147);
    expect((figures.changesPerStage as number[])[0]).toBeGreaterThanOrEqual(0.8 * wrong.size);
  });

  it("temporal ensembling drops what it contradicts, and keeps the best half of each class", async () => {
    const dropped = decided(await relabel("temporal-ensembling", rows, { labels }), "dropped");
    expect(dropped.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(
      0.8 * wrong.size,
    );
    for (const label of labels)
      expect(
        rows.filter((item, index) => item.label === label && !dropped.includes(index)).length,
      ).toBeGreaterThanOrEqual(rows.filter((item) => item.label === label).length / 2);
  });
});

describe("freeal", () => {
  const { rows, wrong, labels } = labelledTexts(150, { wrong: 0.1 });

  it("sends only rows outside the agreement set back, until labels are stable", async () => {
    const calls: { asked: number; shown: readonly CurationRow[] }[] = [];
    const askModel: CurationContext["askModel"] = (asked, { demonstrations }) => {
      calls.push({ asked: asked.length, shown: demonstrations });
      return Promise.resolve(
        asked.map((item) => ({
          label: truth(Number(item.id.slice(1)), labels),
          confidence: null,
        })),
      );
    };
    const outcome = await relabel(
      "freeal",
      rows,
      { labels, askModel },
      { rounds: 5, demonstrations: 6, ask: "suspected" },
    );
    expect(
      outcome.labels.filter((label, index) => label.label === truth(index, labels)).length,
    ).toBeGreaterThanOrEqual(147);
    expect(calls[0]!.asked).toBeLessThan(rows.length / 2);
    expect(new Set(calls[0]!.shown.slice(0, 2).map((item) => item.label)).size).toBe(2);
    expect(calls.length).toBeLessThan(5);
    expect(
      decided(outcome, "model").filter((index) => wrong.has(index)).length,
    ).toBeGreaterThanOrEqual(0.8 * wrong.size);
  });

  it("without a language model says which labels it finds clean and leaves all", async () => {
    const { labels: judged, figures } = await relabel("freeal", rows, { labels });
    expect(judged.every((label) => label.decision === "kept")).toBe(true);
    const low = judged.flatMap((label, index) =>
      label.confidence !== null && label.confidence <= 0.7 ? [index] : [],
    );
    expect(low.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(0.8 * wrong.size);
    expect(figures.note).toContain("no language model");
  });

  it("keeps a label that an unreadable or unknown answer would replace, and counts it", async () => {
    const askModel: CurationContext["askModel"] = (asked) =>
      Promise.resolve(
        asked.map((_item, index) => ({
          label: index % 2 === 0 ? null : "nonsense",
          confidence: null,
        })),
      );
    const outcome = await relabel("freeal", rows, { labels, askModel });
    expect(decided(outcome, "model")).toHaveLength(0);
    expect((outcome.figures.rounds as { unreadable: number; asked: number }[])[0]).toMatchObject({
      unreadable: expect.any(Number),
      changed: 0,
    });
  });
});

describe("methods that ask people", () => {
  const { rows, wrong, labels } = labelledTexts(150, { wrong: 0.1 });

  it("label replacement sends rows without a label and then the least sure ones", async () => {
    const open = rows.map((item, index) => (index === 77 ? { ...item, label: null } : item));
    const outcome = await relabel(
      "label-replacement",
      open,
      { labels, askPeople: people(labels) },
      { share: 0.12 },
    );
    const asked = decided(outcome, "person");
    expect(asked).toHaveLength(18);
    expect(asked).toContain(77);
    expect(asked.filter((index) => wrong.has(index)).length).toBeGreaterThanOrEqual(
      0.8 * wrong.size,
    );
    expect(outcome.labels[77]!.label).toBe(truth(77, labels));
  });

  it("lowest-logit goes by the confidence that came with the rows", async () => {
    const scored = rows.map((item, index) => ({
      ...item,
      scores: { averageLogProbability: index === 3 ? -9 : -1 },
    }));
    const outcome = await relabel("lowest-logit", scored, { labels }, { share: 1 / 150 });
    expect(decided(outcome, "people")).toEqual([3]);
    expect(outcome.figures.scoredBy).toBe("averageLogProbability");
    expect((await relabel("lowest-logit", rows, { labels })).figures.scoredBy).toBe("small-model");
  });

  it("out-of-scope learns from a small sample that people judged", async () => {
    const strange = Array.from({ length: 60 }, (_, index) =>
      row(`lorem ipsum dolor sit amet ${index}`, "food", { id: `x${index}` }),
    );
    const all = [...rows.slice(0, 60), ...strange];
    const askPeople: CurationContext["askPeople"] = (asked) =>
      Promise.resolve(
        new Map(
          asked.map((item) => [item.id, item.id.startsWith("x") ? "out-of-scope" : "in-scope"]),
        ),
      );
    const outcome = await relabel("out-of-scope", all, { labels, askPeople }, { sample: 30 });
    const dropped = decided(outcome, "dropped");
    expect(dropped.length).toBeGreaterThanOrEqual(57);
    expect(dropped.every((index) => index >= 60)).toBe(true);
    expect(
      decided(await relabel("out-of-scope", all, { labels }, { sample: 30 }), "people"),
    ).toHaveLength(30);
  });
});

describe("majority vote", () => {
  const labels = ["food", "travel"];

  it("counts votes that came with rows; a tie is the row's own label's or undecided", async () => {
    const rows = [
      row("a", "food", { votes: ["travel", "travel", "food"] }),
      row("b", "food", { votes: ["travel", "food"] }),
      row("c", null, { votes: ["travel", "food"] }),
      row("d", "food", { votes: ["sport"] }),
    ];
    const { labels: mended, figures } = await relabel(
      "majority-vote",
      rows,
      { labels },
      { action: "people" },
    );
    expect(mended.map(({ label, decision }) => [label, decision])).toEqual([
      ["travel", "model"],
      ["food", "kept"],
      [null, "people"],
      ["food", "kept"],
    ]);
    expect(mended[0]!.confidence).toBeCloseTo(2 / 3, 12);
    expect(figures).toMatchObject({ ties: 1, unknownLabels: 1, withoutVotes: 1 });
  });

  it("asks each prompt variant about rows without votes; unreadable answers are no votes", async () => {
    const variants: number[] = [];
    const askModel: CurationContext["askModel"] = (asked, { variant }) => {
      variants.push(variant);
      return Promise.resolve(
        asked.map(() => ({
          label: variant === 0 ? null : variant < 3 ? "travel" : "food",
          confidence: null,
        })),
      );
    };
    const { labels: mended } = await relabel(
      "majority-vote",
      [row("a", "food"), row("b", "food", { votes: ["food"] })],
      { labels, askModel },
      { variants: 4 },
    );
    expect(variants).toEqual([0, 1, 2, 3]);
    expect(mended[0]).toMatchObject({ label: "travel", decision: "model", confidence: 2 / 3 });
    expect(mended[1]!.decision).toBe("kept");
  });

  it("says that nothing could be counted", async () => {
    expect(
      (await relabel("majority-vote", [row("a", "food")], { labels })).figures.notApplied,
    ).toContain("no row has votes");
  });
});
