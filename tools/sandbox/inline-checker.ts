import { resolve } from "node:path";
import type { TaskSpec } from "../../schema/task-file/task-spec.js";
import { readText } from "../rows/formats/read-text.js";

const MOST_BYTES = 16 * 1024 * 1024;

/**
 * The task with the files of its checker read into it, so that a run that is resumed later has the
 * checker that it began with.
 *
 * @param folder that relative paths start in
 * @throws SPEC_INVALID for a file that does not exist or is too large, DATA_ENCODING for one that
 *         is not UTF-8
 */
export async function inlineChecker(spec: TaskSpec, folder: string): Promise<TaskSpec> {
  const { checker } = spec.critique;
  if (checker?.path === undefined && checker?.schemaPath === undefined) return spec;
  const read = (path: string): Promise<string> =>
    readText(resolve(folder, path), { missing: "SPEC_INVALID", maxBytes: MOST_BYTES });
  const { path, schemaPath, ...rest } = checker;
  const inlined = {
    ...rest,
    ...(path === undefined ? {} : { code: await read(path) }),
    ...(schemaPath === undefined ? {} : { schema: await read(schemaPath) }),
  };
  return { ...spec, critique: { ...spec.critique, checker: inlined } };
}
