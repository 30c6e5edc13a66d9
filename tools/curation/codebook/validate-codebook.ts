import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import type { LabelValue } from "../../../schema/label.js";
import { wilsonInterval } from "../../../base/statistics/intervals.js";
import { Random } from "../../../base/statistics/random.js";
import { PROMPT_VARIANTS } from "../allocation/prompt-variants.js";
import type { AskModel, AskPeople, CurationRow } from "../contract.js";
import { parseSettings } from "../filters/define-filter.js";
import { cohenKappa } from "./cohen-kappa.js";
import type {
  CodebookOutcome,
  CodebookValidation,
  LabelValidation,
  Rate,
  Verdict,
} from "./contract.js";

export const codebookSettingsSchema = z.strictObject({
  sample: z
    .int()
    .min(1)
    .default(250)
    .describe("Rows that people label; all where there are fewer. At least 1."),
  runs: z
    .int()
    .min(1)
    .default(3)
    .describe("Times that the language model is asked about each row of the sample. At least 1."),
  leastSupport: z
    .int()
    .min(1)
    .default(10)
    .describe(
      "A label with fewer rows by people, or by the language model, is for review: its " +
        "rates say little. At least 1.",
    ),
  go: z
    .number()
    .min(0)
    .max(1)
    .default(0.8)
    .describe("Precision and recall from which a label goes. From 0 to 1."),
  stop: z
    .number()
    .min(0)
    .max(1)
    .default(0.5)
    .describe(
      "A label stops where its precision or recall is below this with 95 % confidence. From " +
        "0 to 1, at most `go`.",
    ),
  consistency: z
    .number()
    .min(0)
    .max(1)
    .default(0.9)
    .describe("A label whose repeated runs agree less often than this is for review. From 0 to 1."),
});

export interface CodebookOptions {
  readonly rows: readonly CurationRow[];
  readonly labels: readonly string[];
  /**
   * Asked about each row of the sample, `runs` times with the same wording (variants 0, 8, 16 …,
   * see `modelAsker`). Rows with enough `votes` are not asked about.
   */
  readonly askModel?: AskModel;
  /** People's labels by row id. */
  readonly answers?: ReadonlyMap<string, LabelValue>;
  /** Asked for the sample where there are no `answers`. */
  readonly askPeople?: AskPeople;
  readonly seed?: number;
  readonly settings?: Partial<z.output<typeof codebookSettingsSchema>>;
}

const QUESTION = "Which label is right? Do not look at a model's answer first.";

/**
 * Decides label by label whether a language model may apply a codebook, by a sample that people
 * labelled (Pangakis et al. 2023): precision,
 * recall, agreement, Cohen's kappa, and how steady repeated runs are. Without people's answers it
 * returns the rows that they must label.
 *
 * A label goes where precision and recall reach `go`; it stops where the upper end of either
 * interval is below `stop`; all else is for
 * review, with the reasons. With `answers`, every row that they name is the sample.
 *
 * @throws SHAPE        if there is no row, fewer than two labels, two rows with one id, or answers
 *                     name no row
 * @throws DATA_LABEL   if people gave a label that the codebook does not have
 * @throws SPEC_INVALID for an unknown or wrong setting, or no way to get the language model's
 *                     labels
 */
export async function validateCodebook(options: CodebookOptions): Promise<CodebookOutcome> {
  const settings = parseSettings(
    "codebook validation",
    codebookSettingsSchema,
    options.settings ?? {},
  );
  if (settings.stop > settings.go)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `stop (${settings.stop}) is above go (${settings.go})`,
    });
  const { rows, labels, answers, askPeople, askModel, seed = 0 } = options;
  if (rows.length === 0 || labels.length < 2)
    throw new DatawrightError({
      code: "SHAPE",
      message: `a codebook of ${labels.length} labels over ${rows.length} rows cannot be validated`,
    });
  if (new Set(rows.map((row) => row.id)).size !== rows.length)
    throw new DatawrightError({ code: "SHAPE", message: "two rows have the same id" });
  const sample =
    answers === undefined
      ? new Random(seed).derive("codebook").sample(rows, settings.sample)
      : rows.filter((row) => answers.has(row.id));
  if (sample.length === 0)
    throw new DatawrightError({ code: "SHAPE", message: "people's answers name none of the rows" });
  const said = answers ?? (askPeople === undefined ? null : await askPeople(sample, QUESTION));
  if (said === null) return { status: "needs-people", sample, question: QUESTION };
  const gold = sample.map((row) => personLabel(said.get(row.id) ?? null, row.id, labels));
  const answered = [...sample.keys()].filter((index) => gold[index] !== null);
  const runs = await modelRuns(
    answered.map((index) => sample[index]!),
    labels,
    { runs: settings.runs, askModel },
  );
  const people = answered.map((index) => gold[index]!);
  return {
    status: "validated",
    sample,
    validation: {
      ...judge(people, runs, labels, settings),
      unanswered: sample.length - answered.length,
    },
  };
}

function judge(
  people: readonly string[],
  runs: readonly (readonly (string | null)[])[],
  labels: readonly string[],
  settings: z.output<typeof codebookSettingsSchema>,
): Omit<CodebookValidation, "unanswered"> {
  const model = runs.map((run) => run[0] ?? null);
  const repeated = runs.filter((run) => run.length > 1);
  const judged = labels.map((label) => judgeLabel(label, people, { model, runs }, settings));
  const order: readonly Verdict[] = ["go", "review", "stop"];
  return {
    labels: judged,
    verdict: order[Math.max(...judged.map(({ verdict }) => order.indexOf(verdict)))]!,
    agreement: rate(people.filter((label, index) => label === model[index]).length, people.length),
    kappa: cohenKappa(
      people,
      model.map((label) => label ?? ""),
    ),
    stable:
      repeated.length === 0
        ? null
        : rate(
            repeated.filter((run) => run.every((label) => label !== null && label === run[0]))
              .length,
            repeated.length,
          ),
    validated: people.length,
    unread: runs.flat().filter((label) => label === null).length,
  };
}

function judgeLabel(
  label: string,
  people: readonly string[],
  {
    model,
    runs,
  }: {
    readonly model: readonly (string | null)[];
    readonly runs: readonly (readonly (string | null)[])[];
  },
  settings: z.output<typeof codebookSettingsSchema>,
): LabelValidation {
  const byPeople = people.map((one) => one === label);
  const byModel = model.map((one) => one === label);
  const both = byPeople.filter((yes, index) => yes && byModel[index]).length;
  const support = byPeople.filter(Boolean).length;
  const named = byModel.filter(Boolean).length;
  const precision = rate(both, named);
  const recall = rate(both, support);
  const repeated = runs.filter((run) => run.length > 1 && run[0] === label);
  const consistency =
    repeated.length === 0
      ? null
      : repeated.reduce(
          (sum, run) => sum + run.slice(1).filter((one) => one === label).length / (run.length - 1),
          0,
        ) / repeated.length;
  const reasons: string[] = [];
  const weak = [
    ["precision", precision],
    ["recall", recall],
  ] as const;
  const stops = weak.filter(([, { upper, trials }]) => trials > 0 && upper < settings.stop);
  for (const [name, { upper }] of stops)
    reasons.push(`${name} is below ${settings.stop} (at most ${upper.toFixed(2)})`);
  if (stops.length === 0) {
    if (support < settings.leastSupport)
      reasons.push(`people gave it to ${support} rows, fewer than ${settings.leastSupport}`);
    if (named < settings.leastSupport)
      reasons.push(
        `the language model gave it to ${named} rows, fewer than ${settings.leastSupport}`,
      );
    for (const [name, { value }] of weak)
      if (value !== null && value < settings.go)
        reasons.push(`${name} ${value.toFixed(2)} is below ${settings.go}`);
    if (consistency !== null && consistency < settings.consistency)
      reasons.push(
        `repeated runs agree in ${consistency.toFixed(2)}, below ${settings.consistency}`,
      );
  }
  return {
    label,
    support,
    precision,
    recall,
    f1: support + named === 0 ? null : (2 * both) / (support + named),
    agreement: rate(byPeople.filter((yes, index) => yes === byModel[index]).length, people.length),
    kappa: cohenKappa(byPeople.map(String), byModel.map(String)),
    consistency,
    verdict: stops.length > 0 ? "stop" : reasons.length > 0 ? "review" : "go",
    reasons,
  };
}

/**
 * The language model's labels of each row, one a run; null for an answer that could not be read or
 * is no label.
 */
async function modelRuns(
  rows: readonly CurationRow[],
  labels: readonly string[],
  { runs, askModel }: { readonly runs: number; readonly askModel: AskModel | undefined },
): Promise<(string | null)[][]> {
  const known = new Set(labels);
  const read = (label: LabelValue | undefined): string | null =>
    typeof label === "string" && known.has(label) ? label : null;
  const found = rows.map((row): (string | null)[] => (row.votes ?? []).map(read));
  const open = [...rows.keys()].filter(
    (index) =>
      found[index]!.length < runs && (askModel !== undefined || found[index]!.length === 0),
  );
  if (open.length === 0) return found;
  if (askModel === undefined) {
    for (const index of open) {
      if (rows[index]!.label === null)
        throw new DatawrightError({
          code: "SPEC_INVALID",
          message:
            `row ${rows[index]!.id} has neither a label nor votes, and there is no language ` +
            "model to ask",
          hint: "give a model, or rows with the language model's labels",
        });
      found[index] = [read(rows[index]!.label)];
    }
    return found;
  }
  for (let run = 0; run < runs; run++) {
    const missing = open.filter((index) => found[index]!.length <= run);
    // The same wording, as a question of its own: an answer from a cache would be no second run.
    const answers =
      missing.length === 0
        ? []
        : await askModel(
            missing.map((index) => rows[index]!),
            { demonstrations: [], variant: run * PROMPT_VARIANTS.length },
          );
    for (const [at, index] of missing.entries()) found[index]!.push(read(answers[at]?.label));
  }
  return found;
}

function personLabel(label: LabelValue, id: string, labels: readonly string[]): string | null {
  if (label === null) return null;
  if (typeof label === "string" && labels.includes(label)) return label;
  throw new DatawrightError({
    code: "DATA_LABEL",
    message:
      `people labelled row ${id} ${JSON.stringify(label)}, which is none of the codebook's ` +
      "labels",
    hint: `labels: ${labels.join(", ")}`,
    details: { row: id },
  });
}

function rate(successes: number, trials: number): Rate {
  return {
    ...wilsonInterval(successes, trials),
    value: trials === 0 ? null : successes / trials,
    successes,
    trials,
  };
}
