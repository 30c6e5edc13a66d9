import type { Row } from "../../../schema/sample.js";
import { taskSpecSchema, type TaskSpec } from "../../../schema/task-file/task-spec.js";
import { checkPlan } from "../../../tools/task-file/check-plan.js";
import { splitValidation } from "../../../tools/rows/split-validation.js";

const rows = Array.from({ length: 40 }, (_, index): Row => ({
  id: `r${index}`,
  fields: {},
  text: `text ${index}`,
  label: index % 4 === 0 ? "rare" : "common",
  line: null,
}));
const specOf = (plan: Record<string, unknown>, rest: Record<string, unknown> = {}): TaskSpec =>
  taskSpecSchema.parse({
    name: "t",
    kind: "classification",
    description: "d",
    labels: ["rare", "common"],
    target: 10,
    support: { rows: [] },
    plan,
    ...rest,
  });

describe("the validation part", () => {
  it("is a fifth of the support where the planner follows errors, by label, never shared", () => {
    const { support, validation, removed } = splitValidation(
      rows,
      specOf({ seeds: "student-errors" }),
    );
    expect(validation).toHaveLength(8);
    expect(validation.filter((row) => row.label === "rare")).toHaveLength(2);
    expect(support).toHaveLength(32);
    expect(new Set([...support, ...validation].map((row) => row.id)).size).toBe(40);
    expect(removed).toBe(0);
  });

  it("is empty unless it is asked for, and as large as it is asked for", () => {
    expect(splitValidation(rows, specOf({}))).toEqual({
      support: rows,
      validation: [],
      removed: 0,
    });
    expect(splitValidation(rows, specOf({ validation: 0.5 })).validation).toHaveLength(20);
  });

  it("has no row that the support has too", () => {
    const twins = rows.map((row, index) => ({ ...row, text: `text ${index % 3}` }));
    const { validation, removed } = splitValidation(twins, specOf({ validation: 0.5 }));
    expect(validation).toEqual([]);
    expect(removed).toBe(20);
  });

  it("needs labels, support rows and a share above 0", () => {
    const paths = (spec: TaskSpec): string[] =>
      checkPlan(spec).map((problem) => problem.path.join("."));
    expect(paths(specOf({ seeds: "student-errors" }))).toEqual([]);
    expect(paths(specOf({ seeds: "student-errors", validation: 0 }))).toEqual(["plan.validation"]);
    expect(paths(specOf({ validation: 0.2 }, { support: undefined }))).toEqual(["plan.validation"]);
    expect(
      paths(specOf({ seeds: "student-errors" }, { kind: "instruction", labels: undefined })),
    ).toEqual(["plan.seeds"]);
  });
});
