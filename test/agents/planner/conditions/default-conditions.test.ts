import { defaultConditions } from "../../../../agents/planner/conditions/find-conditions.js";
import { chosenName } from "../../../../base/slots/slot-choice.js";
import { taskSpecSchema, type TaskSpecInput } from "../../../../schema/task-file/task-spec.js";

const sourcesOf = (spec: Partial<TaskSpecInput>): string[] =>
  defaultConditions(
    taskSpecSchema.parse({
      name: "t",
      kind: "classification",
      description: "Tickets of a shop.",
      labels: ["refund", "delivery"],
      target: 100,
      ...spec,
    }),
  ).map(chosenName);
const attributes = { tone: ["calm", "curt"], channel: ["chat", "mail"] };

describe("the condition sources of a task that names none", () => {
  it("ask for topics where its own attributes cannot tell the first orders apart", () => {
    expect(sourcesOf({})).toEqual(["model-values", "support-statistics"]);
    // Eight combinations, 64 orders in the two rounds that are ordered blind.
    expect(sourcesOf({ attributes })).toEqual(["spec", "model-values", "support-statistics"]);
    expect(sourcesOf({ attributes, target: 8 })).toEqual(["spec", "support-statistics"]);
    expect(sourcesOf({ attributes, plan: { roundSize: 4 } })).toEqual([
      "spec",
      "support-statistics",
    ]);
  });

  it("cover the closed vocabularies of fields", () => {
    const custom: Partial<TaskSpecInput> = {
      kind: "custom",
      labels: undefined,
      fields: { relation: { values: ["causes", "needs"] }, tail: {} },
    };
    expect(sourcesOf({ ...custom, plan: { subtopics: 0 } })).toEqual([
      "spec",
      "support-statistics",
    ]);
    expect(sourcesOf(custom)).toEqual(["spec", "model-values", "support-statistics"]);
    expect(sourcesOf({ ...custom, target: 2 })).toEqual(["spec", "support-statistics"]);
  });

  it("ask for none where the task wants none, or its tree grows them", () => {
    expect(sourcesOf({ attributes, plan: { subtopics: 0 } })).toEqual([
      "spec",
      "support-statistics",
    ]);
    expect(sourcesOf({ attributes, plan: { strategy: "explore" } })).toEqual([
      "spec",
      "support-statistics",
    ]);
  });
});
