import type { SandboxLanguage } from "../../schema/checker.js";
import type { JsonObject, JsonValue } from "../../schema/json.js";

/** What a checker says of a draft. */
export interface CheckerAnswer {
  readonly pass: boolean;
  readonly reason: string | null;
}

const MOST_CHARACTERS = 500;

/** Reads true, false or { pass, reason }; of SQL the first row, with a column `pass` or only one column, 1 or 0. Null for anything else. */
export function readCheckerAnswer(
  language: SandboxLanguage,
  value: JsonValue,
): CheckerAnswer | null {
  return language === "sql" ? ofRow(value) : ofValue(value);
}

function ofValue(value: JsonValue): CheckerAnswer | null {
  if (typeof value === "boolean") return { pass: value, reason: null };
  if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
  const { pass, reason } = value as JsonObject;
  return typeof pass === "boolean"
    ? {
        pass,
        reason:
          typeof reason === "string" && reason.trim() !== ""
            ? reason.trim().slice(0, MOST_CHARACTERS)
            : null,
      }
    : null;
}

function ofRow(value: JsonValue): CheckerAnswer | null {
  if (value === null) return null;
  const { columns, rows } = value as unknown as {
    readonly columns: readonly string[];
    readonly rows: readonly (readonly JsonValue[])[];
  };
  const at = columns.length === 1 ? 0 : columns.indexOf("pass");
  const pass = rows[0]?.[at];
  if (pass !== 0 && pass !== 1) return null;
  return ofValue({ pass: pass === 1, reason: rows[0]?.[columns.indexOf("reason")] ?? null });
}
