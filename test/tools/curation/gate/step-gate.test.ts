import { curateRows } from "../../../../tools/curation/curate-rows.js";
import type { CurationRow, CurationSteps, Filter } from "../../../../tools/curation/contract.js";
import { Random } from "../../../../base/statistics/random.js";
import { heldOutGain } from "../../../../tools/curation/gate/held-out-gain.js";
import { gateOf } from "../../../../tools/curation/gate/step-gate.js";
import { gateSentence } from "../../../../tools/curation/gate/gate-sentence.js";
import { scaledReweighter } from "../../../../tools/curation/weights/scaled-reweighter.js";
import { curationContext, labelledTexts, row } from "../curation-fixture.js";

/** A step with an opinion: takes out the rows that it is told to. */
function filterOf(isOut: (row: CurationRow) => boolean, gated = true): Filter {
  return {
    name: "opinion",
    gated,
    apply: (rows) =>
      Promise.resolve({
        name: "opinion",
        scores: new Float64Array(rows.length),
        removed: rows.map((item) => (isOut(item) ? "low-confidence" : null)),
        notes: rows.map(() => null),
        meaning: "",
        figures: {},
      }),
  };
}
const stepsOf = (filter: Filter, force = false): CurationSteps => ({
  filters: [filter],
  relabelers: [],
  reweighter: null,
  force,
});

/** Sentences of two classes told apart by one word of twenty each; every third label is wrong. */
const noisy = labelledTexts(240, { wrong: 0.33, seed: 5 });
const context = curationContext({ labels: noisy.labels });
const isWrong = ({ id }: CurationRow): boolean => noisy.wrong.has(Number(id.slice(1)));

describe("the gate of a step with an opinion", () => {
  it("lets a step act that takes the wrong labels out, and says what it gains", async () => {
    const { removed, steps } = await curateRows(noisy.rows, stepsOf(filterOf(isWrong)), context);
    const gate = steps[0]!.gate!;
    expect([removed, gate.reason]).toEqual([noisy.wrong.size, "gain-shown"]);
    expect(gate.gain!.expected).toBeGreaterThan(0.05);
    expect(gate.gain!.lower).toBeGreaterThan(0);
    expect(gateSentence("opinion", gate)).toMatch(
      /^opinion: expected gain \+\d+\.\d \[.+\] points of accuracy, \+.+ of squared error, on 240 held-out rows: applied, 32\.9 % of the rows touched$/u,
    );
  });

  it("keeps a step off that takes right labels out, with its scores, and says so", async () => {
    let taken = 0;
    const some = filterOf((item) => !isWrong(item) && taken++ % 2 === 0);
    const { kept, removed, rows, steps } = await curateRows(noisy.rows, stepsOf(some), context);
    expect([kept, removed]).toEqual([240, 0]);
    expect(steps[0]).toMatchObject({
      removed: 0,
      gate: { applied: false, reason: "no-gain-shown" },
    });
    expect(rows[0]).toMatchObject({ status: "kept", step: null, scores: { opinion: 0 } });
    expect(gateSentence("opinion", steps[0]!.gate!)).toContain("not applied");
  });

  it("says of all rows, not of those it was tried on, which share a step would touch", async () => {
    const shareOf = async (isOut: (item: CurationRow) => boolean): Promise<number | undefined> =>
      (await curateRows(noisy.rows, stepsOf(filterOf(isOut)), context)).steps[0]!.gate
        ?.touchedShare;
    const last = new Set(noisy.rows.slice(-24).map(({ id }) => id));
    expect(await shareOf(({ id }) => last.has(id))).toBeCloseTo(0.1, 12);
    expect(await shareOf(isWrong)).toBeCloseTo(noisy.wrong.size / 240, 12);
    // What touches nothing has nothing to show.
    expect(await shareOf(() => false)).toBeUndefined();
  });

  it("lets nothing pass on few rows or without labels, and everything with force", async () => {
    const few = noisy.rows.slice(0, 60);
    const run = async (rows: readonly CurationRow[], force: boolean) => {
      const { removed, steps } = await curateRows(rows, stepsOf(filterOf(isWrong), force), context);
      return [removed, steps[0]!.gate?.reason];
    };
    const wrong = few.filter(isWrong).length;
    expect(await run(few, false)).toEqual([0, "too-few-rows"]);
    expect(await run(few, true)).toEqual([wrong, "forced"]);
    // Nothing found among so few is no sign that all is well.
    const none = await curateRows(few, stepsOf(filterOf(() => false)), context);
    expect(none.steps[0]!.gate).toMatchObject({ applied: false, reason: "too-few-rows" });
    expect(
      await run(
        noisy.rows.map((item) => ({ ...item, label: null })),
        false,
      ),
    ).toEqual([0, "no-labels"]);
  });

  it("does not stop a step that has no opinion", async () => {
    const all = filterOf(isWrong, false);
    const { removed, steps } = await curateRows(noisy.rows.slice(0, 60), stepsOf(all), context);
    expect(removed).toBeGreaterThan(0);
    expect(steps[0]!.gate).toBeNull();
  });

  it("lets a step act that costs a rare class a little recall and wins all the rest", async () => {
    const set = labelledTexts(480, { wrong: 0.25, rare: 0.1, seed: 3 });
    const out = filterOf(({ id, label }) => {
      const place = Number(id.slice(1));
      return label === set.labels[1] && (set.wrong.has(place) || (place / 10) % 8 === 0);
    });
    const { steps } = await curateRows(
      set.rows,
      stepsOf(out),
      curationContext({ labels: set.labels }),
    );
    expect(steps[0]!.gate).toMatchObject({ applied: true, reason: "gain-shown" });
  });

  it("keeps a step off that gains by smoothing alone, where a model that chooses its cost loses by it", async () => {
    // Three words hint at the label, all others are chance; the step lets the label follow the first.
    const random = new Random("hard");
    const rows = Array.from({ length: 500 }, (_, at) => {
      const side = at % 2;
      const hint = (name: string): string => `${name}${random.next() < 0.66 ? side : 1 - side}`;
      const hints = [hint("alpha"), hint("beta"), hint("gamma")];
      const chance = Array.from({ length: 16 }, () => `w${random.integer(300)}`);
      return row([...hints, ...chance].join(" "), side ? "yes" : "no", {
        id: `r${at}`,
      });
    });
    const gate = await gateOf(
      rows,
      {
        treat: (some) =>
          Promise.resolve(
            some.map((item) => ({ ...item, label: item.text.includes("alpha1") ? "yes" : "no" })),
          ),
      },
      curationContext({ labels: ["no", "yes"] }),
    );
    expect(gate.gain!.lower).toBeGreaterThan(0);
    expect(gate.chosenCost!.expected).toBeLessThan(0);
    expect([gate.applied, gate.reason]).toEqual([false, "no-gain-shown"]);
    expect(gateSentence("step", gate)).toMatch(
      /^step: expected gain \+.+ of squared error, on 500 held-out rows, but -\d.+\] points with a cost that is chosen on the rows: not applied/u,
    );
  });

  it("never takes out the last row of a class, however much it gains", async () => {
    const rare = [...noisy.rows, row("the captain sang", "music", { id: "r900" })];
    const out = filterOf((item) => isWrong(item) || item.label === "music");
    const labels = [...noisy.labels, "music"];
    const { removed, steps } = await curateRows(rare, stepsOf(out), curationContext({ labels }));
    expect([removed, steps[0]!.gate]).toMatchObject([
      0,
      { reason: "empties-class", note: "music" },
    ]);
    expect(gateSentence("opinion", steps[0]!.gate!)).toBe(
      "opinion: it would leave no row of music: not applied",
    );
  });
});

describe("the gate of many rows", () => {
  const many = labelledTexts(1560, { wrong: 0.3, seed: 8 });
  // A few words of each row's own let a model learn wrong labels by heart.
  const own = new Random("own words");
  const rows = many.rows.map((item) => ({
    ...item,
    text: `${item.text} ${Array.from({ length: 6 }, () => `w${own.integer(900)}`).join(" ")}`,
  }));
  const splitsWhere = async (isMended: (item: CurationRow) => boolean) => {
    const { gain } = await heldOutGain(
      rows,
      (some) => Promise.resolve(some.filter((item) => !isMended(item))),
      curationContext({ labels: many.labels }),
    );
    return { splits: gain!.splits, isShown: gain!.right.lower > 0 };
  };
  const isWrongOfMany = ({ id }: CurationRow): boolean => many.wrong.has(Number(id.slice(1)));

  it("asks once where the gain is beyond doubt, or nothing is done, and thrice where one split could be luck", async () => {
    expect(await splitsWhere(isWrongOfMany)).toEqual({ splits: 1, isShown: true });
    expect(await splitsWhere(() => false)).toEqual({ splits: 1, isShown: false });
    const little = await splitsWhere(
      (item) => isWrongOfMany(item) && Number(item.id.slice(1)) % 20 === 0,
    );
    expect(little).toEqual({ splits: 3, isShown: false });
  });
});

describe("weights that rest on a small model", () => {
  it("are bounded, and the figures say how many rows they amount to", async () => {
    const rows = noisy.rows.slice(0, 100);
    const weigh = () =>
      Promise.resolve({ weights: rows.map((_item, index) => (index === 0 ? 500 : 1)) });
    const { weights, figures } = await scaledReweighter("one", weigh).weigh(rows, context);
    expect(Math.max(...weights)).toBeCloseTo(10);
    expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(100);
    expect(figures).toMatchObject({ bounded: 1 });
    expect(figures["effectiveRows"]).toBeCloseTo(100 ** 2 / (10 ** 2 + 99 * (90 / 99) ** 2));
    const counted = await scaledReweighter("one", weigh, { gated: false }).weigh(rows, context);
    expect(Math.max(...counted.weights)).toBeGreaterThan(80);
  });
});
