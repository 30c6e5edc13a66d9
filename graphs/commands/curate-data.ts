import { shown } from "../../base/settings/check-options.js";
import { basename, dirname, resolve } from "node:path";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { DatawrightError } from "../../base/errors.js";
import { resolveTask } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import type { PeopleFormat } from "../../tools/annotation/people-files.js";
import type { AskPeople, CurationResult, CurationRow } from "../../tools/curation/contract.js";
import { DEFAULT_CURATION } from "../../tools/curation/default-curation.js";
import { loadSteps, type StepsSpec } from "../../tools/curation/load-steps.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { inferTaskFromCsv } from "../../tools/task-file/infer-task.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import { applyOverride, parseOverride } from "../../tools/task-file/task-override.js";
import { checkPlugins } from "../plugins/check-plugins.js";
import { slotsWith, type Slots } from "../plugins/launch-slots.js";
import { loadPlugins } from "../plugins/load-plugins.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";
import { inferSets } from "../evaluation/evaluation-sources.js";
import { annotatorVotes } from "./annotator-columns.js";
import { curatedWithFindings, leakageInto } from "./curation-findings.js";
import type { CurationFindings, FindingOptions, TestLeakage } from "./curation-findings.js";
import { withCommandModels } from "./command-models.js";
import { fileOfAnswers } from "./curation-answers.js";
import { withColumns } from "./curation-columns.js";
import { writeCuration } from "./curation-files.js";
import {
  curationContext,
  curationRow,
  curationRows,
  outputFolder,
  problemLines,
  rowsHash,
  type DataFileOptions,
} from "./data-file.js";
import type { CurationSlots } from "../../tools/curation/curation-slots.js";
import { checkFeatures } from "../../tools/learning/features/embedded-inputs.js";
import type { LearningFeatures } from "../../tools/learning/features/learning-features.js";

/** How a file is curated, and where to. */
export interface CurateOptions extends StepsSpec, DataFileOptions, FindingOptions {
  /** Task whose labels and fields the rows have; guessed from the file where absent. */
  readonly task?: string | TaskSpecInput;
  /** File of real rows with trusted labels, of the same task. */
  readonly support?: string;
  /** File of test rows: leakage into it is looked for and reported, and the filter `leakage` knows it. */
  readonly test?: string;
  /** Changes of the task, `PATH=VALUE` each, as `--set` has them. */
  readonly overrides?: readonly string[];
  /**
   * File of what people said of the rows in `people.jsonl`, which an earlier curation of the same
   * file with the same steps left to them.
   */
  readonly answers?: string;
  /**
   * Annotation tool that these rows are also written for, and whose form `answers` has. Default:
   * jsonl, none.
   */
  readonly format?: PeopleFormat;
  /** Asks people where there is no file of their answers. */
  readonly askPeople?: AskPeople;
  /**
   * What the small models of the steps learn from: words, embeddings of the embedding model, or both.
   * Default: the task's `curate.features`, which is words.
   */
  readonly features?: LearningFeatures;
  /** Where steps are looked up by name. Default: what is built in. */
  readonly slots?: Omit<CurationSlots, "allocators">;
}

/** What a curation did. */
export interface CurateReport extends Omit<CurationResult, "rows">, CurationFindings {
  /** The file. */
  readonly data: string;
  /** Rows of the file that could be used. */
  readonly rows: number;
  /** Rows that could not be used. */
  readonly unusable: number;
  /** What each step did. */
  readonly steps: CurationResult["steps"];
  /** Columns of the file, beside the task's, that the curation went on from: weight, votes … */
  readonly columns: readonly string[];
  /** Answers of people that were used; null where there was no file of them. */
  readonly answers: number | null;
  /** Rows that stand in the test file too; null without one. */
  readonly leakage: TestLeakage | null;
  /** Encoding of a text file that is not UTF-8, as it was named or recognised; else null. */
  readonly encoding: string | null;
  /** What could not be used, in words. */
  readonly problems: readonly string[];
  /** Questions that the language model answered, and those that the cache answered. */
  readonly modelCalls: number;
  /** Questions that the cache answered. */
  readonly cachedCalls: number;
  /** US dollars; null where a price is not known. */
  readonly costUsd: number | null;
  /** Folder that was written to; null where nothing was. */
  readonly folder: string | null;
}

/** What a data file's rows are read as: the task's fields and labels. */
async function taskOf(
  data: string,
  options: Pick<CurateOptions, "task" | "columns" | "header" | "plugins" | "overrides" | "test">,
): Promise<{ spec: TaskSpec; source: DataSource; slots: Slots }> {
  const { plugins = [], overrides = [] } = options;
  const changed = (task: TaskSpecInput, folder: string): TaskSpecInput => {
    const raw = structuredClone(task) as Record<string, unknown>;
    for (const override of overrides) applyOverride(raw, parseOverride(override), folder);
    return raw as TaskSpecInput;
  };
  if (options.task === undefined) {
    const folder = dirname(resolve(data));
    const { task, source } = await inferredTask(data, options, folder);
    const spec = checkTaskSpec(changed(task, folder));
    const loaded = await loadPlugins(plugins, process.cwd());
    await checkPlugins(loaded, spec);
    return {
      spec,
      slots: slotsWith(loaded),
      source,
    };
  }
  const beside = { hasTest: options.test !== undefined };
  const { spec, slots } =
    typeof options.task === "string"
      ? await readTaskFile(options.task, overrides, plugins, beside)
      : await readTaskObject(changed(options.task, process.cwd()), process.cwd(), plugins, beside);
  return {
    spec,
    slots,
    source: {
      path: basename(data),
      columns: options.columns,
      header: options.header,
    },
  };
}

/** The task that a file's columns tell; where some are named, text and label are those. */
async function inferredTask(
  data: string,
  { columns, header }: Pick<CurateOptions, "columns" | "header">,
  folder: string,
): Promise<{ readonly task: TaskSpecInput; readonly source: DataSource }> {
  if (columns !== undefined) {
    const { task, sources } = await inferSets([resolve(data)], { columns, header });
    return { task, source: sources[0]! };
  }
  const task = await inferTaskFromCsv(data, { folder });
  return { task, source: { ...task.support!, ...(header === undefined ? {} : { header }) } };
}

/**
 * Curates a file of rows: filters, mends labels and weighs, by the steps that are named, else by
 * those of the task's `curate:` block, else by the default curation. A kind of step that is named
 * takes the place of the task's.
 *
 * Writes `curated.jsonl` (what stays, with label, weight, votes and what became of the label
 * before), `removed.jsonl` (with reasons), `people.jsonl` (what somebody must decide), `report.json`
 * and, to be read, `report.md` into the folder; every row of the file is in exactly one of the three. A later
 * curation of `curated.jsonl` goes on from its columns. What people decide comes back by `answers`.
 *
 * A model is asked as a run asks: what it answered is kept for the same call after a kill.
 *
 * @throws DATA_*, SPEC_*, MODEL_*, NO_PRICE, BUDGET_EXHAUSTED; TRAINING_DATA by a step
 */
export async function curateData(data: string, options: CurateOptions = {}): Promise<CurateReport> {
  checkFeatures(options.features, "curateData");
  if (typeof data !== "string")
    throw new DatawrightError({
      code: "SHAPE",
      message: `curateData: the data is ${shown(data)}; it must be the path of a file`,
    });
  const { spec, source: given, slots } = await taskOf(data, options);
  const folder = dirname(resolve(data));
  const { task, votes, source } = await annotatorVotes({
    source: given,
    folder,
    task: resolveTask(spec, []),
    columns: options.annotators ?? [],
    addLabels: options.task === undefined,
  });
  const read = await readTaskRows({ source, task, folder, set: "support", beside: "all" });
  const { rows, columns, problems } = withColumns(
    read.rows.map((row) => ({ ...curationRow(row, task), votesBy: votes.get(row.id) })),
    read,
  );
  const rowsOf = async (path: string | undefined): Promise<CurationRow[]> =>
    path === undefined ? [] : curationRows({ path: resolve(path) }, task, folder);
  const [support, test] = [await rowsOf(options.support), await rowsOf(options.test)];
  const { chosen, from } = stepsOf(spec, options);
  const features = options.features ?? spec.curate.features;
  const steps = await loadSteps(chosen, options.slots ?? slots, from === "task" ? ["curate"] : []);
  const format = options.format ?? "jsonl";
  const people =
    options.answers === undefined
      ? null
      : await fileOfAnswers(options.answers, { rows, task, format });
  const out = options.out === null ? null : outputFolder(data, "curated", options.out);
  const { result, diagnosis, spent } = await withCommandModels(
    {
      spec,
      role: "curator",
      asks:
        options.model !== undefined ||
        spec.models.curator !== undefined ||
        (from !== "default" && spec.models.default !== undefined),
      seed: options.seed ?? spec.seed,
      out,
      work: [
        "curate",
        rowsHash(rows),
        rowsHash(support),
        { ...spec, budget: {} },
        [chosen.filters, chosen.relabel, chosen.reweight, ...(chosen.force ? ["force"] : [])],
        options.seed ?? null,
        options.annotators ?? null,
        ...(features === "words" ? [] : [features]),
      ],
      // A row is embedded once, however many steps and splits learn from it.
      texts: features === "words" ? 0 : 2 * (rows.length + support.length + test.length),
    },
    options,
    async (models) => {
      const context = {
        ...curationContext(task, models, { ...options, support, features }),
        testTexts: test.map((row) => row.text),
        askPeople: people?.ask ?? options.askPeople,
      };
      const run = { context, options, heldOut: test };
      return { ...(await curatedWithFindings(rows, steps, run)), spent: models.ledger.spent() };
    },
  );
  const answered = people?.outcome() ?? null;
  const report: CurateReport = {
    data: resolve(data),
    rows: read.total,
    unusable: read.problemCount,
    kept: result.kept,
    removed: result.removed,
    toPeople: result.toPeople,
    relabelled: result.relabelled,
    steps: result.steps,
    columns,
    answers: answered?.used ?? null,
    stability: result.stability,
    diagnosis,
    leakage:
      options.test === undefined
        ? null
        : leakageInto(options.test, test, {
            rows: result.rows,
            notation: taskNotation(task.spec) ?? "operators",
          }),
    encoding: read.encoding,
    problems: [...problemLines(read), ...problems, ...(answered?.problems ?? [])],
    modelCalls: spent.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    folder: out,
  };
  if (out !== null)
    await writeCuration(out, {
      before: rows,
      rows: result.rows,
      report,
      task,
      format,
      beside: read.beside,
    });
  return report;
}

/** The steps in force, and where they come from. */
function stepsOf(
  { curate }: TaskSpec,
  { task, overrides = [], filters, relabel, reweight, force }: CurateOptions,
): { readonly chosen: StepsSpec; readonly from: "options" | "task" | "default" } {
  const own =
    (task !== undefined || overrides.length > 0) &&
    (curate.filters.length + curate.relabel.length > 0 || curate.reweight !== null);
  const named = filters !== undefined || relabel !== undefined || reweight !== undefined;
  const steps: StepsSpec =
    own || named
      ? {
          filters: filters ?? curate.filters,
          relabel: relabel ?? curate.relabel,
          reweight: reweight === undefined ? curate.reweight : reweight,
        }
      : DEFAULT_CURATION;
  return {
    chosen: { ...steps, force: force ?? curate.force },
    from: named ? "options" : own ? "task" : "default",
  };
}
