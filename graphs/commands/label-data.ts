import { resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { checkOptions, integerFrom } from "../../base/settings/check-options.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { PeopleFormat } from "../../tools/annotation/people-files.js";
import type { CurationRow } from "../../tools/curation/contract.js";
import type { AskRows, LoopLabel } from "../../tools/curation/label-loop/contract.js";
import { labelSpooled } from "../../tools/curation/spooled/label-spooled.js";
import { checkFeatures } from "../../tools/learning/features/embedded-inputs.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";
import { withCommandModels } from "./command-models.js";
import {
  curationContext,
  curationRows,
  outputFolder,
  rowsHash,
  type DataFileOptions,
} from "./data-file.js";
import { askLabels } from "./labelling/ask-labels.js";
import { splitSupport } from "./labelling/label-check.js";
import {
  labelReport,
  LabelTally,
  rowsForPeople,
  type LabelReport,
} from "./labelling/label-report.js";
import { spoolRows } from "./labelling/spool-rows.js";
import { writeLabelled } from "./labelling/write-labelled.js";

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
   * Rows that are in memory at a time, about: a larger file is labelled in parts drawn at random. At
   * least 100. Default: 100,000, and fewer where rows are long.
   */
  readonly rowsAtOnce?: number;
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
 * Rows are on disk meanwhile. A file of more than are taken at a time is labelled in parts that are drawn
 * at random: questions go to each part, few to few parts, and what was answered in one teaches the small
 * model of those behind.
 *
 * The model is asked as a run asks: what it answered is kept, and the same call after a kill or a
 * failure goes on from there.
 *
 * @throws SPEC_INVALID for a task without labels; DATA_*, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED
 */
export async function labelData(data: string, options: LabelOptions): Promise<LabelReport> {
  checkFeatures(options.features, "labelData");
  checkOptions(
    { rowsAtOnce: options.rowsAtOnce },
    { of: "labelData", rules: { rowsAtOnce: integerFrom(100) } },
  );
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
  const support = await supportRows(task, read.folder, options.support);
  const names = task.labels.map((label) => label.name);
  const seed = options.seed ?? read.spec.seed;
  const features = options.features ?? read.spec.curate.features;
  const { shown, hidden } = splitSupport(support, { labels: names, seed });
  const out = options.out === null ? null : outputFolder(data, "labelled", options.out);
  const spooled = await spoolRows({
    source: { path: resolve(data), columns: options.columns, header: options.header },
    task,
    folder: out,
    seed,
  });
  const { spool, rows } = spooled;
  try {
    for (const row of hidden) spool.add({ row: { ...row, label: null }, found: null });
    const rowsAtOnce = options.rowsAtOnce ?? spooled.rowsAtOnce;
    const maxCalls = options.maxCalls ?? Math.floor(spool.size * 0.8);
    return await withCommandModels(
      {
        spec: read.spec,
        role: "labeler",
        asks: maxCalls > 0,
        seed,
        out,
        work: [
          "label",
          spooled.hash,
          rowsHash(support),
          { ...read.spec, budget: {} },
          seed,
          ...(features === "words" ? [] : [features]),
          ...(spool.size > rowsAtOnce ? [rowsAtOnce] : []),
        ],
        texts: features === "words" ? 0 : 2 * (Math.min(rowsAtOnce, spool.size) + support.length),
      },
      options,
      async (models) => {
        const context = curationContext(task, models, { ...options, support, features });
        const loop = await labelSpooled(spool, {
          labels: names,
          askModel: models.model === undefined ? nobody : askLabels(task, models.model),
          maxCalls,
          embed: context.embed,
          features,
          support: shown,
          seed: context.seed,
          progress: context.progress,
          signal: options.signal,
          rowsAtOnce,
        });
        const tally = new LabelTally(rows);
        const checked: LoopLabel[] = [];
        for (const [n, { found }] of spool.all())
          if (n < rows) tally.add(n, found!);
          else checked.push(found!);
        const wanted = options.people ?? 0;
        const audit = Math.min(wanted, options.audit ?? Math.ceil(wanted / 3));
        const people = rowsForPeople(tally, { people: wanted, audit, seed });
        const report = labelReport(data, spooled.read, {
          tally,
          loop,
          rowsAtOnce,
          people,
          check: { hidden, labels: checked },
          spent: models.ledger.spent(),
          folder: out,
        });
        if (out !== null)
          await writeLabelled(out, {
            spool,
            rows,
            people,
            report,
            task,
            format: options.format ?? "jsonl",
          });
        return report;
      },
    );
  } finally {
    spool.close();
  }
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
