import { z } from "zod";
import { DatawrightError } from "../../base/errors.js";
import { modelSpecSchema, type ModelSpec } from "../../schema/task-file/model-spec.js";
import { taskSpecSchema, type TaskSpec } from "../../schema/task-file/task-spec.js";
import type { RunFolder } from "../../memory/run-folder.js";
import type { RunStorage } from "../../memory/run-storage.js";
import { RUN_FORMAT } from "../../memory/run-mark.js";

/**
 * config.json of a run: all that a later process needs to go on. It names environment variables of
 * keys, never keys.
 */
export interface RunConfig {
  /** Tells the file from any other config.json; runs of version 0.x have none. */
  readonly format?: typeof RUN_FORMAT;
  readonly version: 1;
  readonly runId: string;
  readonly createdAt: string;
  /** Server that has the run's records, without a password; absent where its folder has them. */
  readonly store?: string | undefined;
  /** Folder that relative paths of the spec start from. */
  readonly specFolder: string;
  /** Name of the task file; absent for a task that was given as an object. */
  readonly specFile?: string | undefined;
  readonly spec: TaskSpec;
  readonly models: Readonly<Record<string, ModelSpec>>;
  readonly embeddings: ModelSpec;
  readonly concurrency: number;
  readonly agentModules: readonly string[];
  /** What each plug-in of the run brings, by slot. */
  readonly plugins?: readonly {
    readonly name: string;
    /** Path or package where it was given beside the task; a path is absolute. */
    readonly given?: string;
    readonly brings: Readonly<Record<string, readonly string[]>>;
  }[];
  /** Agents and stages that were given as objects: they must be given again to go on. */
  readonly codeAgents: readonly string[];
  readonly data: {
    readonly support: number;
    readonly validation?: number | undefined;
    readonly heldOut: number;
    readonly inputs: number;
    readonly removedFromHeldOut: number;
    readonly problems: readonly string[];
    readonly warnings?: readonly string[] | undefined;
  };
}

/** Stands in `codeAgents` for a plug-in that was given as an object. */
export function pluginMark(plugin: { readonly name?: string }): string {
  return `plugin:${plugin.name ?? ""}`;
}

/** Stands in `codeAgents` for `launch(task, { middleware })`. */
export const MIDDLEWARE = "middleware";

const configSchema = z.object({
  format: z.literal(RUN_FORMAT).optional(),
  version: z.literal(1),
  runId: z.string(),
  createdAt: z.string(),
  store: z.string().optional(),
  specFolder: z.string(),
  specFile: z.string().optional(),
  spec: z.unknown(),
  models: z.record(z.string(), modelSpecSchema),
  embeddings: modelSpecSchema,
  concurrency: z.number().int().min(1),
  agentModules: z.array(z.string()),
  codeAgents: z.array(z.string()),
  plugins: z
    .array(
      z.object({
        name: z.string(),
        given: z.string().optional(),
        brings: z.record(z.string(), z.array(z.string())),
      }),
    )
    .optional(),
  data: z.object({
    support: z.number(),
    validation: z.number().optional(),
    heldOut: z.number(),
    inputs: z.number(),
    removedFromHeldOut: z.number(),
    problems: z.array(z.string()),
    warnings: z.array(z.string()).optional(),
  }),
});

/**
 * Reads and checks the configuration of a run.
 * @throws STORE_CORRUPT when it is missing or does not parse: runs are never mixed silently
 */
export async function readRunConfig(
  folder: RunFolder,
  storage?: Pick<RunStorage, "readConfig">,
): Promise<RunConfig> {
  const raw = await (storage === undefined
    ? folder.readJson("config")
    : storage.readConfig(folder));
  const parsed = configSchema.safeParse(raw);
  const spec = parsed.success ? taskSpecSchema.safeParse(parsed.data.spec) : null;
  if (!parsed.success || !spec?.success) {
    const issue = (parsed.success ? spec!.error! : parsed.error).issues[0];
    throw new DatawrightError({
      code: "STORE_CORRUPT",
      message:
        `${folder.path("config")} is ` +
        `${raw === null ? "missing" : `not a run's configuration (${issue?.path.join(".") ?? ""}: ` + `${issue?.message ?? ""})`}`,
      hint:
        "Restore it from a copy, or start the run anew with `run`; the samples in run.db are " +
        "untouched.",
    });
  }
  return { ...parsed.data, spec: spec.data };
}
