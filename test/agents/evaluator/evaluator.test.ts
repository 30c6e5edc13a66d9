import { callAgent } from "../../../agents/call-agent.js";
import type { AgentContext } from "../../../agents/contract.js";
import { createEvaluator, evaluatorOf } from "../../../agents/evaluator/evaluator.js";
import type { RoleOutput } from "../../../agents/roles.js";
import type { Row, Sample } from "../../../schema/sample.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import type { Metric } from "../../../tools/metrics/contract.js";
import { METRICS } from "../../../tools/metrics/metrics.js";
import { fakeContext, fakeMemory, fakeRow, fakeTask } from "../../helpers/fake-context.js";
import { madeSample } from "../../helpers/made-sample.js";

const THINGS = [
  "lamp",
  "kettle",
  "chair",
  "table",
  "radio",
  "carpet",
  "mirror",
  "blanket",
  "pillow",
  "camera",
  "printer",
  "jacket",
];
const rowsOf = (
  prefix: string,
  refund: (thing: string) => string,
  delivery: (thing: string) => string,
): Row[] =>
  THINGS.flatMap((thing, index) => [
    fakeRow(`${prefix}r${index}`, refund(thing), "refund"),
    fakeRow(`${prefix}d${index}`, delivery(thing), "delivery"),
  ]);
const support = rowsOf(
  "s",
  (thing) => `pay my money back for the ${thing}`,
  (thing) => `the courier lost the parcel with the ${thing}`,
);
const heldOut = rowsOf(
  "h",
  (thing) => `I want my money for this ${thing}`,
  (thing) => `which courier has my parcel with a ${thing}`,
);
const asSamples = (
  rows: readonly Row[],
  label = (row: Row): string => row.label as string,
): Sample[] =>
  rows.map((row) =>
    madeSample({ id: `a${row.id}`, text: `${row.text} again and soon`, label: label(row) }),
  );

function evaluate(
  samples: readonly Sample[],
  options: {
    spec?: Partial<TaskSpecInput>;
    heldOut?: AgentContext["heldOut"];
    support?: readonly Row[];
    agent?: ReturnType<typeof createEvaluator>;
  } = {},
): Promise<RoleOutput<"evaluator", "evaluate">> {
  const memory = fakeMemory({
    async *accepted() {
      yield* samples;
    },
  });
  return callAgent(
    options.agent ?? createEvaluator(),
    "evaluate",
    {},
    fakeContext({
      memory,
      task: fakeTask(options.spec, options.support ?? support),
      heldOut: options.heldOut ?? null,
    }),
  );
}

describe("evaluator", () => {
  it("tests synthetic and real training on held-out rows, with intervals and a majority", async () => {
    const figures = await evaluate(asSamples(support), {
      heldOut: () => Promise.resolve({ rows: heldOut, removed: 3 }),
    });
    expect(figures.downstream).toMatchObject({
      testSize: 24,
      removedFromTest: 3,
      majority: 0.5,
      synthetic: { accuracy: 1, trainSize: 24, high: 1 },
      real: { accuracy: 1, trainSize: 24 },
      difference: { value: 0, low: 0, high: 0 },
    });
    expect(figures.downstream.synthetic!.low).toBeGreaterThan(0.8);
    expect(figures.downstream.synthetic!.low).toBeLessThan(1);
    expect(figures.labelAgreement).toBe(1);
    expect(figures.diversity.vocabulary).toBeGreaterThan(15);
    expect(figures.diversity.averagePairwiseSimilarity).toBeGreaterThan(0);
  });

  it("draws samples of a large set, counts copies and leaks in all of it, and says so", async () => {
    const many = Array.from({ length: 8 }, (_, copy) =>
      asSamples(support).map((sample) => ({
        ...sample,
        id: `${sample.id}-${copy}`,
        text: `${sample.text} ${copy}`,
      })),
    ).flat();
    const texts = [support[0]!.text, support[1]!.text, heldOut[0]!.text, heldOut[0]!.text];
    const all = [
      ...many,
      ...texts.map((text, at) => ({ ...many[at === 3 ? 2 : at]!, id: `x${at}`, text })),
    ];
    const options = { heldOut: () => Promise.resolve({ rows: heldOut, removed: 0 }) };
    const whole = await evaluate(all, options);
    const drawn = await evaluate(all, { ...options, spec: { evaluate: { rowsAtOnce: 100 } } });
    expect(whole.measuredRows).toBeNull();
    expect(drawn.measuredRows).toBe(100);
    expect(drawn.notes).toContainEqual(
      expect.stringMatching(/^measured on 100 of 196 samples, drawn at random; copies/u),
    );
    expect(drawn.copies).toEqual(whole.copies);
    expect(drawn.copies.verbatim).toBeGreaterThanOrEqual(2);
    expect(drawn.leakage).toEqual(whole.leakage);
    expect(drawn.leakage).toMatchObject({ equal: 2 });
    expect(drawn.downstream.synthetic).toMatchObject({ trainSize: 100, accuracy: 1 });
    expect(drawn.labelAgreementRows).toBe(100);
  });

  it("says so when synthetic training is worse than real", async () => {
    const flipped = asSamples(support, (row) => (row.label === "refund" ? "delivery" : "refund"));
    const { downstream, labelAgreement } = await evaluate(flipped, {
      heldOut: () => Promise.resolve({ rows: heldOut, removed: 0 }),
    });
    expect(downstream.synthetic!.accuracy).toBeLessThan(0.2);
    expect(downstream.real!.accuracy).toBe(1);
    const { value, low, high } = downstream.difference!;
    expect(value).toBeCloseTo(downstream.synthetic!.accuracy - 1);
    expect(low).toBeLessThanOrEqual(value);
    expect(high).toBeLessThan(-0.5);
    expect(labelAgreement).toBeLessThan(0.5);
  });

  it("gives null with a note where it cannot measure", async () => {
    const none = await evaluate(asSamples(support));
    expect(none.downstream).toMatchObject({
      synthetic: null,
      real: null,
      difference: null,
      majority: null,
      testSize: 0,
      note: expect.stringContaining("no held-out") as string,
    });
    expect(none.leakage).toBeNull();
    const few = await evaluate(asSamples(support).slice(0, 4), {
      heldOut: () => Promise.resolve({ rows: heldOut, removed: 0 }),
    });
    expect(few.downstream).toMatchObject({
      synthetic: null,
      real: { trainSize: 24 },
      note: expect.stringContaining("synthetic: 4 rows") as string,
    });
    const free = await evaluate(asSamples(support), {
      spec: { kind: "instruction", labels: undefined },
    });
    expect(free).toMatchObject({
      labelAgreement: null,
      downstream: { note: expect.stringContaining("no labels") as string },
    });
  });

  it("counts copies of support rows and samples that give held-out rows away", async () => {
    const samples = [
      madeSample({ id: "1", text: support[0]!.text.toUpperCase(), label: "refund" }),
      madeSample({ id: "2", text: "pay my money back for the blue lamp", label: "refund" }),
      madeSample({ id: "3", text: heldOut[0]!.text, label: "refund" }),
    ];
    const figures = await evaluate(samples, {
      heldOut: () => Promise.resolve({ rows: heldOut, removed: 0 }),
    });
    expect(figures.copies).toEqual({ verbatim: 1, near: 1 });
    expect(figures.leakage).toMatchObject({ equal: 1, heldOutRows: 1 });
  });
});

describe("the metrics that a task names", () => {
  it("stand beside what is always measured, those of a plug-in too", async () => {
    const slot = METRICS.with({
      lengths: {
        about: "Shortest and longest text.",
        plugin: "mine",
        load: () =>
          Promise.resolve<Metric>({
            name: "lengths",
            measure: (samples) => ({
              least: Math.min(...samples.map(({ text }) => text.length)),
              most: Math.max(...samples.map(({ text }) => text.length)),
            }),
          }),
      },
    });
    const agent = await evaluatorOf(["distinct-1", "vocabulary", "lengths"], slot);
    const { metrics, diversity } = await evaluate(asSamples(support), { agent });
    expect(metrics).toEqual({
      "distinct-1": diversity.distinct1,
      vocabulary: diversity.vocabulary,
      lengths: { least: 45, most: 59 },
    });
    expect((await evaluate(asSamples(support))).metrics).toEqual({});
  });

  it("are refused with the nearest name where there is none of that name", async () => {
    await expect(evaluatorOf(["distinct-1", "distinct-9"])).rejects.toMatchObject({
      code: "SPEC_INVALID",
      message: expect.stringContaining('evaluate.metrics[1]: there is no metric "distinct-9"'),
    });
  });
});
