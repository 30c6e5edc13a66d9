import type { Row } from "../../../schema/sample.js";
import type { Task } from "../../../schema/task.js";
import { taskWarnings } from "../../../tools/task-file/task-warnings.js";
import { taskOf } from "./task-fixture.js";

const rows = (...labels: readonly string[]): Row[] =>
  labels.map((label, index) => ({
    id: `r${index}`,
    fields: { text: "a text" },
    text: "a text",
    label,
    line: index,
  }));

describe("taskWarnings", () => {
  it.each<[string, Task, readonly Row[], RegExp]>([
    ["one label", taskOf({ labels: ["spam"] }), [], /^labels: "spam" is the only one/u],
    [
      "support rows of one class",
      taskOf({ labels: ["a", "b", "c"] }),
      rows("b", "b"),
      /^support: all 2 labelled rows have the label "b"; .* other 2 /u,
    ],
    [
      "a field like a word of a language",
      taskOf({ fields: { class: {} } }),
      rows("spam", "ham"),
      /^fields\.class: a reserved word/u,
    ],
    [
      "a field like a member of every object",
      taskOf({ fields: { constructor: {} } }),
      rows("spam", "ham"),
      /^fields\.constructor: every JavaScript object/u,
    ],
    [
      "an attribute like a slot of a template",
      taskOf({ attributes: { sources: ["web", "mail"] } }),
      rows("spam", "ham"),
      /^attributes\.sources: in a prompt template/u,
    ],
  ])("warns of %s", (_what, task, support, warning) => {
    expect(taskWarnings(task.spec, support)).toEqual([expect.stringMatching(warning)]);
  });

  it("has nothing to say of an ordinary task, nor of one without rows", () => {
    expect(taskWarnings(taskOf({}).spec, rows("spam", "ham"))).toEqual([]);
    expect(taskWarnings(taskOf({}).spec, [])).toEqual([]);
  });
});
