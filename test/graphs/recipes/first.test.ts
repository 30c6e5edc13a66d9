import { runRecipe } from "../../helpers/recipe-run.js";
import { ticketSpec } from "../../helpers/ticket-run.js";

describe("zerogen", () => {
  it("asks once for each sample, for a label in words and without demonstrations, and keeps the label", async () => {
    const { critique: _critique, plan: _plan, ...task } = ticketSpec({ target: 6 });
    const { steps, samples } = await runRecipe("zerogen", { ...task, labels: [{ name: "refund", verbalizer: "a wish for money" }, "delivery"] });
    expect([...steps.keys()]).toEqual(["sample"]);
    const asked = steps.get("sample")!;
    expect(asked.map(({ request }) => [request.parameters.temperature, request.parameters.topP])).toEqual(asked.map(() => [1, 0.9]));
    expect(asked.every((one) => one.items("demonstrations").length === 0)).toBe(true);
    expect(asked.some((one) => one.text.includes("refund (a wish for money)"))).toBe(true);
    expect(samples.filter(({ status }) => status === "accepted").every(({ label }) => label.current === label.given)).toBe(true);
  });
});
