import { KIND_TABLE } from "../../schema/kind.js";
import { ownFields } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-spec.js";
import { didYouMean } from "./nearest-name.js";
import type { SpecProblem } from "./spec-problem.js";

/** What is wrong with `critique.checker`, as far as it shows without running it. */
export function checkChecker(spec: TaskSpec): SpecProblem[] {
  const { checker, criteria } = spec.critique;
  const problems: SpecProblem[] = [];
  const report = (field: string | null, message: string): void =>
    void problems.push({
      code: "SPEC_INVALID",
      path: ["critique", "checker", ...(field === null ? [] : [field])],
      message,
    });
  if (checker === undefined) {
    if (criteria?.includes("checker"))
      report(
        null,
        "missing; the criterion checker needs it, for example `checker: { language: javascript, code: sample.answer > 0 }`",
      );
    return problems;
  }
  if (criteria && !criteria.includes("checker"))
    report(null, "it is not asked: add checker to critique.criteria, or take it out");
  if (checker.code !== undefined && checker.path !== undefined)
    report("path", "give `code` or `path`, not both");
  if (checker.code === undefined && checker.path === undefined && checker.runs === undefined)
    report("code", "missing; give `code` or `path`, or in `runs` the field whose code must run");
  if (checker.schema !== undefined && checker.schemaPath !== undefined)
    report("schemaPath", "give `schema` or `schemaPath`, not both");
  for (const name of ["schema", "schemaPath"] as const) {
    if (checker[name] !== undefined && checker.language !== "sql")
      report(name, `only sql has tables; a ${checker.language} checker has none`);
  }
  const fields = Object.keys({ ...KIND_TABLE[spec.kind].fields, ...ownFields(spec) });
  if (checker.runs !== undefined && !fields.includes(checker.runs))
    report(
      "runs",
      `a ${spec.kind} sample has no field of that name${didYouMean(checker.runs, fields)} (it has ${fields.join(", ")})`,
    );
  return problems;
}
