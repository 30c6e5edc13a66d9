import { runRecipe, type Asked } from "../../helpers/recipe-run.js";
import { ticketSpec, ticketText } from "../../helpers/ticket-run.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";

function tickets(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  const { critique: _critique, plan: _plan, ...task } = ticketSpec({ target: 6, ...spec });
  return task;
}
const labelOf = (asked: Asked): string =>
  String(asked.items("conditions").find((item) => item["name"] === "label")?.["value"]);
const good = (asked: Asked): unknown =>
  asked.step === "sample"
    ? { text: ticketText(labelOf(asked), asked.text + asked.request.origin.orderId) }
    : undefined;

describe("zerogen", () => {
  it("asks once a sample, for a label in words, without demonstrations, and keeps the label", async () => {
    const { steps, samples } = await runRecipe(
      "zerogen",
      tickets({ labels: [{ name: "refund", verbalizer: "a wish for money" }, "delivery"] }),
      good,
      { asPublished: true },
    );
    expect([...steps.keys()]).toEqual(["sample"]);
    const asked = steps.get("sample")!;
    expect(
      new Set(
        asked.map(({ request }) => `${request.parameters.temperature} ${request.parameters.topP}`),
      ),
    ).toEqual(new Set(["1 0.9"]));
    expect(asked.every((one) => one.items("demonstrations").length === 0)).toBe(true);
    expect(asked.some((one) => one.text.includes("refund (a wish for money)"))).toBe(true);
    expect(
      samples
        .filter(({ status }) => status === "accepted")
        .every(({ label }) => label.current === label.given),
    ).toBe(true);
  });

  it("asks no two samples alike by default: each has a topic, later ones see what was written", async () => {
    const { steps } = await runRecipe(
      "zerogen",
      { ...tickets({ target: 40 }), plan: { roundSize: 8 } },
      (asked) =>
        asked.step === "sample"
          ? good(asked)
          : {
              values: Array.from(
                { length: 5 },
                (_unused, index) => `matter ${asked.request.origin.step} ${index + 1}`,
              ),
            },
    );
    const prompts = steps.get("sample")!.map(({ text }) => text);
    expect(new Set(prompts).size).toBe(prompts.length);
    const late = steps.get("sample")!.at(-1)!;
    expect(late.items("written").length).toBeGreaterThan(0);
    expect(late.items("conditions").map(({ name }) => name)).toContain("topic");
  });

  it("drops a text that is there already", async () => {
    const { samples } = await runRecipe("zerogen", tickets({ target: 2 }), () => ({
      text: "Give me my money back for the broken kettle.",
    }));
    expect(samples.filter(({ status }) => status === "accepted")).toHaveLength(1);
    expect(samples.some(({ reasons }) => reasons.includes("duplicate-in-round"))).toBe(true);
  });
});

describe("supergen", () => {
  it("accepts four times as many as are wanted, and keeps the likeliest quarter of all rows", async () => {
    const { samples, steps, summary } = await runRecipe(
      "supergen",
      tickets({ target: 8, review: "none" }),
      good,
    );
    expect([...steps.keys()].filter((step) => !step.startsWith("plan:"))).toEqual(["sample"]);
    expect(summary).toMatchObject({ accepted: 8, target: 8, stop: "target" });
    const curated = samples.filter(({ history }) =>
      history.some((change) => change.step === "curation"),
    );
    expect(curated.length).toBeGreaterThanOrEqual(24);
    expect(new Set(curated.map(({ reasons }) => reasons.at(-1)))).toContain("low-log-probability");
  });
});

describe("fewgen", () => {
  it("shows sixteen real rows, asks at temperature 0.5, and weighs what was accepted", async () => {
    const { steps } = await runRecipe("fewgen", tickets(), good);
    for (const asked of steps.get("sample")!) {
      const rows = asked.items("demonstrations");
      expect(rows).toHaveLength(16);
      expect(new Set(rows.map((row) => row["label"]))).toEqual(new Set([labelOf(asked)]));
      expect(asked.text).toContain("Real samples with the wanted label.");
      expect(asked.request.parameters).toMatchObject({ temperature: 0.5, topP: 1 });
    }
    expect([...steps.keys()]).toEqual(["sample"]);
  });
});

describe("progen", () => {
  it("shows nothing at first, then in half of the prompts samples of the label that helped", async () => {
    const { support: _support, ...task } = tickets({
      target: 90,
      plan: { roundSize: 32, subtopics: 0 },
    });
    const { steps } = await runRecipe("progen", task, good);
    const asked = steps.get("sample")!;
    expect(asked.slice(0, 64).every((one) => one.items("demonstrations").length === 0)).toBe(true);
    const fed = asked.slice(64).filter((one) => one.items("demonstrations").length > 0);
    expect(fed.length).toBeLessThan(asked.length - 64);
    expect(fed.length).toBeGreaterThan(0);
    for (const one of fed) {
      expect(one.items("demonstrations").length).toBeLessThanOrEqual(8);
      expect(one.items("demonstrations").every((row) => row["label"] === labelOf(one))).toBe(true);
    }
  });
});
