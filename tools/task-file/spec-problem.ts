import { DatawrightError } from "../../base/errors.js";
import type { SpecProblem } from "../../base/settings/zod-problems.js";
import { formatFieldPath, sourcePath, type FieldPath } from "../../base/settings/field-path.js";

/** Where the fields of a task come from, to say so in messages. */
export interface SpecOrigin {
  /** Name of the file as the user gave it, or null for a task given as an object. */
  readonly file: string | null;
  /** The object before defaults and transforms. */
  readonly raw: unknown;
  locate(path: FieldPath): { line: number; column: number } | null;
  /**
   * What set the field in place of the file: `--set PATH=VALUE`, or the recipe; null for the file
   * itself.
   */
  setBy(path: FieldPath): string | null;
}

/**
 * One coded error for all problems of a task, one line each; the first gives the code.
 * `details.problems` has them as data.
 */
export function specError(problems: readonly SpecProblem[], origin: SpecOrigin): DatawrightError {
  const listed = problems.map((problem) => {
    const path = sourcePath(origin.raw, problem.path);
    const setBy = origin.setBy(path);
    const position = setBy === null ? origin.locate(path) : null;
    return {
      ...problem,
      path: formatFieldPath(path),
      line: position?.line ?? null,
      column: position?.column ?? null,
      setBy,
    };
  });
  const lines = listed.map((problem) => {
    const file = problem.setBy ?? origin.file;
    const place = [file, problem.line, problem.column].filter((part) => part !== null).join(":");
    return (
      [place, problem.path].filter((part) => part !== "").join(": ") +
      (place === "" && problem.path === "" ? "" : ": ") +
      problem.message
    );
  });
  const first = listed[0];
  return new DatawrightError({
    code: first?.code ?? "SPEC_INVALID",
    message: lines.join("\n"),
    hint:
      problems.length > 1
        ? `${problems.length} fields of the task need a change; nothing was run`
        : "change this field of the task; nothing was run",
    details: {
      file: origin.file,
      line: first?.line ?? null,
      column: first?.column ?? null,
      path: first?.path ?? "",
      problems: listed,
    },
  });
}
