import { shown } from "../../base/settings/check-options.js";
import { dirname, resolve } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { resolveTask } from "../../schema/task.js";
import type { CurationRow } from "../../tools/curation/contract.js";
import { loadSteps } from "../../tools/curation/load-steps.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";
import { annotatorVotes } from "./annotator-columns.js";
import { curatedWithFindings, leakageInto } from "./curation-findings.js";
import { withCommandModels } from "./command-models.js";
import { fileOfAnswers } from "./curation-answers.js";
import { withColumns } from "./curation-columns.js";
import { writeCuration } from "./curation-files.js";
import type { CurateOptions, CurateReport } from "./curating/curate-options.js";
import { curateLargeFile } from "./curating/curate-large-file.js";
import { curationStepsOf, curationTask } from "./curating/curation-task.js";
import { rowsThatFit } from "./curating/rows-that-fit.js";
import {
  curationContext,
  curationRow,
  curationRows,
  outputFolder,
  problemLines,
  rowsHash,
} from "./data-file.js";
import { checkFeatures } from "../../tools/learning/features/embedded-inputs.js";

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
  if (options.rowsAtOnce !== undefined) return curateLargeFile(data, options, options.rowsAtOnce);
  try {
    return await curateWhole(data, options);
  } catch (error) {
    const rowsAtOnce = rowsThatFit(error, data);
    if (rowsAtOnce === null) throw error;
    return curateLargeFile(data, options, rowsAtOnce);
  }
}

async function curateWhole(data: string, options: CurateOptions): Promise<CurateReport> {
  const { spec, source: given, slots } = await curationTask(data, options);
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
  const { chosen, from } = curationStepsOf(spec, options);
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
    rowsAtOnce: null,
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
