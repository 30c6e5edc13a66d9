import { chosenName } from "../../base/slots/slot-choice.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { ownFields } from "../../schema/task.js";
import { KNOWLEDGE_TYPES } from "../../schema/task-file/knowledge-spec.js";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { checkKnowledge, hasGraph } from "../knowledge/check-knowledge.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";

/**
 * What is wrong with `support:`, `inputs:` and `knowledge:`, as far as it shows without opening a
 * file.
 */
export function checkSources(spec: TaskSpec): SpecProblem[] {
  const problems: SpecProblem[] = [];
  const report = (path: SpecProblem["path"], message: string): void =>
    void problems.push({ code: "SPEC_INVALID", path, message });
  if (spec.support) checkSource("support", spec.support, spec, report);
  if (spec.inputs) checkSource("inputs", spec.inputs, spec, report);
  if (!spec.inputs && (spec.kind === "annotation" || spec.kind === "rewriting")) {
    report(
      ["inputs"],
      `missing; kind ${spec.kind} works on given rows: name their file, for example ` +
        `\`inputs: { path: rows.csv }\``,
    );
  }
  if (spec.support?.sample !== undefined && spec.support.heldOut !== undefined) {
    report(
      ["support", "heldOut"],
      "`sample` holds out every row that it does not draw; give `sample` or `heldOut`, not both",
    );
  }
  for (const key of ["sample", "heldOut"] as const) {
    if (spec.inputs?.[key] !== undefined)
      report(["inputs", key], `\`${key}\` divides support rows; inputs are all worked on`);
  }
  for (const { path, message } of checkKnowledge(
    spec.knowledge,
    // Names of plug-ins are checked where these are known.
    [...Object.keys(KNOWLEDGE_TYPES), ...spec.knowledge.map(({ name }) => name)],
  ))
    report(["knowledge", ...path], message);
  const selector = chosenName(spec.generate.sources);
  if (!["fitting", "turns"].includes(selector) && spec.knowledge.length === 0)
    report(
      ["knowledge"],
      `missing; generate.sources ${JSON.stringify(selector)} needs sources of facts`,
    );
  else if (selector === "subgraph" && !hasGraph(spec.knowledge))
    report(
      ["knowledge"],
      'generate.sources "subgraph" needs a source with triples (rdf, csv, ' + "json-ld, wordnet)",
    );
  return problems;
}

function checkSource(
  name: "support" | "inputs",
  source: DataSource,
  spec: TaskSpec,
  report: (path: SpecProblem["path"], message: string) => void,
): void {
  if (source.path === undefined && source.rows === undefined)
    report(
      [name, "path"],
      `missing; name the file with the rows: \`path: rows.csv\`, or on the command line ` +
        `\`--set ${name}.path=FILE\``,
    );
  if (source.path !== undefined && source.rows !== undefined)
    report([name, "rows"], "give `path` or `rows`, not both");
  if (source.rows?.length === 0) report([name, "rows"], "must not be empty");
  const labels = (spec.labels ?? []).map((label) => label.name);
  const columns = [
    ...Object.keys({ ...KIND_TABLE[spec.kind].fields, ...ownFields(spec) }),
    ...(labels.length > 0 ? ["label"] : []),
  ];
  for (const column of Object.keys(source.columns ?? {})) {
    if (!columns.includes(column))
      report(
        [name, "columns", column],
        `a ${spec.kind} sample has no field of that name${didYouMean(column, columns)} (it ` +
          `has ${columns.join(", ")})`,
      );
  }
  for (const [value, label] of Object.entries(source.labelMap ?? {})) {
    if (!labels.includes(label))
      report(
        [name, "labelMap", value],
        `${JSON.stringify(label)} is not a label of the task${didYouMean(label, labels)}`,
      );
  }
}
