import { dirname, resolve } from "node:path";
import { taskSpecSchema, type TaskSpec } from "../../schema/task-spec.js";
import { checkSemantics } from "./check-semantics.js";
import { formatFieldPath, type FieldPath } from "./field-path.js";
import { readText } from "./read-text.js";
import { specError, type SpecOrigin } from "./spec-problem.js";
import { parseTaskDocument } from "./task-document.js";
import { applyOverride, parseOverride, type TaskOverride } from "./task-override.js";
import { zodProblems } from "./zod-problems.js";

/** A task as read from its file, with every default filled in and every check passed. */
export interface ReadTask {
  readonly spec: TaskSpec;
  /** Absolute path of the task file. */
  readonly path: string;
  /** Absolute path of its folder: relative paths in the spec start here. */
  readonly folder: string;
  /** Where a field stands in the file, line and column from 1; null where an override set it. */
  locate(fieldPath: FieldPath): { line: number; column: number } | null;
}

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * Reads and checks a task file (YAML or JSON) with overrides `PATH=VALUE` applied before the check.
 *
 * @throws SPEC_NOT_FOUND with near file names; DATA_ENCODING with the line; SPEC_INVALID, PROMPT_SLOT or PLAN_INVALID naming file, line,
 *         path and the nearest valid name, all problems at once; USAGE for an override that fits nowhere
 */
export async function readTaskSpec(path: string, overrides: readonly string[] = []): Promise<ReadTask> {
  const parsedOverrides = overrides.map(parseOverride);
  const text = await readText(path, { missing: "SPEC_NOT_FOUND", maxBytes: MOST_BYTES });
  const absolute = resolve(path);
  const folder = dirname(absolute);
  const { spec, locate } = parse(text, { file: path, format: path.toLowerCase().endsWith(".json") ? "json" : "yaml" }, parsedOverrides, folder);
  return { spec, path: absolute, folder, locate };
}

/** Parses and checks the text of a task file. @throws SPEC_INVALID, PROMPT_SLOT or PLAN_INVALID, with positions */
export function parseTaskSpec(text: string, options: { file: string; format: "yaml" | "json" }): TaskSpec {
  return parse(text, options, [], ".").spec;
}

/** Checks a task given as an object. @throws SPEC_INVALID, PROMPT_SLOT or PLAN_INVALID, naming the path of each wrong field */
export function checkTaskSpec(object: unknown): TaskSpec {
  return check({ file: null, raw: object, locate: () => null, overrideOf: () => null });
}

function parse(text: string, options: { file: string; format: "yaml" | "json" }, overrides: readonly TaskOverride[], folder: string): Pick<ReadTask, "spec" | "locate"> {
  const document = parseTaskDocument(text.replace(/^\uFEFF/u, ""), options);
  for (const override of overrides) applyOverride(document.value as Record<string, unknown>, override, folder);
  const overrideOf = (path: FieldPath): string | null => {
    const written = formatFieldPath(path);
    const setter = overrides.findLast((override) => {
      const set = formatFieldPath(override.path);
      return written === set || written.startsWith(`${set}.`) || written.startsWith(`${set}[`);
    });
    return setter?.text ?? null;
  };
  const spec = check({ file: options.file, raw: document.value, locate: document.locate, overrideOf });
  return { spec, locate: (path) => (overrideOf(path) === null ? document.locate(path) : null) };
}

function check(origin: SpecOrigin): TaskSpec {
  const parsed = taskSpecSchema.safeParse(origin.raw);
  const problems = parsed.success ? checkSemantics(parsed.data) : zodProblems(parsed.error.issues, taskSpecSchema, origin.raw);
  if (!parsed.success || problems.length > 0) throw specError(problems, origin);
  return parsed.data;
}
