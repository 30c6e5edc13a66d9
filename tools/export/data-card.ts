import { stringify } from "yaml";
import type { KindName } from "../../schema/kind.js";
import { MODEL_ROLES, type ModelSpec } from "../../schema/task-file/model-spec.js";
import type { Report, Summary } from "../../schema/report.js";
import type { Task } from "../../schema/task.js";
import { shownDifference } from "../reporting/shown-difference.js";
import { cardFigures } from "./card-figures.js";
import { inline, table } from "./card-markdown.js";
import { notMeasured } from "./not-measured.js";

export interface DataCardFacts {
  readonly task: Task;
  readonly summary: Summary | null;
  /** The whole report of the run, where there is one: it names the models that were asked. */
  readonly report: Report | null;
  /** As the hub names it; null where none is stated. */
  readonly license: string | null;
  readonly splits: readonly { readonly name: string; readonly rows: number }[];
  /** Label -> samples that have it. */
  readonly labels: ReadonlyMap<string, number>;
  /** Language of a text, as it was found in it -> samples that have it. */
  readonly languages: ReadonlyMap<string, number>;
  readonly columns: readonly string[];
}

/**
 * README.md of a dataset folder: front matter that the Hugging Face hub reads, what the data are,
 * how they were made, the run's figures, and their limits.
 */
export function dataCard(facts: DataCardFacts): string {
  const { task, summary } = facts;
  const parts = [
    `---\n${frontMatter(facts)}---`,
    `# ${inline(task.spec.name)}`,
    inline(task.spec.description),
    ...(task.spec.purpose ? [`Purpose: ${inline(task.spec.purpose)}`] : []),
    "The samples are synthetic: language models wrote or labelled them with datawright.",
    `## Splits\n\n${table(
      ["split", "rows"],
      facts.splits.map((split) => [split.name, String(split.rows)]),
    )}`,
    `## Fields\n\n${table(
      ["field", "type", "content"],
      Object.entries(task.fields).map(([name, field]) => [
        name,
        field.type,
        field.description ?? "",
      ]),
    )}\n\nEvery row also has: ${facts.columns
      .filter((name) => !(name in task.fields))
      .map((name) => `\`${name}\``)
      .join(", ")}.`,
    ...(task.labels.length > 0
      ? [
          `## Labels\n\n${table(
            ["label", "definition", "samples"],
            task.labels.map((label) => [
              label.name,
              label.definition ?? "",
              String(facts.labels.get(label.name) ?? 0),
            ]),
          )}`,
        ]
      : []),
    `## How it was made\n\n${madeBy(facts)}\n\n${recipeOf(task)}Seed ${task.spec.seed}. ` +
      shownTo(task),
    `## Figures\n\n${summary === null ? "The run has no evaluation." : cardFigures(summary)}`,
    `## Not measured\n\n${bullets(notMeasured(facts))}`,
    `## Limits\n\n${bullets(limits(facts))}`,
    `## Licence\n\n${licenceText(facts.license)}`,
  ];
  return `${parts.join("\n\n")}\n`;
}

function frontMatter({ task, splits, license, languages }: DataCardFacts): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const category = CATEGORIES[task.kind.name];
  return stringify({
    pretty_name: task.spec.name,
    language: languagesOf(task, languages),
    license: license ?? "unknown",
    task_categories: category === null ? undefined : [category],
    size_categories: [
      rows < 1000
        ? "n<1K"
        : rows < 10_000
          ? "1K<n<10K"
          : rows < 100_000
            ? "10K<n<100K"
            : rows < 1_000_000
              ? "100K<n<1M"
              : "1M<n<10M",
    ],
    tags: ["synthetic", "datawright"],
    configs: [
      {
        config_name: "default",
        data_files: splits.map((split) => ({
          split: split.name,
          path: `data/${split.name}.parquet`,
        })),
      },
    ],
  });
}

const CATEGORIES: Readonly<Record<KindName, string | null>> = {
  classification: "text-classification",
  "pair-classification": "text-classification",
  relation: "text-classification",
  annotation: "text-classification",
  extraction: "token-classification",
  "question-answering": "question-answering",
  reasoning: "question-answering",
  instruction: "text-generation",
  dialogue: "text-generation",
  "tool-use": "text-generation",
  preference: "text-generation",
  rewriting: "text-generation",
  custom: null,
};

/** What the models were shown; how many support rows only where the task carries them. */
function shownTo(task: Task): string {
  const rows =
    task.support.length > 0
      ? [`${task.support.length} real rows as support`]
      : task.spec.support
        ? ["real rows as support"]
        : [];
  const shown = [
    ...rows,
    ...(task.spec.knowledge.length > 0 ? [`${task.spec.knowledge.length} sources of facts`] : []),
    ...(task.spec.inputs ? ["the given inputs"] : []),
  ];
  return shown.length === 0
    ? "The models were shown no data."
    : `The models were shown ${shown.join(", ")}.`;
}

/** Who asked which model how often, as the trace has it; else what the task names. */
function madeBy({ task, report }: DataCardFacts): string {
  const usage = report?.usage.filter(({ calls, cached }) => calls + cached > 0) ?? [];
  return usage.length > 0
    ? table(
        ["agent", "model", "calls", "from the cache"],
        usage.map((row) => [row.agent, row.model, String(row.calls), String(row.cached)]),
      )
    : `${table(["role", "model"], namedModels(task))}\n\nThe run has no record of what was asked; ` +
        "these are the models that its task names.";
}

function namedModels(task: Task): string[][] {
  const name = (model: ModelSpec): string => (typeof model === "string" ? model : model.model);
  const named = MODEL_ROLES.flatMap((role) =>
    task.spec.models[role] === undefined || role === "default"
      ? []
      : [[role as string, name(task.spec.models[role])]],
  );
  return [
    ...named,
    [
      named.length === 0 ? "all roles" : "all other roles",
      name(task.spec.models.default ?? "embedded"),
    ],
  ];
}

function recipeOf({ spec }: Task): string {
  if (spec.recipe === undefined) return "";
  return `Recipe \`${spec.recipe}\`${spec.asPublished ? ", sampled as published" : ""}. `;
}

/** The task's language, and what else a tenth of the texts is written in. */
function languagesOf(task: Task, found: ReadonlyMap<string, number>): string[] {
  const total = [...found.values()].reduce((sum, count) => sum + count, 0);
  const own = task.spec.language.split("-")[0]!.toLowerCase();
  const others = [...found]
    .filter(([language, count]) => language !== "und" && count >= Math.max(2, total / 10))
    .map(([language]) => language);
  return [...new Set([own, ...others])];
}

function licenceText(license: string | null): string {
  return license === null
    ? "No licence is stated. The terms of the support data, of the sources, and of the models' " +
        "providers apply to what was made from them; state a licence here before publishing."
    : `${inline(license)}. The terms of the support data, of the sources, and of the models' ` +
        "providers apply beside it.";
}

function limits({ task, report, summary, splits }: DataCardFacts): string[] {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const asked = report === null ? namedModels(task).map(([, model]) => model) : modelsIn(report);
  return [
    ...(asked.includes("embedded")
      ? [
          "The `embedded` model took part. It is a small statistical n-gram model fitted to " +
            "the rows it was shown: its texts recombine their words, it knows no facts and " +
            "follows no instructions, and text may be broken or off the point. Data it wrote " +
            "serve to try out pipelines, not to train models for use.",
        ]
      : []),
    "Synthetic text carries the biases and errors of the models that wrote it. Labels were " +
      "checked by models, not by people, except where `labelSource` is `person`.",
    ...(summary !== null && shownDifference(summary.downstream)?.shown === "worse"
      ? [
          "A small model trained on this dataset does worse on real rows than one trained " +
            "on the real support rows.",
        ]
      : []),
    ...(summary !== null && summary.accepted !== rows
      ? [
          `The figures are those of the run, which accepted ${summary.accepted} samples; ` +
            `this folder holds ${rows}.`,
        ]
      : []),
  ];
}

function modelsIn({ usage }: Report): string[] {
  return usage.filter(({ calls, cached }) => calls + cached > 0).map(({ model }) => model);
}

function bullets(lines: readonly string[]): string {
  return lines.map((line) => `- ${line}`).join("\n");
}
