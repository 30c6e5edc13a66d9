import type { Fault } from "./openai-faults.js";
import type { ServerRequest } from "./openai-server.js";

type Node = Readonly<Record<string, unknown>>;

const REFUSED = [
  "allOf",
  "oneOf",
  "not",
  "if",
  "then",
  "else",
  "dependentRequired",
  "dependentSchemas",
  "patternProperties",
  "prefixItems",
  "propertyNames",
  "unevaluatedProperties",
  "minLength",
  "maxLength",
  "uniqueItems",
  "contains",
  "default",
];

/**
 * A server's rule that enforces what OpenAI documents of strict schemas: 400 for a request that
 * sends one as strict and breaks it.
 */
export function strictSchemaFault({ body }: Pick<ServerRequest, "body">): Fault | null {
  const sent = (
    body["response_format"] as
      { json_schema?: { strict?: boolean; schema?: Node; name?: string } } | undefined
  )?.json_schema;
  if (sent?.strict !== true || sent.schema === undefined) return null;
  const problem = /^[\w-]{1,64}$/u.test(sent.name ?? "")
    ? sent.schema["type"] === "object"
      ? refusal(sent.schema, "")
      : "schema must be a JSON Schema of 'type: \"object\"'"
    : `invalid name ${String(sent.name)}`;
  return problem === null
    ? null
    : { kind: "bad-request", message: `Invalid schema for response_format: ${problem}` };
}

function refusal(node: unknown, context: string): string | null {
  const at = `In context=(${context}), `;
  if (typeof node !== "object" || node === null || Array.isArray(node))
    return `${at}schema must be an object`;
  const schema = node as Node;
  const banned = REFUSED.find((keyword) => keyword in schema);
  if (banned !== undefined) return `${at}'${banned}' is not permitted.`;
  if (!["type", "anyOf", "enum", "const", "$ref"].some((keyword) => keyword in schema))
    return `${at}schema must have a 'type' key.`;
  const types = [schema["type"]].flat();
  if (types.includes("object")) {
    if (schema["additionalProperties"] !== false)
      return `${at}'additionalProperties' is required to be supplied and to be false.`;
    const names = Object.keys((schema["properties"] ?? {}) as object);
    const required = (schema["required"] ?? []) as readonly string[];
    const missing = names.find((name) => !required.includes(name));
    if (missing !== undefined)
      return `${at}'required' must include every key in properties. Missing '${missing}'.`;
  }
  if (types.includes("array") && schema["items"] === undefined)
    return `${at}array schema missing items.`;
  const below = [
    ...Object.entries((schema["properties"] ?? {}) as Node),
    ...Object.entries((schema["$defs"] ?? {}) as Node),
    ...(schema["items"] === undefined ? [] : [["items", schema["items"]] as const]),
    ...((schema["anyOf"] ?? []) as readonly unknown[]).map(
      (branch, index) => [String(index), branch] as const,
    ),
  ];
  for (const [name, inner] of below) {
    const found = refusal(inner, `${context}/${name}`);
    if (found !== null) return found;
  }
  return null;
}
