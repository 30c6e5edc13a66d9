import type { JsonSchema } from "../../../schema/json.js";
import { isRecord } from "../../../base/values/is-record.js";

type Node = Readonly<Record<string, unknown>>;

/** One place of a schema that the strict subset refuses. */
export interface StrictProblem {
  /** Where it stands, as keys from the root: `properties.values.items`; "" for the root. */
  readonly path: string;
  /** What is wrong there. */
  readonly problem: string;
}

/** Limits of OpenAI's strict subset (Structured Outputs, supported schemas). */
const LIMITS = {
  depth: 10,
  properties: 5000,
  enumValues: 1000,
  /** Characters of all names of properties and definitions, enum and const values together. */
  characters: 120_000,
  /** Values of one enum of strings from which their characters are limited too. */
  longEnum: 250,
  longEnumCharacters: 15_000,
} as const;

const TYPES = ["string", "number", "boolean", "integer", "object", "array", "null"];
/** Keywords that the subset takes; every other one is refused. */
const KEYWORDS = new Set([
  "type",
  "title",
  "description",
  "enum",
  "const",
  "anyOf",
  "$ref",
  "$defs",
  "definitions",
  "properties",
  "required",
  "additionalProperties",
  "items",
  "minItems",
  "maxItems",
  "pattern",
  "format",
  "multipleOf",
  "minimum",
  "maximum",
  "exclusiveMinimum",
  "exclusiveMaximum",
]);
const FORMATS = [
  "date-time",
  "time",
  "date",
  "duration",
  "email",
  "hostname",
  "ipv4",
  "ipv6",
  "uuid",
];

interface Counts {
  properties: number;
  enumValues: number;
  characters: number;
}

/**
 * What keeps a schema from OpenAI's strict subset, in which answers are held to a schema token by
 * token: objects must be closed with every property required, each part typed, no keyword beyond
 * those that are documented, at most 10 levels and 5,000 properties. A schema without problems may
 * be sent as strict; a server that enforces the rules answers any other with 400.
 */
export function strictProblems(schema: JsonSchema): StrictProblem[] {
  const problems: StrictProblem[] = [];
  const counts: Counts = { properties: 0, enumValues: 0, characters: 0 };
  if (schema["type"] !== "object")
    problems.push({ path: "", problem: "the root must be an object" });
  visit(schema, { path: "", depth: 1, root: schema, problems, counts });
  const over = (what: string, count: number, most: number): void => {
    if (count > most) problems.push({ path: "", problem: `${count} ${what}; at most ${most}` });
  };
  over("properties", counts.properties, LIMITS.properties);
  over("enum values", counts.enumValues, LIMITS.enumValues);
  over("characters of names and values", counts.characters, LIMITS.characters);
  return problems;
}

/** True if a schema keeps to the strict subset: see strictProblems. */
export function isStrictSchema(schema: JsonSchema): boolean {
  let strict = known.get(schema);
  if (strict === undefined) known.set(schema, (strict = strictProblems(schema).length === 0));
  return strict;
}

const known = new WeakMap<JsonSchema, boolean>();

interface Place {
  readonly path: string;
  readonly depth: number;
  readonly root: Node;
  readonly problems: StrictProblem[];
  readonly counts: Counts;
}

function visit(node: Node, place: Place): void {
  const { path, depth, problems, counts } = place;
  const problem = (text: string): void => void problems.push({ path, problem: text });
  const below = (key: string, inner: unknown, deeper = 0): void => {
    const at = path === "" ? key : `${path}.${key}`;
    if (isRecord(inner)) visit(inner, { ...place, path: at, depth: depth + deeper });
    else problems.push({ path: at, problem: "it is no schema" });
  };
  if (depth > LIMITS.depth) return problem(`more than ${LIMITS.depth} levels of objects`);
  for (const key of Object.keys(node))
    if (!KEYWORDS.has(key)) problem(`the keyword ${JSON.stringify(key)} is not supported`);
  const types = [node["type"]].flat().filter((type) => type !== undefined);
  for (const type of types)
    if (!TYPES.includes(String(type))) problem(`there is no type ${JSON.stringify(type)}`);
  if (typeof node["$ref"] === "string") {
    if (!resolves(node["$ref"], place.root)) problem(`${node["$ref"]} points nowhere`);
  } else if (types.length === 0 && !("anyOf" in node) && !("enum" in node) && !("const" in node))
    problem("it has no type, so it takes anything");
  if (types.includes("object") || "properties" in node) closedObject(node, problem, counts, below);
  if (types.includes("array") || "items" in node) {
    if (isRecord(node["items"])) below("items", node["items"]);
    else problem("the array does not say what its items are");
  }
  if ("anyOf" in node) {
    if (path === "") problem("the root must not be a choice");
    if (Array.isArray(node["anyOf"]))
      node["anyOf"].forEach((branch, index) => below(`anyOf.${index}`, branch));
    else problem("anyOf is no list");
  }
  if (Array.isArray(node["enum"])) countEnum(node["enum"], problem, counts);
  if ("const" in node) counts.characters += String(node["const"]).length;
  if (typeof node["format"] === "string" && !FORMATS.includes(node["format"]))
    problem(`the format ${JSON.stringify(node["format"])} is not supported`);
  for (const key of ["$defs", "definitions"])
    if (isRecord(node[key]))
      for (const [name, definition] of Object.entries(node[key])) {
        counts.characters += name.length;
        below(`${key}.${name}`, definition);
      }
}

function closedObject(
  node: Node,
  problem: (text: string) => void,
  counts: Counts,
  below: (key: string, inner: unknown, deeper: number) => void,
): void {
  if (node["additionalProperties"] !== false)
    problem("additionalProperties must be false: the object is open");
  const properties = isRecord(node["properties"]) ? node["properties"] : {};
  const required = Array.isArray(node["required"]) ? node["required"].map(String) : [];
  for (const [name, member] of Object.entries(properties)) {
    counts.properties += 1;
    counts.characters += name.length;
    if (!required.includes(name)) problem(`the property ${JSON.stringify(name)} is not required`);
    below(`properties.${name}`, member, 1);
  }
  for (const name of required)
    if (!Object.hasOwn(properties, name))
      problem(`${JSON.stringify(name)} is required and no property`);
}

function countEnum(
  values: readonly unknown[],
  problem: (text: string) => void,
  counts: Counts,
): void {
  const characters = values.reduce<number>((sum, value) => sum + String(value).length, 0);
  counts.enumValues += values.length;
  counts.characters += characters;
  if (values.length === 0) problem("an enum needs a value");
  if (values.length > LIMITS.longEnum && characters > LIMITS.longEnumCharacters)
    problem(
      `an enum of ${values.length} values has ${characters} characters; at most ` +
        `${LIMITS.longEnumCharacters} with more than ${LIMITS.longEnum} values`,
    );
}

function resolves(reference: string, root: Node): boolean {
  if (reference === "#") return true;
  const match = /^#\/(\$defs|definitions)\/(.+)$/u.exec(reference);
  const table = match ? root[match[1]!] : undefined;
  return isRecord(table) && Object.hasOwn(table, match![2]!);
}
