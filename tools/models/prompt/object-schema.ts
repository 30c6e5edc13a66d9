import { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { foreignSchema } from "../../../base/settings/foreign-schema.js";
import type { JsonSchema } from "../../../schema/json.js";
import { isRecord } from "../../../base/values/is-record.js";

/** A zod schema prepared for asking: computed once per schema object. */
export interface ObjectSchema {
  /**
   * JSON Schema of the answer: closed objects, every member required, optional ones nullable (the
   * strict subset of OpenAI).
   */
  readonly json: JsonSchema;
  /** The same as text, for prompts of models that read the schema there. */
  readonly text: string;
  /**
   * Undoes what `json` changed: unwraps a list or scalar answer and drops the null of an optional
   * member.
   */
  restore(value: unknown): unknown;
}

type Node = Record<string, unknown>;

/**
 * A list or a scalar is asked for inside an object under this name: a JSON schema answer must be an
 * object.
 */
const WRAPPED = "answer";
/**
 * Outside the strict subset; zod checks the answer anyway, and lengths are said in the description.
 */
const UNSUPPORTED = [
  "$schema",
  "default",
  "minLength",
  "maxLength",
  "propertyNames",
  "contentEncoding",
  "examples",
  "id",
];

const compiled = new WeakMap<z.ZodType, ObjectSchema>();

/**
 * The JSON Schema of a zod schema, computed once and kept as long as the schema object lives.
 * @throws AGENT_CONTRACT for a schema that another major of zod made, whole or in part
 */
export function objectSchema(schema: z.ZodType): ObjectSchema {
  let result = compiled.get(schema);
  if (result === undefined) {
    result = compile(schema);
    compiled.set(schema, result);
  }
  return result;
}

function compile(schema: z.ZodType): ObjectSchema {
  const foreign = foreignSchema(schema);
  if (foreign) {
    const part = foreign.path.length === 0 ? "" : `, in its member \`${foreign.path.join(".")}\``;
    throw new DatawrightError({
      code: "AGENT_CONTRACT",
      message:
        `the schema that the model is asked with is made with zod ${foreign.major}${part}; ` +
        "datawright asks with schemas of zod 4",
      hint: 'Import z from zod 4 (`npm install zod@4`); zod 3.25 has it as "zod/v4".',
    });
  }
  const original = z.toJSONSchema(schema, { io: "input", unrepresentable: "any" }) as Node;
  const wrapped = original["type"] !== "object";
  const strict = strictNode(original);
  const json = wrapped ? wrap(strict) : strict;
  return {
    json,
    text: JSON.stringify(json),
    restore: (value) => dropNulls(wrapped ? unwrap(value) : value, original, original),
  };
}

function wrap(node: Node): Node {
  const { $defs, ...root } = node;
  const definitions = { ...($defs as Node | undefined), [WRAPPED]: root };
  const json = {
    type: "object",
    properties: { [WRAPPED]: { $ref: `#/$defs/${WRAPPED}` } },
    required: [WRAPPED],
    additionalProperties: false,
    $defs: definitions,
  };
  // A recursive schema refers to its root, which is now a definition.
  return JSON.parse(
    JSON.stringify(json).replaceAll('"$ref":"#"', `"$ref":"#/$defs/${WRAPPED}"`),
  ) as Node;
}

function unwrap(value: unknown): unknown {
  const record = asNode(value);
  return record !== null && WRAPPED in record && Object.keys(record).length === 1
    ? record[WRAPPED]
    : value;
}

function strictNode(node: Node): Node {
  const result: Node = {};
  for (const [key, value] of Object.entries(node)) {
    if (UNSUPPORTED.includes(key)) continue;
    if (key === "properties" || key === "$defs") result[key] = mapValues(value as Node, strictNode);
    else if (key === "oneOf" || key === "anyOf" || key === "allOf")
      result[key === "oneOf" ? "anyOf" : key] = (value as Node[]).map(strictNode);
    else if (key === "items" && asNode(value)) result[key] = strictNode(value as Node);
    else if (key === "prefixItems") result[key] = (value as Node[]).map(strictNode);
    else if (
      (key === "minimum" || key === "maximum") &&
      Math.abs(value as number) === Number.MAX_SAFE_INTEGER
    )
      continue;
    else result[key] = value;
  }
  describeLength(node, result);
  const properties = asNode(result["properties"]);
  if (properties !== null) {
    const required = new Set((node["required"] as string[] | undefined) ?? []);
    result["properties"] = Object.fromEntries(
      Object.entries(properties).map(([name, member]) => [
        name,
        required.has(name) ? member : nullable(member as Node),
      ]),
    );
    result["required"] = Object.keys(properties);
    result["additionalProperties"] = false;
  }
  return result;
}

/** The strict subset has no string lengths, so the model is told in words. */
function describeLength(node: Node, result: Node): void {
  const { minLength, maxLength } = node as { minLength?: number; maxLength?: number };
  if (maxLength === undefined && (minLength ?? 0) < 2) return;
  const length =
    maxLength === undefined
      ? `at least ${minLength}`
      : minLength === undefined
        ? `at most ${maxLength}`
        : `${minLength} to ${maxLength}`;
  result["description"] =
    `${typeof node["description"] === "string" ? `${node["description"]} ` : ""}(${length} ` +
    "characters)";
}

function nullable(node: Node): Node {
  if (acceptsNull(node)) return node;
  if (typeof node["type"] === "string" && !("const" in node)) {
    const withNull: Node = { ...node, type: [node["type"], "null"] };
    if (Array.isArray(node["enum"])) withNull["enum"] = [...(node["enum"] as unknown[]), null];
    return withNull;
  }
  if (Array.isArray(node["anyOf"]))
    return { ...node, anyOf: [...(node["anyOf"] as Node[]), { type: "null" }] };
  return { anyOf: [node, { type: "null" }] };
}

/**
 * Walks a value along the schema and removes members that are null where the schema says "optional"
 * and not "nullable".
 */
function dropNulls(value: unknown, node: Node | null, root: Node): unknown {
  if (node === null || typeof value !== "object" || value === null) return value;
  const target = resolve(node, root);
  if (Array.isArray(value)) {
    const prefix = target["prefixItems"] as Node[] | undefined;
    return value.map((item, index) =>
      dropNulls(item, prefix?.[index] ?? asNode(target["items"]), root),
    );
  }
  const branches = (target["anyOf"] ?? target["oneOf"]) as Node[] | undefined;
  const shape = branches === undefined ? target : pickBranch(branches, value as Node, root);
  const properties = asNode(shape["properties"]);
  if (properties === null) return value;
  const required = new Set((shape["required"] as string[] | undefined) ?? []);
  const result: Node = {};
  for (const [name, member] of Object.entries(value as Node)) {
    const memberNode = asNode(properties[name]);
    if (
      member === null &&
      memberNode !== null &&
      !required.has(name) &&
      !acceptsNull(resolve(memberNode, root))
    )
      continue;
    result[name] = dropNulls(member, memberNode, root);
  }
  return result;
}

/** The branch of a union whose constant members agree with the value; else the first object. */
function pickBranch(branches: readonly Node[], value: Node, root: Node): Node {
  const objects = branches
    .map((branch) => resolve(branch, root))
    .filter((branch) => asNode(branch["properties"]) !== null);
  const agreeing = objects.find((branch) =>
    Object.entries(branch["properties"] as Node).every(([name, member]) => {
      const constant = asNode(member);
      return constant === null || !("const" in constant) || constant["const"] === value[name];
    }),
  );
  return agreeing ?? objects[0] ?? {};
}

function resolve(node: Node, root: Node): Node {
  let current = node;
  for (let hops = 0; hops < 16 && typeof current["$ref"] === "string"; hops++) {
    const reference = current["$ref"];
    if (reference === "#") return root;
    const name = /^#\/\$defs\/(.+)$/.exec(reference)?.[1];
    const found = name === undefined ? null : asNode(asNode(root["$defs"])?.[name]);
    if (found === null) return {};
    current = found;
  }
  return current;
}

function acceptsNull(node: Node): boolean {
  const type = node["type"];
  if (type === "null" || (Array.isArray(type) && type.includes("null"))) return true;
  const branches = (node["anyOf"] ?? node["oneOf"]) as Node[] | undefined;
  if (branches !== undefined) return branches.some(acceptsNull);
  // A node that constrains nothing accepts everything.
  return (
    type === undefined &&
    !("enum" in node) &&
    !("const" in node) &&
    !("$ref" in node) &&
    !("allOf" in node)
  );
}

function asNode(value: unknown): Node | null {
  return isRecord(value) ? (value as Node) : null;
}

function mapValues(node: Node, change: (member: Node) => Node): Node {
  return Object.fromEntries(
    Object.entries(node).map(([name, member]) => [name, change(member as Node)]),
  );
}
