import { singleDecomposition } from "../../../../agents/planner/decompositions/single-decomposition.js";
import { specDecomposition } from "../../../../agents/planner/decompositions/spec-decomposition.js";
import {
  checkSubTasks,
  planSubTasks as planSteps,
  replanSubTasks,
} from "../../../../agents/planner/decompositions/sub-tasks.js";
import type { StepOutline } from "../../../../agents/planner/contract.js";
import type { SubTask } from "../../../../schema/plan.js";
import type { Task } from "../../../../schema/task.js";
import { fakeContext, fakeTask } from "../../../helpers/fake-context.js";
import { subTaskOf } from "../../../helpers/plain-parts.js";

/** The sub-tasks that a task has without a decomposition of its own. */
function planSubTasks(task: Task): SubTask[] {
  const { steps } = task.spec.steps.length > 0 ? specDecomposition : singleDecomposition;
  return planSteps(task, steps(task, fakeContext({ task })) as readonly StepOutline[]);
}

const part = (
  id: string,
  output: string[],
  dependsOn: string[] = [],
  inputs: string[] = [],
): SubTask => subTaskOf({ id, purpose: id, inputs, output, dependsOn });
const invalid = (message: RegExp) =>
  expect.objectContaining({ code: "PLAN_INVALID", message: expect.stringMatching(message) });

describe("planSubTasks", () => {
  it("makes one sub-task of a simple task, with a JSON Schema of what it writes", () => {
    const [only, ...more] = planSubTasks(fakeTask());
    expect(more).toEqual([]);
    expect(only).toMatchObject({
      id: "sample",
      agent: "generator",
      inputs: [],
      output: ["text"],
      dependsOn: [],
      revision: 0,
    });
    expect(only!.outputSchema).toMatchObject({
      type: "object",
      properties: { text: { type: "string" } },
      required: ["text"],
    });
  });

  it("lets an annotation decide the label of the given text", () => {
    const [only] = planSubTasks(fakeTask({ kind: "annotation" }));
    expect(only).toMatchObject({ inputs: ["text"], output: ["label"] });
    expect(only!.outputSchema).toMatchObject({
      properties: { label: { enum: ["refund", "delivery"] } },
    });
  });

  it("writes the rewrite and reads the source", () => {
    expect(planSubTasks(fakeTask({ kind: "rewriting", labels: undefined }))[0]).toMatchObject({
      inputs: ["source"],
      output: ["rewrite"],
    });
  });

  it("brings steps into order and gives each what the steps before it wrote", () => {
    const steps = planSubTasks(
      fakeTask({
        kind: "question-answering",
        labels: undefined,
        steps: [
          { id: "answer", prompt: "Answer it.", output: "answer", dependsOn: ["question"] },
          { id: "question", prompt: "Ask.", output: "question", dependsOn: ["facts"] },
          { id: "facts", prompt: "List facts.", output: ["facts"] },
        ],
      }),
    );
    expect(steps.map((step) => step.id)).toEqual(["facts", "question", "answer"]);
    expect(steps[2]).toMatchObject({
      inputs: ["question"],
      prompt: "Answer it.",
      output: ["answer"],
    });
    expect(steps[0]!.outputSchema).toMatchObject({ properties: { facts: { type: "string" } } });
  });

  it("refuses steps that wait for each other, and a field that no step writes", () => {
    const circle = [
      { id: "a", prompt: "a", output: "text", dependsOn: ["b"] },
      { id: "b", prompt: "b", output: "idea", dependsOn: ["a"] },
    ];
    expect(() => planSubTasks(fakeTask({ steps: circle }))).toThrow(invalid(/cycle/));
    expect(() =>
      planSubTasks(fakeTask({ steps: [{ id: "a", prompt: "a", output: "idea" }] })),
    ).toThrow(invalid(/"text"/));
  });
});

describe("checkSubTasks", () => {
  it.each([
    [[part("a", ["x"], ["gone"])], /gone/],
    [[part("a", ["x"]), part("b", ["x"])], /both write "x"/],
    [[part("a", ["x"]), part("b", ["y"], [], ["x"])], /reads "x"/],
    [[part("a", ["x"], [], ["z"])], /reads "z"/],
    [[part("a", ["source"])], /which is given/],
    [[part("a", ["x"]), part("a", ["y"])], /twice/],
  ] as [SubTask[], RegExp][])("refuses a plan that cannot run (%#)", (subTasks, message) => {
    expect(() => checkSubTasks(subTasks, ["source"])).toThrow(invalid(message));
  });

  it("accepts what an ancestor wrote", () => {
    const subTasks = [
      part("c", ["z"], ["b"], ["x", "source"]),
      part("a", ["x"]),
      part("b", ["y"], ["a"]),
    ];
    expect(checkSubTasks(subTasks, ["source"]).map(({ id }) => id)).toEqual(["a", "b", "c"]);
  });
});

describe("replanSubTasks", () => {
  const plan = {
    subTasks: [part("a", ["x"]), { ...part("b", ["y"], ["a"]), prompt: "Write y." }],
    attributes: [],
    tree: { id: "root", name: "t", source: "spec" as const, children: [] },
    roundSize: 32,
    notes: [],
  };

  it("raises the revision of the failed sub-task only, and tells it why", () => {
    const next = replanSubTasks(plan, [{ subTask: "b", reason: "y was missing", count: 9 }]);
    expect(next.subTasks[0]).toBe(plan.subTasks[0]);
    expect(next.subTasks[1]).toMatchObject({ revision: 1, revisedBecause: ["y was missing"] });
    expect(next.subTasks[1]!.prompt).toMatch(/^Write y\.[^]*y was missing/u);
    expect(next.notes.at(-1)).toContain("9 failures");
    const again = replanSubTasks(next, [{ subTask: "b", reason: "y was a number", count: 5 }]);
    expect(again.subTasks[1]).toMatchObject({
      revision: 2,
      revisedBecause: ["y was missing", "y was a number"],
    });
  });

  it("refuses to plan what the plan does not have", () => {
    expect(() => replanSubTasks(plan, [{ subTask: "z", reason: "", count: 1 }])).toThrow(
      invalid(/"z"/),
    );
  });
});
