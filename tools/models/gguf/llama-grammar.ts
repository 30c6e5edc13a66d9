import { DatawrightError } from "../../../base/errors.js";
import type { JsonSchema } from "../../../schema/json.js";
import { isRecord } from "../../../base/values/is-record.js";

type Node = Readonly<Record<string, unknown>>;

/** Definition under which a schema that refers to itself as a whole is found. */
const ROOT = "wholeAnswer";
/** Formats of text that a grammar can hold; the others are checked when the answer is there. */
const FORMATS = ["date", "time", "date-time"];
/** A longer repetition makes a grammar slow or is refused; the answer's length is checked anyway. */
const LONGEST_REPETITION = 1000;
const SCALARS = ["string", "number", "integer", "boolean", "null"];
/** What a grammar cannot say, and an answer could break in ways that one correction does not mend. */
const REFUSED = ["allOf", "not", "if", "patternProperties", "$dynamicRef", "dependentSchemas"];

/**
 * A JSON Schema in the words of node-llama-cpp's grammars: a union is `oneOf`, every property is
 * required, what a grammar cannot hold (patterns, least and greatest numbers) is left out for the
 * check of the answer.
 *
 * @throws MODEL_BAD_REQUEST for schemas that cannot be said so: the structured ladder then asks in
 *         words
 */
export function llamaGrammarSchema(schema: JsonSchema): Node {
  const { $defs, ...root } = schema as Node;
  const whole = JSON.stringify(schema).includes('"$ref":"#"');
  const definitions: Node = {
    ...($defs as Node | undefined),
    ...(whole ? { [ROOT]: root } : {}),
  };
  const names = new Set(Object.keys(definitions));
  const converted = convert(root, names);
  return names.size === 0
    ? converted
    : { ...converted, $defs: mapValues(definitions, (node) => convert(node, names)) };
}

function convert(given: unknown, names: ReadonlySet<string>): Node {
  if (given === true) return anything();
  if (!isRecord(given)) throw refused("a part that is no schema");
  const node = given as Node;
  const unsayable = REFUSED.find((key) => key in node);
  if (unsayable !== undefined) throw refused(`\`${unsayable}\``);
  if (typeof node["$ref"] === "string") return { $ref: referenceOf(node["$ref"], names) };
  const branches = node["anyOf"] ?? node["oneOf"];
  if (Array.isArray(branches)) return { oneOf: branches.map((each) => convert(each, names)) };
  if ("const" in node) return { const: scalar(node["const"]) };
  if (Array.isArray(node["enum"])) return { enum: node["enum"].map(scalar) };
  const type = node["type"] ?? impliedType(node);
  if (Array.isArray(type))
    return { oneOf: type.map((each: unknown) => convert({ ...node, type: each }, names)) };
  if (type === undefined) return anything();
  if (type === "object") return objectNode(node, names);
  if (type === "array") return arrayNode(node, names);
  if (type === "string") return stringNode(node);
  if (SCALARS.includes(type as string)) return { type };
  throw refused(`the type ${JSON.stringify(type)}`);
}

function objectNode(node: Node, names: ReadonlySet<string>): Node {
  const { properties, additionalProperties: open } = node;
  return {
    type: "object",
    ...(properties === undefined
      ? {}
      : { properties: mapValues(properties as Node, (member) => convert(member, names)) }),
    // Names of one's own choice only where no others are given: nothing is lost without them.
    ...(properties === undefined && open !== false
      ? { additionalProperties: open === undefined ? true : openNode(open, names) }
      : {}),
    ...repetitions(node, ["minProperties", "maxProperties"]),
  };
}

function openNode(open: unknown, names: ReadonlySet<string>): unknown {
  return typeof open === "object" && open !== null && Object.keys(open).length === 0
    ? true
    : open === true || convert(open, names);
}

function arrayNode(node: Node, names: ReadonlySet<string>): Node {
  const { items, prefixItems } = node;
  return {
    type: "array",
    ...(items === undefined || items === true || items === false
      ? {}
      : { items: convert(items, names) }),
    ...(Array.isArray(prefixItems)
      ? {
          prefixItems: prefixItems.map((each) => convert(each, names)),
          minItems: prefixItems.length,
          maxItems: prefixItems.length,
        }
      : repetitions(node, ["minItems", "maxItems"])),
  };
}

function stringNode(node: Node): Node {
  return FORMATS.includes(node["format"] as string)
    ? { type: "string", format: node["format"] }
    : { type: "string", ...repetitions(node, ["minLength", "maxLength"]) };
}

function repetitions(node: Node, [least, most]: readonly [string, string]): Node {
  const { [least]: from, [most]: to } = node;
  const sayable = (count: unknown): boolean =>
    typeof count === "number" && count >= 0 && count <= LONGEST_REPETITION;
  return {
    ...(sayable(from) ? { [least]: from } : {}),
    ...(sayable(to) ? { [most]: to } : {}),
  };
}

function impliedType(node: Node): string | undefined {
  if ("properties" in node || "additionalProperties" in node) return "object";
  return "items" in node || "prefixItems" in node ? "array" : undefined;
}

function anything(): Node {
  return {
    oneOf: [
      { type: ["string", "number", "boolean", "null"] },
      { type: "array" },
      { type: "object", additionalProperties: true },
    ],
  };
}

function referenceOf(reference: string, names: ReadonlySet<string>): string {
  const name = reference === "#" ? ROOT : /^#\/\$defs\/(.+)$/u.exec(reference)?.[1];
  if (name === undefined || !names.has(name)) throw refused(`the reference ${reference}`);
  return `#/$defs/${name}`;
}

function scalar(value: unknown): unknown {
  if (value === null || ["string", "number", "boolean"].includes(typeof value)) return value;
  throw refused("a list or an object as a constant");
}

function mapValues(node: Node, change: (member: unknown) => Node): Node {
  return Object.fromEntries(Object.entries(node).map(([name, member]) => [name, change(member)]));
}

function refused(what: string): DatawrightError {
  return new DatawrightError({
    code: "MODEL_BAD_REQUEST",
    message: `a grammar for this JSON Schema cannot be made: it holds ${what}`,
  });
}
