import { createPlanner } from "../../../../agents/planner/planner.js";
import { deficitStrategy } from "../../../../agents/planner/strategies/deficit-strategy.js";
import { modelDecomposition } from "../../../../agents/planner/decompositions/model-decomposition.js";
import { callAgent } from "../../../../agents/call-agent.js";
import type { RoleOutput } from "../../../../agents/roles.js";
import { DatawrightError } from "../../../../base/errors.js";
import {
  fakeContext,
  fakeRoleModel,
  fakeTask,
  silentLogger,
  type RoleAnswer,
} from "../../../helpers/fake-context.js";

const task = fakeTask({
  kind: "question-answering",
  labels: undefined,
  description: "Questions on rivers.",
  plan: { decomposition: "model", subtopics: 0 },
});
const step = (id: string, writes: string[], reads: string[] = []) => ({
  id,
  writes,
  reads,
  instruction: `Do ${id}.`,
});
const good = {
  steps: [
    step("facts", ["facts"]),
    step("ask", ["question"], ["facts"]),
    step("answer", ["answer"], ["facts", "ask"]),
  ],
};

async function plan(answer: RoleAnswer, input: Record<string, unknown> = {}) {
  const model = fakeRoleModel(answer);
  const warnings: string[] = [];
  const context = fakeContext({
    task,
    model,
    log: { ...silentLogger, warn: (message) => void warnings.push(message) },
  });
  const output = await callAgent<RoleOutput<"planner", "plan">>(
    createPlanner({ strategy: deficitStrategy, decomposition: modelDecomposition }),
    "plan",
    input,
    context,
  );
  return { plan: output.plan, requests: model.requests, warnings };
}

describe("decomposition by the model", () => {
  it("asks for steps and makes sub-tasks of them", async () => {
    const { plan: made, requests } = await plan(() => good);
    expect(
      made.subTasks.map(({ id, dependsOn, output, prompt }) => ({ id, dependsOn, output, prompt })),
    ).toEqual([
      { id: "facts", dependsOn: [], output: ["facts"], prompt: "Do facts." },
      { id: "ask", dependsOn: ["facts"], output: ["question"], prompt: "Do ask." },
      { id: "answer", dependsOn: ["facts", "ask"], output: ["answer"], prompt: "Do answer." },
    ]);
    expect(requests).toHaveLength(1);
    expect(requests[0]!.prompt.sections[0]!.text).toContain("Questions on rivers.");
  });

  it.each([
    [
      "a cycle",
      { steps: [step("ask", ["question"], ["answer"]), step("answer", ["answer"], ["ask"])] },
      "cycle",
    ],
    ["a field that nothing writes", { steps: [step("ask", ["question"])] }, "answer"],
    [
      "a step that there is not",
      { steps: [step("ask", ["question", "answer"], ["gone"])] },
      "gone",
    ],
  ])("hands %s back once, with what is wrong", async (_name, bad, named) => {
    const { plan: made, requests } = await plan((_request, index) => (index === 0 ? bad : good));
    expect(made.subTasks).toHaveLength(3);
    expect(
      JSON.stringify(requests[1]!.prompt.sections.find((section) => section.kind === "feedback")),
    ).toContain(named);
  });

  it("writes everything in one step, and says so, where the model's plan cannot be run", async () => {
    for (const answer of [
      () => ({ steps: [step("ask", ["question"])] }),
      () => new DatawrightError({ code: "MODEL_OUTPUT", message: "no object" }),
    ]) {
      const { plan: made, requests, warnings } = await plan(answer);
      expect(made.subTasks.map((subTask) => subTask.id)).toEqual(["sample"]);
      expect(requests).toHaveLength(2);
      expect([...warnings, ...made.notes].filter((line) => line.includes("one step"))).toHaveLength(
        2,
      );
    }
  });

  it("does not hide trouble with the provider", async () => {
    await expect(
      plan(() => new DatawrightError({ code: "CIRCUIT_OPEN", message: "down" })),
    ).rejects.toMatchObject({ code: "CIRCUIT_OPEN" });
  });

  it("asks for another instruction where a sub-task fails, with the reasons", async () => {
    const { plan: first } = await plan(() => good);
    const { plan: again, requests } = await plan(
      () => ({ instruction: "Ask about one fact only." }),
      { previous: first, failed: [{ subTask: "ask", reason: "unparsed", count: 9 }] },
    );
    expect(again.subTasks.map((subTask) => subTask.revision)).toEqual([0, 1, 0]);
    expect(again.subTasks[1]!.prompt).toMatch(/^Ask about one fact only\./u);
    expect(requests.map((request) => request.step)).toEqual(["plan:again:ask:1"]);
    expect(JSON.stringify(requests[0]!.prompt.sections)).toContain("unparsed");
  });
});
