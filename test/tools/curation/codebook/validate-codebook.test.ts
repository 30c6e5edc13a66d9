import type { LabelValue } from "../../../../schema/label.js";
import type { AskModel, CurationRow } from "../../../../tools/curation/contract.js";
import { cohenKappa } from "../../../../tools/agreement/cohen-kappa.js";
import { validateCodebook } from "../../../../tools/curation/codebook/validate-codebook.js";

const labels = ["좋음", "나쁨", "무관"];

function row(id: string, more: Partial<CurationRow> = {}): CurationRow {
  return { id, text: id, fields: {}, label: null, weight: 1, scores: {}, line: null, ...more };
}

/** 30 rows of each label; `wrong` decides which answers are wrong. */
const rows = labels.flatMap((label) =>
  Array.from({ length: 30 }, (_, index) => row(`${label}-${index}`)),
);
const truth = (id: string): string => id.split("-")[0]!;
const answers = new Map<string, LabelValue>(rows.map(({ id }) => [id, truth(id)]));
const asker =
  (say: (id: string, run: number) => LabelValue): AskModel =>
  (asked, { variant }) =>
    Promise.resolve(asked.map(({ id }) => ({ label: say(id, variant / 8), confidence: null })));

async function validated(say: (id: string, run: number) => LabelValue, more: object = {}) {
  const outcome = await validateCodebook({ rows, labels, answers, askModel: asker(say), ...more });
  if (outcome.status !== "validated") throw new Error(outcome.status);
  return outcome.validation;
}

describe("codebook validation", () => {
  it("lets every label go where people and model agree", async () => {
    const found = await validated(truth);
    expect(found).toMatchObject({
      verdict: "go",
      kappa: 1,
      validated: 90,
      unanswered: 0,
      unread: 0,
      stable: { value: 1, trials: 90 },
    });
    expect(found.labels[0]).toMatchObject({
      label: "좋음",
      support: 30,
      f1: 1,
      consistency: 1,
      verdict: "go",
      precision: { value: 1, successes: 30, trials: 30, upper: 1 },
    });
    expect(found.labels[0]!.precision.lower).toBeCloseTo(0.886, 2);
  });

  it("stops the label that the model gets wrong, and only reviews the one that suffers from it", async () => {
    const found = await validated((id) =>
      truth(id) === "무관" && Number(id.split("-")[1]) < 25 ? "나쁨" : truth(id),
    );
    const verdicts = Object.fromEntries(found.labels.map(({ label, verdict }) => [label, verdict]));
    expect(verdicts).toEqual({ 좋음: "go", 나쁨: "review", 무관: "stop" });
    expect(found.verdict).toBe("stop");
    expect(found.labels[2]!.reasons[0]).toMatch(/recall is below 0.5/);
    expect(found.labels[2]!.recall).toMatchObject({ successes: 5, trials: 30 });
  });

  it("reviews a label whose repeated runs differ", async () => {
    const found = await validated((id, run) =>
      truth(id) === "좋음" && run > 0 && Number(id.split("-")[1]) % 2 === 0 ? "나쁨" : truth(id),
    );
    expect(found.labels[0]).toMatchObject({ verdict: "review", consistency: 0.5 });
    expect(found.stable!.successes).toBe(75);
  });

  it("reviews a label with too few rows instead of trusting its rates", async () => {
    const few = new Map([...answers].filter(([id]) => truth(id) !== "무관" || id.endsWith("-1")));
    const found = await validated(truth, { answers: few });
    expect(found.labels[2]).toMatchObject({ verdict: "review", support: 1 });
  });

  it("counts answers that cannot be read as wrong, and rows that nobody answered not at all", async () => {
    const found = await validated(
      (id) => (id === "좋음-0" ? null : id === "좋음-1" ? "good" : truth(id)),
      { answers: new Map([...answers, ["좋음-2", null]]) },
    );
    expect(found).toMatchObject({ unread: 6, unanswered: 1, validated: 89 });
    expect(found.labels[0]!.recall).toMatchObject({ successes: 27, trials: 29 });
  });

  it("returns the rows that people must label where nobody is asked, the same for a seed", async () => {
    const outcome = await validateCodebook({
      rows,
      labels,
      askModel: asker(truth),
      settings: { sample: 20 },
      seed: 3,
    });
    expect(outcome).toMatchObject({ status: "needs-people" });
    expect(outcome.sample).toHaveLength(20);
    expect(
      (await validateCodebook({ rows, labels, settings: { sample: 20 }, seed: 3 })).sample,
    ).toEqual(outcome.sample);
  });

  it("asks people where they can be asked, and takes labels and votes that the rows carry", async () => {
    const labelled = rows.map((one) => ({ ...one, label: truth(one.id) }));
    const outcome = await validateCodebook({
      rows: labelled,
      labels,
      askPeople: () => Promise.resolve(answers),
    });
    expect(outcome).toMatchObject({
      status: "validated",
      validation: { stable: null, verdict: "go" },
    });
    const voted = rows.map((one) => ({ ...one, votes: [truth(one.id), truth(one.id), "무관"] }));
    expect(await validateCodebook({ rows: voted, labels, answers })).toMatchObject({
      validation: { stable: { successes: 30 } },
    });
  });

  it.each([
    ["no rows", { rows: [] }, "SHAPE"],
    ["one label", { labels: ["좋음"] }, "SHAPE"],
    ["answers for other rows", { answers: new Map([["?", "좋음"]]) }, "SHAPE"],
    ["an answer outside the codebook", { answers: new Map([["좋음-0", "조음"]]) }, "DATA_LABEL"],
    ["no model and no labels", { askModel: undefined }, "SPEC_INVALID"],
    ["an unknown setting", { settings: { sampel: 3 } }, "SPEC_INVALID"],
    ["stop above go", { settings: { stop: 0.9 } }, "SPEC_INVALID"],
  ])("refuses %s", async (_name, change, code) => {
    await expect(
      validateCodebook({ rows, labels, answers, askModel: asker(truth), ...change } as Parameters<
        typeof validateCodebook
      >[0]),
    ).rejects.toMatchObject({ code });
  });
});

describe("Cohen's kappa", () => {
  it("is the value of a hand-counted table, and undefined where chance explains all", () => {
    const one = [..."a".repeat(25), ..."b".repeat(25)];
    const other = [..."a".repeat(20), ..."b".repeat(5), ..."a".repeat(10), ..."b".repeat(15)];
    expect(cohenKappa(one, other)).toBeCloseTo(0.4);
    expect(cohenKappa(["a", "a"], ["a", "a"])).toBeNull();
    expect(cohenKappa([], [])).toBeNull();
  });
});
