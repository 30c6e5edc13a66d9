import type { z } from "zod";
import { didYouMean } from "../text/nearest-name.js";
import { formatFieldPath, valueAt, type FieldPath } from "./field-path.js";
import type { ErrorCode } from "../error-codes.js";

/** One thing that is wrong in a task or in settings: where, and what to write in its place. */
export interface SpecProblem {
  readonly code: Extract<
    ErrorCode,
    "SPEC_INVALID" | "PROMPT_SLOT" | "PLAN_INVALID" | "MODEL_UNKNOWN"
  >;
  readonly path: FieldPath;
  readonly message: string;
}

/** What the walk needs of a zod schema's definition. */
interface Definition {
  readonly type: string;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
}

const definitionOf = (schema: z.core.$ZodType): Definition =>
  schema._zod.def as unknown as Definition;

/**
 * The forms that a schema accepts, with wrappers (optional, default, transform) and unions taken
 * away.
 */
function forms(schema: z.core.$ZodType): Definition[] {
  const definition = definitionOf(schema);
  if (definition.options) return definition.options.flatMap(forms);
  if (definition.innerType) return forms(definition.innerType);
  if (definition.type === "pipe" && definition.in) return forms(definition.in);
  return [definition];
}

/** Names of the fields that a schema knows at a path; empty where any name is allowed. */
function namesAt(schema: z.core.$ZodType, path: FieldPath): string[] {
  let reached: z.core.$ZodType[] = [schema];
  for (const part of path) {
    reached = reached.flatMap(forms).flatMap((form) => {
      const next = form.shape
        ? form.shape[String(part)]
        : typeof part === "number"
          ? (form.element ?? form.valueType)
          : form.valueType;
      return next ? [next] : [];
    });
  }
  return [...new Set(reached.flatMap(forms).flatMap((form) => Object.keys(form.shape ?? {})))];
}

/**
 * Paths at which a schema has a field of exactly this name, at most three levels deep: where a
 * misplaced field belongs.
 */
function fieldPathsNamed(
  schema: z.core.$ZodType,
  name: string,
  above: FieldPath = [],
): FieldPath[] {
  const found: FieldPath[] = [];
  for (const form of forms(schema)) {
    for (const [key, next] of Object.entries(form.shape ?? {})) {
      if (key === name) found.push([...above, key]);
      if (above.length < 2) found.push(...fieldPathsNamed(next, name, [...above, key]));
    }
  }
  return found;
}

type Issue = z.core.$ZodIssue;

const WRITE_INSTEAD: Readonly<Record<string, string>> = {
  name: "missing; give the dataset a short name, for example `name: support-tickets`",
  kind: "missing; say what one sample is, for example `kind: classification`",
  description: "missing; say in one or two sentences what the dataset is about",
  target: "missing; write how many accepted samples you want, for example `target: 200`",
};

/**
 * The problems of a failed parse in the words of a task file: unions by the form that was meant,
 * unknown names with the nearest valid one.
 */
export function zodProblems(
  issues: readonly Issue[],
  schema: z.ZodType,
  raw: unknown,
): SpecProblem[] {
  return issues.flatMap((issue) => problemsOf(issue, [], schema, raw));
}

function problemsOf(
  issue: Issue,
  prefix: FieldPath,
  schema: z.ZodType,
  raw: unknown,
): SpecProblem[] {
  const path = [
    ...prefix,
    ...issue.path.map((part) => (typeof part === "number" ? part : String(part))),
  ];
  const value = valueAt(raw, path);
  const one = (message: string, at: FieldPath = path): SpecProblem => ({
    code: "SPEC_INVALID",
    path: at,
    message,
  });
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) =>
        one(`unknown field${suggestion(key, path, schema)}`, [...path, key]),
      );
    case "invalid_type":
      if (value === undefined)
        return [
          one(
            (path.length === 1 ? WRITE_INSTEAD[String(path[0])] : undefined) ??
              `missing; expected ${typeName(issue.expected)}`,
          ),
        ];
      return [
        one(
          `expected ${typeName(issue.expected)}, got ` +
            `${describe(value)}${quotesHelp([typeName(issue.expected)], value)}`,
        ),
      ];
    case "invalid_value":
      if (value === undefined)
        return [
          one(
            (path.length === 1 ? WRITE_INSTEAD[String(path[0])] : undefined) ??
              `missing; expected one of ${issue.values.join(", ")}`,
          ),
        ];
      return [
        one(
          `${describe(value)} is not one of ` +
            `${issue.values.join(", ")}${typeof value === "string" ? didYouMean(value, issue.values.map(String)) : ""}`,
        ),
      ];
    case "invalid_union":
      return unionProblems(issue.errors, path, schema, raw);
    case "invalid_key":
      return [one("a name must not be empty")];
    case "too_small":
      return [
        one(sizeMessage(issue.origin, issue.minimum, issue.inclusive === false, value, "least")),
      ];
    case "too_big":
      return [
        one(sizeMessage(issue.origin, issue.maximum, issue.inclusive === false, value, "most")),
      ];
    case "invalid_format":
      return [one(`${describe(value)} has a wrong form; expected ${issue.message}`)];
    default:
      return [one(issue.message)];
  }
}

/**
 * A union failed in all its forms: tell of the one whose outer type fits, as that is the one the
 * user wrote.
 */
function unionProblems(
  branches: readonly (readonly Issue[])[],
  path: FieldPath,
  schema: z.ZodType,
  raw: unknown,
): SpecProblem[] {
  const outerType = (issue: Issue): boolean =>
    issue.code === "invalid_type" && issue.path.length === 0;
  const fitting = branches.filter((branch) => branch.length > 0 && !branch.some(outerType));
  if (fitting.length === 0) {
    const expected = [
      ...new Set(
        branches
          .flat()
          .filter(outerType)
          .map((issue) => typeName((issue as z.core.$ZodIssueInvalidType).expected)),
      ),
    ];
    const value = valueAt(raw, path);
    return [
      {
        code: "SPEC_INVALID",
        path,
        message:
          `${value === undefined ? "missing; " : ""}expected ` +
          `${expected.join(" or ")}${value === undefined ? "" : `, got ${describe(value)}${quotesHelp(expected, value)}`}`,
      },
    ];
  }
  const fewest = fitting.reduce((best, branch) => (branch.length < best.length ? branch : best));
  return fewest.flatMap((issue) => problemsOf(issue, path, schema, raw));
}

function suggestion(key: string, path: FieldPath, schema: z.ZodType): string {
  const here = namesAt(schema, path);
  const near = didYouMean(key, here);
  if (near !== "") return near;
  const elsewhere = fieldPathsNamed(schema, key).filter((found) => found.length > 1);
  if (elsewhere.length > 0)
    return `; did you mean ${elsewhere.slice(0, 3).map(formatFieldPath).join(" or ")}?`;
  return here.length > 0 ? `; known here: ${here.join(", ")}` : "";
}

function sizeMessage(
  origin: string,
  bound: number | bigint,
  exclusive: boolean,
  value: unknown,
  side: "least" | "most",
): string {
  const measured = origin === "number" || origin === "int" || origin === "bigint";
  if (!measured && side === "least" && Number(bound) <= 1) return "must not be empty";
  if (!measured)
    return `needs at ${side} ${bound} ${origin === "string" ? "characters" : "entries"}`;
  return exclusive
    ? `${describe(value)} must be ${side === "least" ? "above" : "below"} ${bound}`
    : `${describe(value)} must be at ${side} ${bound}`;
}

function quotesHelp(expected: readonly string[], value: unknown): string {
  return expected.includes("text") && (typeof value === "number" || typeof value === "boolean")
    ? "; put it in quotes"
    : "";
}

function typeName(type: string): string {
  return (
    (
      {
        string: "text",
        int: "a whole number",
        number: "a number",
        boolean: "true or false",
        array: "a list",
        record: "a map of names to values",
        object: "a map of names to values",
      } as Record<string, string>
    )[type] ?? type
  );
}

function describe(value: unknown): string {
  if (value === null) return "nothing";
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object") return "a map";
  if (typeof value === "string")
    return JSON.stringify(value.length > 60 ? `${value.slice(0, 57)}...` : value);
  if (typeof value === "number") return `the number ${value}`;
  return String(value);
}
