import {
  ANY_INTEGER,
  ANYTHING,
  CALLBACK,
  checkOptions,
  LIST,
} from "../../../base/settings/check-options.js";
import { DatawrightError } from "../../../base/errors.js";
import type { LabelValue } from "../../../schema/label.js";
import { Random } from "../../../base/statistics/random.js";
import type { AskModel, AskPeople, CurationRow } from "../contract.js";
import { parseSettings } from "../../../base/settings/parse-settings.js";
import { cohenKappa } from "../../agreement/cohen-kappa.js";
import { codebookSettingsSchema, type CodebookSettings } from "./codebook-settings.js";
import type { CodebookOutcome, CodebookValidation, Verdict } from "./contract.js";
import { judgeLabel, rate } from "./judge-label.js";
import { modelRuns } from "./model-runs.js";

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
  readonly settings?: Partial<CodebookSettings>;
}

const QUESTION = "Which label is right? Do not look at a model's answer first.";

const RULES = {
  rows: LIST,
  labels: LIST,
  askModel: CALLBACK,
  answers: ANYTHING,
  askPeople: CALLBACK,
  seed: ANY_INTEGER,
  settings: ANYTHING,
} as const;

/**
 * Decides label by label whether a language model may apply a codebook, by a sample that people
 * labelled (Pangakis et al. 2023): precision, recall, agreement, Cohen's kappa, and how steady
 * repeated runs are. Without people's answers it returns the rows that they must label.
 *
 * A label goes where precision and recall reach `go`; it stops where the upper end of either
 * interval is below `stop`; all else is for review, with the reasons. With `answers`, every row
 * that they name is the sample.
 *
 * @throws SHAPE        if there is no row, fewer than two labels, two rows with one id, or answers
 *         name no row
 * @throws DATA_LABEL   if people gave a label that the codebook does not have
 * @throws SPEC_INVALID for an unknown or wrong setting, or no way to get the language model's
 *         labels
 */
export async function validateCodebook(options: CodebookOptions): Promise<CodebookOutcome> {
  checkOptions(options, { of: "validateCodebook", rules: RULES, needed: ["rows", "labels"] });
  const settings = parseSettings(codebookSettingsSchema, options.settings, {
    owner: "codebook validation",
  });
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
  settings: CodebookSettings,
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
