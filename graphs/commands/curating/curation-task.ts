import { basename, dirname, resolve } from "node:path";
import type { DataSource } from "../../../schema/task-file/data-source.js";
import type { TaskSpec, TaskSpecInput } from "../../../schema/task-file/task-spec.js";
import { DEFAULT_CURATION } from "../../../tools/curation/default-curation.js";
import type { StepsSpec } from "../../../tools/curation/load-steps.js";
import { inferTaskFromCsv } from "../../../tools/task-file/infer-task.js";
import { checkTaskSpec } from "../../../tools/task-file/read-task.js";
import { applyOverride, parseOverride } from "../../../tools/task-file/task-override.js";
import { checkPlugins } from "../../plugins/check-plugins.js";
import { slotsWith, type Slots } from "../../plugins/launch-slots.js";
import { loadPlugins } from "../../plugins/load-plugins.js";
import { readTaskFile, readTaskObject } from "../../run/read-task.js";
import { inferSets } from "../../evaluation/evaluation-sources.js";
import type { CurateOptions } from "./curate-options.js";

/** What a data file's rows are read as: the task's fields and labels. */
export async function curationTask(
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

/** The steps in force, and where they come from. */
export function curationStepsOf(
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
