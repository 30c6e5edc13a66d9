import { mkdir } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { z } from "zod";
import { DatawrightError, isDatawrightError } from "../../base/errors.js";
import { writePeopleFiles } from "./apply-answers.js";
import { curationContext, curationRow } from "./curate-data.js";
import type { LabelledRow } from "./apply-answers.js";
import { checkTask, readTaskFile } from "../recipes/read-task.js";
import type { LaunchOptions } from "../runtime/run-options.js";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { BudgetLedger } from "../../memory/budget-ledger.js";
import { SqliteResponseCache } from "../../memory/response-cache.js";
import { Workspace } from "../../memory/workspace.js";
import type { LabelValue } from "../../schema/label.js";
import type { PromptSection } from "../../schema/prompt.js";
import type { DataSource } from "../../schema/task-file/data-source.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { resolveTask, type Task } from "../../schema/task.js";
import type { PeopleFormat } from "../../tools/annotation/people-files.js";
import type { CurationRow } from "../../tools/curation/contract.js";
import type {
  AskRows,
  Demonstration,
  LabelLoopResult,
  LoopLabel,
} from "../../tools/curation/label-loop/contract.js";
import { labelLoop } from "../../tools/curation/label-loop/label-loop.js";
import type { RoleModel } from "../../tools/models/contract.js";
import { Admission } from "../../tools/models/middleware/admission.js";
import { composeModel } from "../../tools/models/middleware/compose-model.js";
import { resolveModel } from "../../tools/models/providers/resolve-model.js";
import { createRoleModel } from "../../tools/models/providers/role-model.js";
import { readTaskRows } from "../../tools/rows/read-task-rows.js";

/** Errors that concern one answer; any other one ends the labelling. */
const UNREAD = new Set(["MODEL_OUTPUT", "MODEL_EMPTY", "MODEL_REFUSED", "MODEL_TRUNCATED"]);

/**
 * Asks a language model for labels, one call a row; an answer that cannot be read is null and
 * counted by who asks.
 */
export function askLabels(task: Task, model: RoleModel): AskRows {
  const names = task.labels.map((label) => label.name);
  const schema = z.object({
    label: z.enum(names as [string, ...string[]]),
    confidence: z.number().min(0).max(1),
  });
  return (rows, { demonstrations, variant }) =>
    Promise.all(
      rows.map(async (row, index): Promise<{ label: LabelValue; confidence: number | null }> => {
        try {
          const answer = await model.object({
            name: "label",
            schema,
            step: `label:${variant}`,
            orderId: row.id,
            sampleIds: [row.id],
            attempt: variant,
            parameters: { temperature: 0 },
            prompt: { sections: sections(task, row, demonstrations[index] ?? []) },
          });
          return { label: answer.value.label, confidence: answer.value.confidence };
        } catch (error) {
          if (isDatawrightError(error) && UNREAD.has(error.code))
            return { label: null, confidence: null };
          throw error;
        }
      }),
    );
}

function sections(
  task: Task,
  row: CurationRow,
  demonstrations: readonly Demonstration[],
): PromptSection[] {
  const { spec } = task;
  const definitions = task.labels
    .map((label) => `- ${label.name}${label.definition ? `: ${label.definition}` : ""}`)
    .join("\n");
  return [
    {
      kind: "task",
      text: `You label texts for a dataset: ${spec.description}\nThe labels:\n${definitions}`,
    },
    ...(demonstrations.length > 0
      ? [
          {
            kind: "demonstrations" as const,
            text: "Texts with their labels:",
            items: demonstrations.map(({ text, label }) => ({ text, label })),
          },
        ]
      : []),
    { kind: "draft", text: "The text to label:", items: [{ text: row.text }] },
    {
      kind: "output",
      text: "Answer with the label that fits best, and how sure you are of it, from 0 to 1.",
    },
  ];
}

export interface LabelOptions extends Pick<
  LaunchOptions,
  "model" | "baseUrl" | "embeddings" | "workspace" | "concurrency" | "cache"
> {
  /** Task with the labels and their definitions. */
  readonly task: string | TaskSpecInput;
  readonly columns?: DataSource["columns"];
  readonly header?: boolean;
  /** File of rows with trusted labels. Default: the task's own support. */
  readonly support?: string;
  /** Questions to the language model at most. Default: 0.8 of the rows. */
  readonly maxCalls?: number;
  /**
   * Rows that people are to decide, the least certain ones; written to `people.jsonl`. Default: 0.
   */
  readonly people?: number;
  /**
   * Annotation tool that these rows are also written for, besides `people.jsonl`. Default: jsonl,
   * none.
   */
  readonly format?: PeopleFormat;
  readonly out?: string | null;
  readonly seed?: number;
  readonly onProgress?: (step: string, share: number) => void;
  readonly signal?: AbortSignal;
}

export interface LabelReport {
  readonly data: string;
  readonly rows: number;
  readonly unusable: number;
  readonly labelled: number;
  readonly unlabelled: number;
  readonly bySource: Readonly<Record<string, number>>;
  readonly toPeople: number;
  readonly calls: number;
  readonly cachedCalls: number;
  readonly costUsd: number | null;
  /** Expected share of wrong labels, in the loop's own estimate; null where there is none. */
  readonly expectedError: number | null;
  /**
   * Expected accuracy when people decide the least certain share: what more of their time would
   * buy.
   */
  readonly curve: readonly { readonly people: number; readonly expectedAccuracy: number }[];
  readonly log: LabelLoopResult["log"];
  readonly problems: readonly string[];
  readonly folder: string | null;
}

/**
 * Labels a file of rows with a small model and a language model that correct each other; people get
 * what stays uncertain.
 *
 * Writes `labelled.jsonl`, `people.jsonl` and `report.json`; every usable row is in exactly one of
 * the first two. `applyAnswers` puts
 * what people decide back.
 *
 * @throws SPEC_INVALID for a task without labels; DATA_*, MODEL_*
 */
export async function labelData(data: string, options: LabelOptions): Promise<LabelReport> {
  const read =
    typeof options.task === "string"
      ? await readTaskFile(options.task)
      : { spec: await checkTask(options.task), folder: process.cwd() };
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
  const context = await curationContext(task, support, options);
  const asking = await askingModel(task, options);
  try {
    const result = await labelLoop({
      rows,
      labels: task.labels.map((label) => label.name),
      askModel: asking.ask,
      maxCalls: options.maxCalls ?? Math.floor(rows.length * 0.8),
      embed: context.embed,
      support,
      seed: context.seed,
      progress: context.progress,
      signal: options.signal,
    });
    const people = leastCertain(result.labels, options.people ?? 0);
    const out =
      options.out === null
        ? null
        : resolve(
            options.out ??
              join(
                dirname(resolve(data)),
                `${basename(data)
                  .replace(/\.gz$/iu, "")
                  .replace(/\.[^.]+$/u, "")}-labelled`,
              ),
          );
    const report = reportOf(data, input, result, people, asking.ledger, out);
    if (out !== null)
      await write(out, {
        rows,
        labels: result.labels,
        people,
        report,
        task,
        format: options.format ?? "jsonl",
      });
    return report;
  } finally {
    asking.close();
  }
}

async function supportRows(
  task: Task,
  folder: string,
  path: string | undefined,
): Promise<CurationRow[]> {
  const source = path === undefined ? task.spec.support : { path: resolve(path) };
  if (!source?.path && !source?.rows) return [];
  return (await readTaskRows({ source, task, folder, set: "support" })).rows.map((row) =>
    curationRow(row, task),
  );
}

async function askingModel(
  task: Task,
  options: LabelOptions,
): Promise<{ ask: ReturnType<typeof askLabels>; ledger: BudgetLedger; close: () => void }> {
  const chat = await resolveModel(
    options.model ?? task.spec.models.labeler ?? task.spec.models.default ?? "embedded",
    options.baseUrl === undefined ? {} : { baseUrl: options.baseUrl },
  );
  const cache =
    options.cache === false
      ? null
      : new SqliteResponseCache(Workspace.open(options.workspace).cachePath);
  const ledger = new BudgetLedger(task.spec.budget);
  const admission = new Admission({
    concurrency: options.concurrency ?? 8,
    name: chat.info.name,
  });
  const model = composeModel(chat, { budget: ledger, admission, cache: cache ?? undefined });
  return {
    ask: askLabels(
      task,
      createRoleModel({
        model,
        agent: "labeler",
        signal: options.signal,
      }),
    ),
    ledger,
    close: () => cache?.close(),
  };
}

/**
 * Positions of the rows that nobody is sure about: those without a label first, then by falling
 * doubt.
 */
function leastCertain(labels: readonly LoopLabel[], most: number): Set<number> {
  const order = labels
    .map((_label, index) => index)
    .sort((a, b) => certainty(labels[a]!) - certainty(labels[b]!) || a - b);
  const without = labels.filter((label) => label.label === null).length;
  return new Set(order.slice(0, Math.max(most, without)));
}

const certainty = (label: LoopLabel): number =>
  label.label === null ? -1 : (label.confidence ?? 0);

function reportOf(
  data: string,
  input: Awaited<ReturnType<typeof readTaskRows>>,
  result: LabelLoopResult,
  people: ReadonlySet<number>,
  ledger: BudgetLedger,
  folder: string | null,
): LabelReport {
  const bySource: Record<string, number> = {};
  for (const label of result.labels)
    bySource[label.source ?? "none"] = (bySource[label.source ?? "none"] ?? 0) + 1;
  const spent = ledger.spent();
  return {
    data: resolve(data),
    rows: input.total,
    unusable: input.problemCount,
    labelled: result.labels.length - people.size,
    unlabelled: result.labels.filter((label) => label.label === null).length,
    bySource,
    toPeople: people.size,
    calls: result.calls,
    cachedCalls: spent.cachedCalls,
    costUsd: spent.usd,
    expectedError: result.log.at(-1)?.expectedError ?? null,
    curve: curveOf(result.labels),
    log: result.log,
    problems: input.problems.map((problem) => `line ${problem.line}: ${problem.message}`),
    folder,
  };
}

/**
 * Expected accuracy of all labels when people decide 0, 5, 10, 20, 30 and 50 % of the rows, the
 * least certain first.
 */
function curveOf(labels: readonly LoopLabel[]): LabelReport["curve"] {
  const sorted = labels
    .map(certainty)
    .map((value) => Math.max(0, value))
    .sort((a, b) => a - b);
  return [0, 0.05, 0.1, 0.2, 0.3, 0.5].map((share) => {
    const given = Math.round(share * sorted.length);
    const right = given + sorted.slice(given).reduce((sum, value) => sum + value, 0);
    return { people: given, expectedAccuracy: sorted.length === 0 ? 0 : right / sorted.length };
  });
}

interface Written {
  readonly rows: readonly CurationRow[];
  readonly labels: readonly LoopLabel[];
  readonly people: ReadonlySet<number>;
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
      line: rows[index]!.line,
    };
  };
  const line = (row: LabelledRow): string => `${JSON.stringify(row)}\n`;
  const forPeople = [...people].map(rowOf);
  await writeFileAtomic(
    join(out, "labelled.jsonl"),
    rows.flatMap((_row, index) => (people.has(index) ? [] : [line(rowOf(index))])).join(""),
  );
  await writeFileAtomic(join(out, "people.jsonl"), forPeople.map(line).join(""));
  await writePeopleFiles(out, format, forPeople, task);
  await writeFileAtomic(join(out, "report.json"), `${JSON.stringify(report, null, 2)}\n`);
}
