import { stringify } from "yaml";
import type { KindName } from "../../schema/kind.js";
import { MODEL_ROLES, type ModelSpec } from "../../schema/task-file/model-spec.js";
import type { Summary } from "../../schema/report.js";
import type { Task } from "../../schema/task.js";

export interface DataCardFacts {
  readonly task: Task;
  readonly summary: Summary | null;
  readonly splits: readonly { readonly name: string; readonly rows: number }[];
  /** Label -> samples that have it. */
  readonly labels: ReadonlyMap<string, number>;
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
    `## How it was made\n\n${table(["role", "model"], modelRows(task))}\n\nSeed ` +
      `${task.spec.seed}. ${shownTo(task)}`,
    `## Figures\n\n${summary === null ? "The run has no evaluation." : figures(summary)}`,
    `## Limits\n\n${limits(facts)}`,
    "## Licence\n\nNo licence is stated. The terms of the support data, of the sources, and " +
      "of the models' providers apply to what was made from them; state a licence here before " +
      "publishing.",
  ];
  return `${parts.join("\n\n")}\n`;
}

function frontMatter({ task, splits }: DataCardFacts): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const category = CATEGORIES[task.kind.name];
  return stringify({
    pretty_name: task.spec.name,
    language: [task.spec.language.split("-")[0]?.toLowerCase()],
    license: "unknown",
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

function modelRows(task: Task): string[][] {
  return modelsOf(task).map(({ role, model }) => [role, model]);
}

function modelsOf(task: Task): { role: string; model: string }[] {
  const name = (model: ModelSpec): string => (typeof model === "string" ? model : model.model);
  const named = MODEL_ROLES.flatMap((role) =>
    task.spec.models[role] === undefined || role === "default"
      ? []
      : [{ role: role as string, model: name(task.spec.models[role]) }],
  );
  return [
    ...named,
    {
      role: named.length === 0 ? "all roles" : "all other roles",
      model: name(task.spec.models.default ?? "embedded"),
    },
  ];
}

function figures(summary: Summary): string {
  const { diversity, downstream, copies } = summary;
  const accuracy = (figure: Summary["downstream"]["real"]): string =>
    figure === null
      ? "not measured"
      : `${number(figure.accuracy)} (${number(figure.low)} to ${number(figure.high)}, trained ` +
        `on ${figure.trainSize} rows)`;
  return table(
    ["figure", "value"],
    [
      ["accepted / wanted", `${summary.accepted} / ${summary.target}`],
      ["refused", String(summary.rejected)],
      ["in review", String(summary.inReview)],
      ["ended because", `${summary.stop}: ${summary.stopDetail}`],
      ["cells covered", `${summary.coverage.covered} of ${summary.coverage.cells}`],
      ["vocabulary", String(diversity.vocabulary)],
      ["distinct-1, distinct-2", `${number(diversity.distinct1)}, ${number(diversity.distinct2)}`],
      ["average pairwise similarity", number(diversity.averagePairwiseSimilarity)],
      ["copies of support rows, verbatim and near", `${copies.verbatim}, ${copies.near}`],
      ["small model agrees with the label", number(summary.labelAgreement)],
      ["accuracy on real rows, trained on this dataset", accuracy(downstream.synthetic)],
      ["accuracy on real rows, trained on the real support rows", accuracy(downstream.real)],
      ["share of the commonest label in the test", number(downstream.majority)],
      [
        "rows of the test",
        `${downstream.testSize} (${downstream.removedFromTest} equal to a support row were ` +
          "removed)",
      ],
      ["model calls, of them from the cache", `${summary.modelCalls}, ${summary.cachedCalls}`],
      ["cost in US dollars", summary.costUsd === null ? "unknown" : number(summary.costUsd)],
    ],
  );
}

function limits({ task, summary, splits }: DataCardFacts): string {
  const rows = splits.reduce((sum, split) => sum + split.rows, 0);
  const { synthetic = null, real = null } = summary?.downstream ?? {};
  const lines = [
    ...(modelsOf(task).some(({ model }) => model === "embedded")
      ? [
          "The `embedded` model took part. It is a small statistical n-gram model fitted to " +
            "the rows it was shown: its texts recombine their words, it knows no facts and " +
            "follows no instructions, and text may be broken or off the point. Data it wrote " +
            "serve to try out pipelines, not to train models for use.",
        ]
      : []),
    "Synthetic text carries the biases and errors of the models that wrote it. Labels were " +
      "checked by models, not by people, except where `labelSource` is `person`.",
    ...(synthetic !== null && real !== null && synthetic.accuracy < real.accuracy
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
  return lines.map((line) => `- ${line}`).join("\n");
}

function number(value: number | null): string {
  return value === null ? "not measured" : String(Math.round(value * 10_000) / 10_000);
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.map(inline).join(" | ")} |`;
  return [line(head), `|${head.map(() => "---|").join("")}`, ...rows.map(line)].join("\n");
}

/** Text of the task on one line, with nothing in it that Markdown or HTML would act on. */
function inline(text: string): string {
  return text
    .replace(/\s+/gu, " ")
    .trim()
    .replace(/[\\|*_`[\]#]/gu, (character) => `\\${character}`)
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;");
}
