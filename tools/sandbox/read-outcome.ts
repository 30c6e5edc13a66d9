import type { JsonValue } from "../../schema/json.js";
import type { SandboxResult } from "./contract.js";
import type { RunOutcome } from "./run-outcome.js";

const MOST_LEVELS = 100;

/**
 * The result of a run from what its boundary handed over: the JSON is parsed here, and values that
 * could harm their reader are refused.
 */
export function readOutcome({ json, stdout, error, truncated }: RunOutcome): SandboxResult {
  let value: JsonValue = null;
  let failure = error;
  if (failure === null && json !== null) {
    const read = readValue(json);
    if (read.problem === null) value = read.value;
    else failure = { kind: "output", message: read.problem, line: null };
  }
  return {
    value,
    stdout,
    error: failure,
    timedOut: failure?.kind === "timeout",
    memoryExceeded: failure?.kind === "memory",
    truncated,
  };
}

function readValue(json: string): { readonly value: JsonValue; readonly problem: string | null } {
  let value: JsonValue;
  try {
    value = JSON.parse(json) as JsonValue;
  } catch {
    return { value: null, problem: "the value is no JSON" };
  }
  const problem = problemOf(value);
  return { value: problem === null ? value : null, problem };
}

/**
 * JSON may hold what code that copies or walks it trips over: a key `__proto__`, and thousands of
 * levels.
 */
function problemOf(root: JsonValue): string | null {
  let level: JsonValue[] = [root];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > MOST_LEVELS) return `the value is nested deeper than ${MOST_LEVELS} levels`;
    const next: JsonValue[] = [];
    for (const value of level) {
      if (typeof value !== "object" || value === null) continue;
      if (!Array.isArray(value) && Object.hasOwn(value, "__proto__"))
        return "the value has a key __proto__, which is not accepted";
      for (const inner of Object.values(value) as JsonValue[]) next.push(inner);
    }
    level = next;
  }
  return null;
}
