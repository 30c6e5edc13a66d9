import { mkdir } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { writePeopleFiles } from "./apply-answers.js";
import { askLabels } from "./ask-labels.js";
import { withCommandModels } from "./command-models.js";
import {
  curationContext,
  curationRow,
  curationRows,
  outputFolder,
  rowsHash,
  type DataFileOptions,
} from "./data-file.js";
import { splitSupport } from "./label-check.js";
import { labelReport, rowsForPeople, type ForPeople, type LabelReport } from "./label-report.js";
import type { LabelledRow } from "./apply-answers.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { PeopleFormat } from "../../tools/annotation/people-files.js";
import type { CurationRow } from "../../tools/curation/contract.js";
import { checkFeatures } from "../../tools/learning/features/embedded-inputs.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";
import type { AskRows, LoopLabel } from "../../tools/curation/label-loop/contract.js";
import { labelLoop } from "../../tools/curation/label-loop/label-loop.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";

/** How a file is labelled, and where to. */
export interface LabelOptions extends DataFileOptions {
  /** Task with the labels and their definitions. */
  readonly task: string | TaskSpecInput;
  /** File of rows with trusted labels. Default: the task's own support. */
  readonly support?: string;
  /** Questions to the language model at most. Default: 0.8 of the rows, the trusted ones that check it among them. */
  readonly maxCalls?: number;
  /** Rows that people are to decide; written to `people.jsonl`. Default: 0. */
  readonly people?: number;
  /**
   * How many of these are drawn at random instead of being the least certain: by people's answers to
   * them `applyAnswers` tells the share of wrong labels. Default: a third, rounded up.
   */
  readonly audit?: number;
  /**
   * What the small model learns from: words, embeddings of the embedding model, or both. Default: the
   * task's `curate.features`, which is words.
   */
  readonly features?: LearningFeatures;
  /**
   * Annotation tool that these rows are also written for, besides `people.jsonl`. Default: jsonl,
   * none.
   */
  readonly format?: PeopleFormat;
}

/**
 * Labels a file of rows with a small model and a language model that correct each other; people get
 * what stays uncertain.
 *
 * From 20 trusted rows on, half of them (100 at most) are labelled as if nobody knew their label:
 * they tell the share of wrong labels. Without them only people's answers do.
 *
 * Writes `labelled.jsonl`, `people.jsonl` and `report.json`; every usable row is in exactly one of
 * the first two. `applyAnswers` puts what people decide back.
 *
 * The model is asked as a run asks: what it answered is kept, and the same call after a kill or a
 * failure goes on from there.
 *
 * @throws SPEC_INVALID for a task without labels; DATA_*, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function labelData(data: string, options: LabelOptions): Promise<LabelReport> {
  checkFeatures(options.features, "labelData");
  const read =
    typeof options.task === "string"
      ? await readTaskFile(options.task, [], options.plugins)
      : {
          ...(await readTaskObject(options.task, process.cwd(), options.plugins)),
          folder: process.cwd(),
        };
  const task = resolveTask(read.spec, []);
  if (task.labels.length < 2)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: `labelling needs a task with at least two labels; this one has ${task.labels.length}`,
      hint: "Add `labels:` with definitions to the task file.",
    });
  const source: DataSource = {
    path: resolve(data),
    columns: options.columns,
    header: options.header,
  };
  const input = await readTaskRows({ source, task, folder: dirname(resolve(data)), set: "inputs" });
  const rows = input.rows.map((row) => ({ ...curationRow(row, task), label: null }));
  const support = await supportRows(task, read.folder, options.support);
  const names = task.labels.map((label) => label.name);
  const seed = options.seed ?? read.spec.seed;
  const features = options.features ?? read.spec.curate.features;
  const { shown, hidden } = splitSupport(support, { labels: names, seed });
  const maxCalls = options.maxCalls ?? Math.floor((rows.length + hidden.length) * 0.8);
  const out = options.out === null ? null : outputFolder(data, "labelled", options.out);
  return withCommandModels(
    {
      spec: read.spec,
      role: "labeler",
      asks: maxCalls > 0,
      seed,
      out,
      work: [
        "label",
        rowsHash(rows),
        rowsHash(support),
        { ...read.spec, budget: {} },
        seed,
        ...(features === "words" ? [] : [features]),
      ],
      texts: features === "words" ? 0 : 2 * (rows.length + support.length),
    },
    options,
    async (models) => {
      const context = curationContext(task, models, { ...options, support, features });
      const loop = await labelLoop({
        rows: [...rows, ...hidden.map((row) => ({ ...row, label: null }))],
        labels: names,
        askModel: models.model === undefined ? nobody : askLabels(task, models.model),
        maxCalls,
        embed: context.embed,
        features,
        support: shown,
        seed: context.seed,
        progress: context.progress,
        signal: options.signal,
      });
      const labels = loop.labels.slice(0, rows.length);
      const wanted = options.people ?? 0;
      const audit = Math.min(wanted, options.audit ?? Math.ceil(wanted / 3));
      const people = rowsForPeople(labels, { people: wanted, audit, seed });
      const report = labelReport(data, input, {
        labels,
        loop,
        people,
        check: { hidden, labels: loop.labels.slice(rows.length) },
        spent: models.ledger.spent(),
        folder: out,
      });
      if (out !== null)
        await write(out, {
          rows,
          labels,
          people,
          report,
          task,
          format: options.format ?? "jsonl",
        });
      return report;
    },
  );
}

/** Where no question may be asked, there is nobody to answer. */
const nobody: AskRows = () => Promise.resolve([]);

async function supportRows(
  task: Task,
  folder: string,
  path: string | undefined,
): Promise<CurationRow[]> {
  const source = path === undefined ? task.spec.support : { path: resolve(path) };
  if (!source?.path && !source?.rows) return [];
  return curationRows(source, task, folder);
}

interface Written {
  readonly rows: readonly CurationRow[];
  readonly labels: readonly LoopLabel[];
  readonly people: ForPeople;
  readonly report: LabelReport;
  readonly task: Task;
  readonly format: PeopleFormat;
}

async function write(
  out: string,
  { rows, labels, people, report, task, format }: Written,
): Promise<void> {
  await mkdir(out, { recursive: true });
  const rowOf = (index: number): LabelledRow => {
    const { label, source, confidence, answer, calls } = labels[index]!;
    return {
      id: rows[index]!.id,
      ...rows[index]!.fields,
      label,
      labelSource: source,
      labelConfidence: confidence,
      modelAnswer: answer,
      modelCalls: calls,
      ...(people.audit.has(index)
        ? { askedFor: "audit" }
        : people.doubt.has(index)
          ? { askedFor: "doubt" }
          : {}),
      line: rows[index]!.line,
    };
  };
  const line = (row: LabelledRow): string => `${JSON.stringify(row)}\n`;
  const forPeople = [...people.doubt, ...people.audit].map(rowOf);
  await writeFileAtomic(
    join(out, "labelled.jsonl"),
    rows
      .flatMap((_row, index) =>
        people.doubt.has(index) || people.audit.has(index) ? [] : [line(rowOf(index))],
      )
      .join(""),
  );
  await writeFileAtomic(join(out, "people.jsonl"), forPeople.map(line).join(""));
  await writePeopleFiles(out, format, forPeople, task);
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
}
