import type { Report, Summary } from "../../schema/report.js";
import type { Task } from "../../schema/task.js";
import { chosenName } from "../../base/slots/slot-choice.js";
import { inline } from "./card-markdown.js";

/** What nobody looked at in a run, or could not measure, with why: a sentence each. */
export function notMeasured({
  task,
  summary,
  report,
}: {
  readonly task: Task;
  readonly summary: Summary | null;
  readonly report: Report | null;
}): string[] {
  if (summary === null) return ["Anything: the run did not come to its evaluation."];
  const { diversity, downstream, labelAgreement } = summary;
  const { critique, curate, knowledge } = task.spec;
  const filters = new Set(curate.filters.map(chosenName));
  const criteria = new Set((critique.criteria ?? []).map(chosenName));
  const lines: string[] = [];
  const missing = (is: boolean, what: string, why?: string): void => {
    if (is) lines.push(why === undefined ? `${what}.` : `${what}: ${inline(why)}.`);
  };
  const why = (about: string): string | undefined =>
    report?.notes.find((note) => note.startsWith(about))?.slice(about.length + 2);
  missing(diversity.vocabulary === null, "Diversity and copies of support rows");
  missing(
    labelAgreement === null && task.labels.length > 0,
    "Agreement of a small model with the labels",
    why("label agreement"),
  );
  missing(
    downstream.synthetic === null,
    "What a model trained on this dataset does on real rows",
    downstream.note,
  );
  missing(
    knowledge.length === 0 && !criteria.has("grounded") && !criteria.has("faithful"),
    "Whether what the texts state is true: there were no sources to hold them against",
  );
  missing(!filters.has("harm"), "Harmful content (the filter `harm` was not used)");
  missing(!filters.has("privacy"), "Personal data (the filter `privacy` was not used)");
  missing(
    true,
    "Whether the samples are spread as real ones are: coverage counts cells of the plan, not of " +
      "the world",
  );
  return lines;
}
