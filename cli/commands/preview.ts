import { tryTask } from "../../graphs/commands/try-task.js";
import { labelKey } from "../../schema/label.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { countText } from "../print/print-figures.js";
import { printable } from "../print/print-table.js";
import { turnLines } from "../print/turn-lines.js";
import type { SampleStatus } from "../../schema/sample.js";
import { reportError } from "../report-error.js";
import { whileWorking } from "../while-working.js";

/** `datawright preview SPEC -n 3`: a few samples with every agent turn. Nothing is kept. */
export async function preview(
  spec: string,
  flags: RunFlags & { readonly samples: number },
): Promise<number> {
  const trial = await whileWorking(
    `making ${countText(flags.samples, "sample")} of ${spec}`,
    flags,
    () => tryTask(spec, flags.samples, launchOptions({ ...flags, out: undefined })),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(trial)}\n`);
    return trial.error ? reportError(trial.error, false) : trial.samples.length > 0 ? 0 : 1;
  }
  const out = (line = ""): void => void process.stdout.write(`${line}\n`);
  for (const [index, { sample, verdicts, spans, bodies }] of trial.samples.entries()) {
    out(`${index > 0 ? "\n" : ""}sample ${index + 1} of ${trial.samples.length}: ${sample.id}`);
    out(
      `  wanted     ${
        [
          labelKey(sample.label.given),
          ...sample.conditions.map((condition) => `${condition.name}: ${condition.value}`),
        ]
          .filter((part) => part !== "")
          .map(printable)
          .join("; ") || "anything of the task"
      }`,
    );
    for (const span of spans.filter((one) => one.operation === "chat")) {
      out(
        `  ${span.agent ?? "model"} asked ` +
          `${String(span.attributes["gen_ai.request.model"] ?? "")} ` +
          `(${Math.round(span.durationMs)} ` +
          `ms${span.attributes["datawright.cached"] === true ? ", cached" : ""})`,
      );
      for (const line of turnLines(span, bodies)) out(`    ${line}`);
    }
    for (const [field, value] of Object.entries(sample.fields))
      out(
        `  ${field.padEnd(10)} ` +
          `${printable(typeof value === "string" ? value : JSON.stringify(value))}`,
      );
    for (const verdict of verdicts)
      out(
        `  ${verdict.pass ? "passed " : "REFUSED"}    ` +
          `${verdict.criterion}${verdict.revision > 0 ? ` (revision ${verdict.revision})` : ""}${verdict.score === null ? "" : ` ${verdict.score.toFixed(2)}`}: ` +
          `${printable(verdict.reason)}`,
      );
    for (const { note } of sample.history.filter(({ step }) => step === "draft"))
      if (note !== undefined) out(`  FAILED     ${printable(note)}`);
    out(
      "  status     " +
        `${sample.status}${sample.reasons.length > 0 ? ` (${sample.reasons.join(", ")})` : ""}`,
    );
    const why = verdicts.length === 0 ? sample.history.find(({ note }) => note)?.note : undefined;
    if (why !== undefined) out(`  why        ${printable(why)}`);
  }
  const shown = (status: SampleStatus): number =>
    trial.samples.filter(({ sample }) => sample.status === status).length;
  const waiting = shown("in-review");
  out(
    `\n${countText(trial.samples.length, "sample")}, ${shown("accepted")} accepted, ` +
      `${shown("rejected")} refused${waiting > 0 ? `, ${waiting} for a person` : ""}; ` +
      `${countText(trial.summary.modelCalls, "model call")}, ${trial.summary.tokens.input} tokens in, ` +
      `${trial.summary.tokens.output} out; nothing was kept`,
  );
  if (trial.error) return reportError(trial.error, false);
  // Nothing was judged where an agent's own code failed on every sample.
  return trial.samples.some(({ sample }) => !sample.reasons.includes("agent-failed")) ? 0 : 1;
}
