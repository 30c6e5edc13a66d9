import { isDatawrightError } from "../../../base/errors.js";
import { readTaskObject } from "../../../graphs/run/read-task.js";
import type { TaskSpecInput } from "../../../schema/task-file/task-spec.js";

const rubric = { name: "politeness", question: "How polite?", scale: { 1: "rude", 5: "warm" } };
const problemsOf = async (...criteria: unknown[]): Promise<string> => {
  const task = {
    name: "t",
    kind: "classification",
    description: "d",
    labels: ["refund", "delivery"],
    attributes: { tone: ["calm", "angry"] },
    target: 3,
    support: { rows: [{ text: "x", label: "refund" }] },
    critique: { criteria },
  } as TaskSpecInput;
  try {
    await readTaskObject(task);
    return "";
  } catch (error) {
    if (!isDatawrightError(error)) throw error;
    return error.message;
  }
};

describe("criteria that a task defines in place", () => {
  it("stand beside names and may be about labels, attributes and fields", async () => {
    await expect(
      problemsOf("format", {
        ...rubric,
        atLeast: 4,
        appliesTo: { labels: ["refund"], attributes: { tone: "calm" }, fields: "text" },
      }),
    ).resolves.toBe("");
  });
  it.each([
    [
      { ...rubric, name: "format" },
      /criteria\[1\]\.name: there is a criterion "format" already, built in/u,
    ],
    [
      { ...rubric, name: "reason" },
      /criteria\[1\]\.name: the judge's answer has "reason" already/u,
    ],
    [{ name: "politenes", questoin: "?" }, /no criterion "politenes".*defined by its `question`/u],
    [{ ...rubric, atLest: 3 }, /did you mean "atLeast"/u],
    [{ ...rubric, atLeast: 6 }, /atLeast: .*6 is outside its scale, which goes from 1 to 5/u],
    [{ ...rubric, scale: { 1: "one" } }, /scale: .*two numbers at least/u],
    [{ ...rubric, scale: { low: "a", 5: "b" } }, /scale: .*"low" is no number/u],
    [
      { ...rubric, appliesTo: { labels: "refnd" } },
      /appliesTo\.labels: "refnd" is not a label of the task; did you mean "refund"/u,
    ],
    [
      { ...rubric, appliesTo: { attributes: { tonne: "calm" } } },
      /appliesTo\.attributes\.tonne: the task has no attribute "tonne"; did you mean "tone"/u,
    ],
    [
      { ...rubric, appliesTo: { attributes: { tone: ["clam"] } } },
      /appliesTo\.attributes\.tone: "clam" is no value of it; did you mean "calm"/u,
    ],
    [
      { ...rubric, appliesTo: { fields: ["txt"] } },
      /appliesTo\.fields\[0\]: .* no field "txt"; did you mean "text"/u,
    ],
    [{ ...rubric, appliesTo: {} }, /appliesTo: names nothing/u],
  ])("are refused where they do not fit: %j", async (choice, message) => {
    await expect(problemsOf("coherent", choice)).resolves.toMatch(message);
  });
  it("are refused where a name is there twice", async () => {
    await expect(problemsOf(rubric, rubric)).resolves.toMatch(/"politeness" is there twice/u);
  });
});
