import { resolveTask } from "../../schema/task.js";
import type { TaskSpec } from "../../schema/task-spec.js";
import { toolParameters, toolResult } from "../fields/tool-arguments.js";
import type { SpecProblem } from "./spec-problem.js";

/** What is wrong with a task's tools: names twice or taken, schemas that cannot be checked, samples that cannot call them. */
export function checkTools(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: SpecProblem["path"], message: string): void =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  const names = spec.tools.map((tool) => tool.name);
  spec.tools.forEach((tool, index) => {
    if (names.indexOf(tool.name) < index)
      report(["tools", index, "name"], `the tool ${JSON.stringify(tool.name)} is there twice`);
    if (tool.name === "answer")
      report(
        ["tools", index, "name"],
        '"answer" ends the work with the tools; choose another name',
      );
    if ((tool.parameters["type"] ?? "object") !== "object")
      report(["tools", index, "parameters", "type"], "the arguments of a tool are an object");
    else if (!isUsable(() => toolParameters(tool)))
      report(["tools", index, "parameters"], "not a JSON Schema that can be checked");
    if (tool.result !== undefined && !isUsable(() => toolResult(tool)))
      report(["tools", index, "result"], "not a JSON Schema that can be checked");
  });
  const fields = Object.values(resolveTask(spec, []).fields);
  if (spec.tools.length > 0 && !fields.some((field) => field.type === "messages"))
    report(
      ["tools"],
      `${spec.kind} samples have no turns that could call a tool; use kind tool-use, or a field of type messages`,
    );
  return problems;
}

function isUsable(make: () => unknown): boolean {
  try {
    make();
    return true;
  } catch {
    return false;
  }
}
