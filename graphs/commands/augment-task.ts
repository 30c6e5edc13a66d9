import { dirname, resolve } from "node:path";
import type { DataSource } from "../../schema/task-file/data-source.js";
import { outputFolder } from "./data-file.js";
import { DatawrightError } from "../../base/errors.js";
import { KIND_TABLE } from "../../schema/kind.js";
import { resolveTask, ownFields } from "../../schema/task.js";
import type { TaskSpec, TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { inferTaskFromCsv } from "../../tools/task-file/infer-task.js";
import { didYouMean } from "../../base/text/nearest-name.js";
import { readTaskRows, type TaskRows } from "../../tools/rows/read-task-rows.js";
import { checkTaskSpec } from "../../tools/task-file/read-task.js";
import type { PluginReference } from "../plugins/load-plugins.js";
import { readTaskFile, readTaskObject } from "../run/read-task.js";

/** What is done with every row: how it is written, and what decides whether that went well. */
const METHODS = {
  paraphrase: { strategy: "rewrite", settings: { change: "paraphrase" }, kept: {} },
  style: { strategy: "rewrite", settings: { change: "style" }, kept: {} },
  shorten: { strategy: "rewrite", settings: { change: "shorten" }, kept: { mayOmit: true } },
  lengthen: { strategy: "rewrite", settings: { change: "lengthen" }, kept: {} },
  "flip-label": { strategy: "rewrite", settings: { label: "flip" }, kept: { label: "flip" } },
  evolve: { strategy: "evolve", settings: {}, kept: null },
} as const;
/** What is done with each row: see AUGMENT_METHODS. */
export type AugmentMethod = keyof typeof METHODS;
/** What can be done with each row. */
export const AUGMENT_METHODS = Object.keys(METHODS) as AugmentMethod[];

/** Fields that ask for something, which a harder version can ask for more of. */
const INSTRUCTIONS: readonly string[] = [
  "instruction",
  "question",
  "prompt",
  "problem",
  "query",
  "task",
];

export interface AugmentTaskOptions {
  /** Task whose labels and fields the rows have; guessed from the file where absent. */
  readonly task?: string | TaskSpecInput;
  readonly columns?: DataSource["columns"];
  readonly header?: boolean;
  /** Plug-ins beside those that the task lists. */
  readonly plugins?: readonly PluginReference[];
  /** Default: paraphrase. */
  readonly method?: AugmentMethod;
  /** New samples that are asked for from each row. Minimum 1, default 1. */
  readonly perRow?: number;
  /** For `style`: one is drawn for each sample. */
  readonly styles?: readonly string[];
}

export interface AugmentTask {
  readonly spec: TaskSpecInput;
  /** Where relative paths of the task start. */
  readonly folder: string;
  readonly rows: TaskRows;
}

/**
 * Labels that a text alone tells from each other may be flipped; the small model then reads the old
 * one, which proves nothing.
 */
const FLIP_CURATION = { rejectBelow: 0, relabelAbove: 1, reviewBelow: 0 };

/**
 * The task that rewrites or extends the rows of a file: every row is an input, a seed and a
 * demonstration, and gets as many orders as the others, for the label that it has.
 *
 * @throws SPEC_*, DATA_*; USAGE for a method that there is not, or that the task does not allow
 */
export async function augmentTask(data: string, options: AugmentTaskOptions): Promise<AugmentTask> {
  const { method = "paraphrase", perRow = 1, styles } = options;
  checkOptions(options);
  const { spec, folder, source } = await specOf(data, options);
  if (method === "flip-label" && ((spec.labels?.length ?? 0) < 2 || spec.multiLabel))
    throw usage(
      "flip-label needs rows with one of two labels or more",
      "Choose another method, or name the labels in a task file (--spec).",
    );
  const plain = freeKind(spec);
  const task = resolveTask(plain, []);
  if (method === "evolve" && !task.textFields.some((name) => INSTRUCTIONS.includes(name)))
    throw usage(
      `evolve makes instructions and questions harder, and samples of the kind ${spec.kind} hold ` +
        `none (${task.textFields.join(", ")})`,
      "Choose paraphrase, style, shorten, lengthen or flip-label; or name the field of the " +
        `instruction one of ${INSTRUCTIONS.join(", ")}.`,
    );
  const turns = task.writtenFields.find((name) => task.fields[name]!.type === "messages");
  if (turns !== undefined)
    throw usage(
      `${turns} holds the turns of a conversation, and augment rewrites texts`,
      "Make new conversations with `datawright run` and these rows as support.",
    );
  const labelled = task.labels.length > 0;
  const inputs: DataSource = {
    ...source,
    ...(labelled
      ? { columns: { ...source.columns, label: source.columns?.["label"] ?? "label" } }
      : {}),
  };
  const rows = await readTaskRows({ source: inputs, task, folder, set: "inputs" });
  const { strategy, settings, kept } = METHODS[method];
  const criteria = [
    "format",
    "coherent",
    "no-echo",
    kept === null ? "on-task" : { name: "meaning-kept", ...kept },
    ...(labelled ? ["label-correct"] : []),
    "novel",
  ];
  const { recipe: _recipe, attributes: _attributes, steps: _steps, ...rest } = plain;
  return {
    folder,
    rows,
    spec: {
      ...rest,
      name: `${spec.name}-${method}`.slice(0, 80),
      target: rows.rows.length * perRow,
      inputs,
      support: { ...inputs, heldOut: 0 },
      plan: {
        ...spec.plan,
        strategy: "per-input",
        decomposition: "single",
        seeds: "inputs",
        conditions: [],
        subtopics: 0,
        exclude: [],
        saturation: { ...spec.plan.saturation, unseenMass: 0 },
      },
      generate: {
        ...spec.generate,
        strategy: {
          ...settings,
          name: strategy,
          ...(styles === undefined ? {} : { styles: [...styles] }),
        },
      },
      // A version is close to its row by its nature: only what merely repeats is refused.
      critique: {
        ...spec.critique,
        criteria,
        rougeL: 1,
        vectorDistance: 0.0005,
      },
      curate: { ...spec.curate, ...(method === "flip-label" ? FLIP_CURATION : {}) },
    },
  };
}

/** @throws USAGE for options that do not go together */
function checkOptions({ method = "paraphrase", perRow = 1, styles }: AugmentTaskOptions): void {
  if (!Object.hasOwn(METHODS, method))
    throw usage(
      `there is no method "${method}"${didYouMean(method, AUGMENT_METHODS)}`,
      `Methods: ${AUGMENT_METHODS.join(", ")}.`,
    );
  if (!(Number.isSafeInteger(perRow) && perRow >= 1))
    throw usage(
      `perRow is ${perRow}; it must be a whole number of at least 1`,
      "Leave it out for one new sample from each row.",
    );
  if (method === "style" && (styles?.length ?? 0) === 0)
    throw usage(
      "the method style needs styles to rewrite in",
      "Name some, for example: formal, casual, as a chat message.",
    );
  if (method !== "style" && styles !== undefined)
    throw usage(`styles are for the method style, not for ${method}`, "Leave them out.");
}

async function specOf(
  data: string,
  { task, columns, header, plugins }: AugmentTaskOptions,
): Promise<{ spec: TaskSpec; folder: string; source: DataSource }> {
  const path = resolve(data);
  const changes = { ...(columns ? { columns } : {}), ...(header === undefined ? {} : { header }) };
  if (task === undefined) {
    const folder = dirname(path);
    const spec = checkTaskSpec(await inferTaskFromCsv(data, { folder }));
    const { heldOut: _heldOut, sample: _sample, ...source } = spec.support!;
    return { spec, folder, source: { ...source, path, ...changes } };
  }
  const read =
    typeof task === "string"
      ? await readTaskFile(task, [], plugins)
      : {
          ...(await readTaskObject(task, process.cwd(), plugins)),
          folder: process.cwd(),
        };
  return { spec: read.spec, folder: read.folder, source: { path, ...changes } };
}

/**
 * The task without given fields: rows to be labelled have texts like any, and of rewrites both
 * texts are fields.
 */
function freeKind(spec: TaskSpec): TaskSpec {
  if (KIND_TABLE[spec.kind].givenFields.length === 0) return spec;
  if (spec.kind === "annotation") return { ...spec, kind: "classification" };
  return {
    ...spec,
    kind: "custom",
    fields: { ...KIND_TABLE[spec.kind].fields, ...ownFields(spec) },
  };
}

/** The name of a run's folder beside its data file. */
export function augmentFolder(data: string): string {
  return outputFolder(data, "augmented");
}

function usage(message: string, hint: string): DatawrightError {
  return new DatawrightError({ code: "USAGE", message, hint });
}
