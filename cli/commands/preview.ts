import { tryRead, type Trial } from "../../graphs/commands/try-task.js";
import { readSpec } from "../../graphs/run/read-spec.js";
import { labelKey } from "../../schema/label.js";
import { confirmPlanning } from "../confirm-spending.js";
import { launchOptions, type RunFlags } from "../flags.js";
import { padDisplay } from "../../base/text/display-width.js";
import { texts } from "../language/texts.js";
import { printable } from "../print/print-table.js";
import { turnLines } from "../print/turn-lines.js";
import type { SampleStatus } from "../../schema/sample.js";
import { reportError } from "../report-error.js";
import { printPrompts } from "../print/print-prompts.js";
import { whileWorking } from "../while-working.js";

/**
 * `datawright preview SPEC -n 3`: a few samples with every agent turn; with `--prompts` every
 * question once, as it is sent, without asking a model. Nothing is kept.
 */
export async function preview(
  spec: string,
  flags: RunFlags & { readonly samples: number; readonly prompts?: boolean },
): Promise<number> {
  if (flags.prompts === true) {
    const { readPrompts } = await import("../../graphs/prompts/read-prompts.js");
    return printPrompts(
      await whileWorking(texts().work.prompts(spec), flags, () =>
        readPrompts(spec, launchOptions({ ...flags, out: undefined })),
      ),
      flags,
    );
  }
  const options = launchOptions({ ...flags, out: undefined });
  const read = await readSpec(spec, options);
  if (!(await confirmPlanning(read, flags))) return 2;
  const trial = await whileWorking(texts().work.making(flags.samples, spec), flags, () =>
    tryRead(read, flags.samples, options),
  );
  if (flags.json) {
    process.stdout.write(`${JSON.stringify(trial)}\n`);
    return exitCodeOf(trial);
  }
  const { labels, ...say } = texts().preview;
  const out = (text = ""): void => void process.stdout.write(`${text}\n`);
  const line = (label: string, text: string): void => out(`  ${padDisplay(label, 10)} ${text}`);
  for (const [index, { sample, verdicts, spans, bodies }] of trial.samples.entries()) {
    out(`${index > 0 ? "\n" : ""}${say.sample(index + 1, trial.samples.length, sample.id)}`);
    line(
      labels.wanted,
      [
        labelKey(sample.label.given),
        ...sample.conditions.map((condition) => `${condition.name}: ${condition.value}`),
      ]
        .filter((part) => part !== "")
        .map(printable)
        .join("; ") || say.anything,
    );
    for (const span of spans.filter((one) => one.operation === "chat")) {
      const model = span.attributes["gen_ai.request.model"];
      const cached = span.attributes["datawright.cached"] === true;
      out(
        `  ${say.asked(span.agent, typeof model === "string" ? model : "", Math.round(span.durationMs), cached)}`,
      );
      for (const line of turnLines(span, bodies)) out(`    ${line}`);
    }
    for (const [field, value] of Object.entries(sample.fields))
      line(field, printable(typeof value === "string" ? value : JSON.stringify(value)));
    for (const verdict of verdicts)
      line(
        say.verdict(verdict.pass),
        `${verdict.criterion}${verdict.revision > 0 ? ` (${say.revision(verdict.revision)})` : ""}${verdict.score === null ? "" : ` ${verdict.score.toFixed(2)}`}: ` +
          printable(verdict.reason),
      );
    for (const { note } of sample.history.filter(({ step }) => step === "draft"))
      if (note !== undefined) line(labels.failed, printable(note));
    line(
      labels.status,
      `${sample.status}${sample.reasons.length > 0 ? ` (${sample.reasons.join(", ")})` : ""}`,
    );
    const why = verdicts.length === 0 ? sample.history.find(({ note }) => note)?.note : undefined;
    if (why !== undefined) line(labels.why, printable(why));
  }
  const shown = (status: SampleStatus): number =>
    trial.samples.filter(({ sample }) => sample.status === status).length;
  out();
  out(
    say.end({
      samples: trial.samples.length,
      accepted: shown("accepted"),
      rejected: shown("rejected"),
      waiting: shown("in-review"),
      calls: trial.summary.modelCalls,
      input: trial.summary.tokens.input,
      output: trial.summary.tokens.output,
    }),
  );
  return exitCodeOf(trial);
}

/** As that of a run; 1 where an agent's own code failed on every sample: nothing was judged. */
function exitCodeOf(trial: Trial): number {
  if (trial.error) return reportError(trial.error, false);
  return trial.samples.some(({ sample }) => !sample.reasons.includes("agent-failed")) ? 0 : 1;
}
