import { DEEPEST_JSON, isTooDeep } from "../../../base/text/json-depth.js";
import type { RawRow, ReadOptions } from "../contract.js";

/**
 * The row that a piece of JSON holds; null, and a problem told, where it is not valid or neither an
 * object nor a list of cells.
 */
export function recordOf(
  text: string,
  line: number,
  options: Pick<ReadOptions, "onProblem">,
): RawRow | null {
  let value: unknown;
  if (isTooDeep(text)) {
    options.onProblem({
      line,
      code: "DATA_FORMAT",
      message: `nested more than ${DEEPEST_JSON} deep`,
    });
    return null;
  }
  try {
    value = JSON.parse(text);
  } catch (error) {
    options.onProblem({
      line,
      code: "DATA_FORMAT",
      message: `not valid JSON: ${(error as Error).message}`,
    });
    return null;
  }
  if (Array.isArray(value)) {
    const columns = value.map((_cell, index) => String(index));
    return {
      values: Object.fromEntries(value.map((cell: unknown, index) => [String(index), cell])),
      line,
      columns,
    };
  }
  if (typeof value === "object" && value !== null)
    return { values: value as Record<string, unknown>, line };
  options.onProblem({
    line,
    code: "DATA_FORMAT",
    message: `expected an object, got ${JSON.stringify(value).slice(0, 60)}`,
  });
  return null;
}
