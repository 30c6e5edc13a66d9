import { runRecipe, type Asked } from "../../helpers/recipe-run.js";
import { ticketSpec, ticketText } from "../../helpers/ticket-run.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";

function tickets(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  const { critique: _critique, plan: _plan, ...task } = ticketSpec({ target: 4, ...spec });
  return task;
}
const labelOf = (asked: Asked): string =>
  String(asked.items("conditions").find((item) => item["name"] === "label")?.["value"]);
const textFor = (asked: Asked, label = labelOf(asked)): { text: string } => ({
  text: ticketText(label, asked.text + asked.request.origin.orderId),
});
const writes = (asked: Asked): boolean => asked.step === "sample";

describe("attrprompt", () => {
  it("asks dimensions and values, drops those of similar labels, and draws combinations", async () => {
    const { steps, asked, plan } = await runRecipe("attrprompt", tickets(), (one) => {
      if (writes(one)) return textFor(one);
      if (one.step.includes("dimensions")) return { values: ["mood", "matter"] };
      if (one.step.includes("dependence")) return { values: ["matter"] };
      if (one.step.includes("relevant"))
        return { values: one.text.includes('"parcel"') ? ["parcel"] : [] };
      if (one.step.includes("mood")) return { values: ["calm", "angry"] };
      return {
        values: one.text.includes('label "refund"')
          ? ["double charge", "parcel"]
          : ["parcel", "courier"],
      };
    });
    expect(asked.filter((one) => one.step.startsWith("plan:")).map((one) => one.step)).toEqual(
      expect.arrayContaining([
        expect.stringContaining("dimensions"),
        expect.stringContaining("relevant:matter:refund:delivery"),
      ]),
    );
    const { mood, matter } = Object.fromEntries(
      plan.attributes.map((attribute) => [attribute.name, attribute]),
    );
    expect(mood).toMatchObject({ values: ["calm", "angry"], source: "model", steered: false });
    // "parcel" fits both labels, and is dropped from both.
    expect(matter!.perLabel).toEqual({ refund: ["double charge"], delivery: ["courier"] });
    expect(plan.notes.join()).toContain("parcel");
    for (const one of steps.get("sample")!) {
      expect(one.items("demonstrations")).toEqual([]);
      expect(one.items("conditions").map((item) => item["name"])).toEqual(
        expect.arrayContaining(["label", "mood"]),
      );
      expect([one.request.parameters.temperature, one.request.parameters.topP]).toEqual([1, 1]);
    }
  });

  it("drops a refusal", async () => {
    const { samples } = await runRecipe("attrprompt", tickets({ target: 2 }), (one) => {
      if (!writes(one)) return undefined;
      return one.request.origin.orderId < "8"
        ? {
            text:
              "I'm sorry, but as an AI language model I cannot write this text about a " +
              "customer.",
          }
        : textFor(one);
    });
    expect(
      samples.filter(
        ({ status, text }) => status === "accepted" && text.includes("AI language model"),
      ),
    ).toEqual([]);
  });
});

describe("s3", () => {
  it("writes a seed set, then samples like what a small model misreads, with its label", async () => {
    const { steps, samples } = await runRecipe(
      "s3",
      tickets({ target: 110, plan: { roundSize: 32, subtopics: 0 }, label: { minTraining: 20 } }),
      (one) => {
        if (!writes(one)) return undefined;
        // The first drafts teach the wrong thing, so that there are errors.
        return textFor(
          one,
          one.items("draft").length === 0
            ? labelOf(one) === "refund"
              ? "delivery"
              : "refund"
            : labelOf(one),
        );
      },
    );
    const asked = steps.get("sample")!;
    expect(asked.slice(0, 32).every((one) => one.items("draft").length === 0)).toBe(true);
    const extrapolated = asked.filter((one) => one.items("draft").length > 0);
    expect(extrapolated.length).toBeGreaterThan(0);
    for (const one of extrapolated) expect(one.items("draft")[0]!["label"]).toBe(labelOf(one));
    const made = samples.filter(({ parents }) => parents.length > 0);
    expect(made.length).toBe(extrapolated.length);
  });
});

describe("wanli", () => {
  it("shows five near rows of one label, and keeps the more ambiguous half", async () => {
    const { steps, samples, summary } = await runRecipe(
      "wanli",
      tickets({ target: 6, review: "none" }),
      (one) => (writes(one) ? textFor(one) : undefined),
    );
    const real = new Map(ticketSpec().support!.rows!.map((row) => [row["text"], row["label"]]));
    for (const one of steps.get("sample:pattern")!) {
      const rows = one.items("demonstrations");
      expect(rows).toHaveLength(5);
      expect(rows.every((row) => Object.keys(row).join() === "text")).toBe(true);
      expect(new Set(rows.map((row) => real.get(row["text"]))).size).toBe(1);
      expect(one.text).not.toMatch(/given label|refund:|delivery:/u);
      expect(one.items("conditions").map(({ name }) => name)).not.toContain("label");
      expect(one.request.parameters.topP).toBe(0.5);
    }
    for (const one of steps.get("sample:label")!) {
      expect(one.text).toContain("Give the one label that fits best");
      expect(one.request.parameters.temperature).toBe(0);
    }
    expect(summary.accepted).toBe(6);
    expect(
      samples.filter(({ reasons }) => reasons.includes("clear-cut")).length,
    ).toBeGreaterThanOrEqual(5);
  });
});

describe("gpt3mix", () => {
  it("mixes two real rows and labels the text by the model's probabilities, which stay", async () => {
    const { steps, samples } = await runRecipe("gpt3mix", tickets(), (one) => {
      const properties = Object.keys((one.schema["properties"] ?? {}) as object);
      if (properties.includes("text") && !properties.includes("label"))
        return textFor(one, "refund");
      return undefined;
    });
    const [first] = [...steps.keys()];
    const asked = steps.get(first!)!;
    for (const one of asked) {
      const shown = [...one.items("draft"), ...one.items("demonstrations")];
      expect(new Set(shown.map((row) => row["text"])).size).toBe(2);
      expect(shown).toHaveLength(2);
      expect(one.text).toContain("one of these labels: refund, delivery");
      expect(one.text).not.toContain("given label");
    }
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted.length).toBeGreaterThan(0);
    for (const { scores, label } of accepted) {
      const soft = ["refund", "delivery"].map((name) => scores[`softLabel:${name}`]!);
      expect(soft[0]! + soft[1]!).toBeCloseTo(1, 3);
      expect(label.current).toBe(soft[0]! >= soft[1]! ? "refund" : "delivery");
    }
  });
});

describe("regen", () => {
  const corpus = ["refund", "delivery"].flatMap((label) =>
    Array.from({ length: 8 }, (_, index) => ({
      text: ticketText(label, `corpus ${label} ${index}`),
    })),
  );
  it("takes texts of the corpus unasked, none twice, and drops what reads as another label", async () => {
    const { asked, samples } = await runRecipe(
      "regen",
      tickets({
        target: 6,
        inputs: { rows: corpus },
        labels: {
          refund: "refund charged invoice reimburse overpaid cashback billing deducted",
          delivery: "courier shipment tracking depot delayed doorstep driver dispatch",
        },
      }),
    );
    expect(asked).toEqual([]);
    const texts = samples.map(({ text }) => text);
    expect(new Set(texts).size).toBe(texts.length);
    expect(texts.every((text) => corpus.some((row) => row.text === text))).toBe(true);
    expect(
      samples
        .filter(({ status, reasons }) => status === "rejected" && reasons[0] !== "surplus")
        .every(({ reasons }) =>
          ["label", "near-duplicate", "duplicate-in-round", "draft-failed"].includes(reasons[0]!),
        ),
    ).toBe(true);
  });
});

describe("targen", () => {
  it("goes from context to instance seed to text, and corrects what does not fit its label", async () => {
    // Of each order the first text does not fit, and the corrected one does: whatever is asked between.
    const corrected = new Set<string>();
    const isAgain = (order: string): boolean => corrected.size === corrected.add(order).size;
    const { steps, plan, samples } = await runRecipe(
      "targen",
      tickets({ plan: { subtopics: 0 }, constraints: { minWords: 3, maxWords: 60 } }),
      (one) => {
        const properties = Object.keys((one.schema["properties"] ?? {}) as object);
        if (properties.includes("text")) return textFor(one);
        if (one.step.startsWith("plan:values:setting"))
          return { values: ["a returned parcel", "a late courier", "a gift"] };
        if (properties.includes("fits"))
          return {
            fits: isAgain(one.request.origin.orderId),
            problem: "it speaks of other things",
          };
        return undefined;
      },
    );
    expect(plan.subTasks.map(({ id }) => id)).toEqual(["seed", "sample"]);
    expect([...steps.keys()].filter((step) => step.startsWith("plan:values:setting"))).toHaveLength(
      1,
    );
    for (const one of steps.get("seed")!) {
      expect(one.items("conditions").map(({ name }) => name)).toContain("setting");
      expect(one.text).not.toMatch(/given label|Length:/u);
    }
    const relabelled = [...steps].flatMap(([step, list]) => (/relabel/u.test(step) ? list : []));
    expect(relabelled.length).toBeGreaterThan(0);
    for (const one of relabelled)
      expect(one.text).not.toMatch(/Write the sample|Length:|<conditions>\n/u);
    const order = plan.subTasks.map((subTask) => subTask.id);
    const seen = [...steps.keys()]
      .map((step) => step.split(":")[0]!)
      .filter((step, index, all) => order.includes(step) && all.indexOf(step) === index);
    expect(seen).toEqual(order);
    expect(samples.some(({ scores }) => (scores["corrections"] ?? 0) > 0)).toBe(true);
  });
});
