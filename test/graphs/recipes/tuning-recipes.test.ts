import { runRecipe, type Asked } from "../../helpers/recipe-run.js";
import { ticketSpec, ticketText } from "../../helpers/ticket-run.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";

function tickets(spec: Partial<TaskSpecInput> = {}): TaskSpecInput {
  const { critique: _critique, plan: _plan, ...task } = ticketSpec({ target: 4, ...spec });
  return task;
}
const labelOf = (asked: Asked): string =>
  String(asked.items("conditions").find((item) => item["name"] === "label")?.["value"]);

describe("lambada", () => {
  it("writes more than it keeps, and keeps what a model of the real rows reads as wanted", async () => {
    let written = 0;
    const { steps, samples, summary } = await runRecipe(
      "lambada",
      tickets({ target: 6 }),
      (asked) => {
        if (asked.step !== "sample") return undefined;
        // Every third text is of the other label, whatever is asked for.
        const label = labelOf(asked);
        const told = ++written % 3 === 0 ? (label === "refund" ? "delivery" : "refund") : label;
        return { text: `${ticketText(told, `written ${written}`)} (${told})` };
      },
      { concurrency: 1 },
    );
    expect(steps.get("sample")![0]!.items("demonstrations")).toHaveLength(16);
    expect(written).toBeGreaterThanOrEqual(24);
    expect(summary.accepted).toBe(6);
    for (const { status, text, label } of samples)
      if (status === "accepted") expect(text).toContain(`(${String(label.current)})`);
    expect(samples.flatMap(({ reasons }) => reasons)).toContain("low-confidence");
  });
});

describe("gal", () => {
  it("tells no label to who writes, and takes the label that a teacher reads", async () => {
    const { steps, samples } = await runRecipe("gal", tickets(), (asked) => {
      if (asked.step === "text") {
        // By the order, not by when it is asked about: the teacher then reads the same texts each time.
        const { orderId } = asked.request.origin;
        const told = parseInt(orderId.slice(-1), 16) % 2 ? "refund" : "delivery";
        return { text: `${ticketText(told, `gal ${orderId}`)} (${told})` };
      }
      // The generator reads every text as a refund.
      return asked.step === "label" ? { label: "refund", confidence: 1 } : undefined;
    });
    for (const asked of steps.get("text")!) {
      expect(asked.items("conditions").some((item) => item["name"] === "label")).toBe(false);
      expect(asked.items("demonstrations").every((item) => item["label"] === undefined)).toBe(true);
    }
    const accepted = samples.filter(({ status }) => status === "accepted");
    expect(accepted.length).toBeGreaterThan(0);
    for (const { text, label } of accepted) expect(text).toContain(`(${String(label.current)})`);
    expect(accepted.some(({ label }) => label.current === "delivery")).toBe(true);
  });
});

describe("msp", () => {
  it("orders combinations of attributes and shows rows for each of them", async () => {
    const { steps } = await runRecipe(
      "msp",
      tickets({ attributes: [{ name: "tone", values: ["calm", "angry"] }] }),
      (asked) =>
        asked.step === "sample"
          ? { text: ticketText(labelOf(asked), asked.request.origin.orderId) }
          : undefined,
    );
    for (const asked of steps.get("sample")!) {
      expect(asked.items("conditions").map((item) => item["name"])).toEqual(
        expect.arrayContaining(["label", "tone"]),
      );
      const shown = asked.items("demonstrations");
      expect(shown).toHaveLength(8);
      expect(new Set(shown.map((item) => item["label"]))).toEqual(new Set([labelOf(asked)]));
    }
  });
});
