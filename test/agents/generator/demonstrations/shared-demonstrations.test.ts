import { made } from "../../../helpers/made.js";
import { callAgent } from "../../../../agents/call-agent.js";
import { createGenerator } from "../../../../agents/generator/generator.js";
import { randomSelector } from "../../../../agents/generator/demonstrations/random-selector.js";
import { continueListStrategy } from "../../../../agents/generator/strategies/continue-list.js";
import type { Order, SubTask } from "../../../../schema/plan.js";
import { Random } from "../../../../base/statistics/random.js";
import { fakeContext, fakeRoleModel, fakeRow, fakeTask } from "../../../helpers/fake-context.js";
import { orderOf, subTaskOf } from "../../../helpers/plain-parts.js";

const subTask: SubTask = subTaskOf();
const support = Array.from({ length: 40 }, (_, index) =>
  fakeRow(`s${index}`, `text ${index}`, index % 2 ? "refund" : "delivery"),
);

/** The prompt with which an order asks, in a process in which nobody asked before it. */
async function promptOf(rank: number): Promise<string> {
  const model = fakeRoleModel(() => ({ items: [{ text: "a" }, { text: "b" }, { text: "c" }] }));
  const order: Order = orderOf({
    id: `order ${rank}`,
    round: 2,
    ordinal: rank * 2,
    cell: "refund",
    label: "refund",
  });
  const agent = createGenerator({
    strategyOf: () => Promise.resolve(made(continueListStrategy)),
    selector: randomSelector,
  });
  await callAgent(
    agent,
    "generate",
    { order, subTask, values: {}, peer: { group: "g", rank, of: 3 } },
    fakeContext({ task: fakeTask({}, support), model, random: new Random(`order ${rank}`) }),
  );
  return JSON.stringify(
    model.requests.map(({ prompt, orderId, step }) => ({ prompt, orderId, step })),
  );
}

describe("the demonstrations of an answer that several orders share", () => {
  it("are the same whichever order asks, so that a resumed run finds the answer again", async () => {
    const prompts = await Promise.all([0, 1, 2].map(promptOf));
    expect(new Set(prompts).size).toBe(1);
    expect(prompts[0]).toContain("text ");
  });
});
