/** What a form reads of a JSON Schema (draft 2020-12). */
export interface JsonSchema {
  readonly type?: string | readonly string[];
  readonly title?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
}

/** What a value is typed into. */
export type FieldKind =
  | { readonly kind: "text" | "boolean" | "null" | "json" }
  | { readonly kind: "number"; readonly isInteger: boolean }
  | { readonly kind: "choice"; readonly values: readonly unknown[] }
  | { readonly kind: "list"; readonly item: JsonSchema }
  | {
      readonly kind: "object";
      readonly properties: Readonly<Record<string, JsonSchema>>;
      readonly required: ReadonlySet<string>;
    }
  | { readonly kind: "map"; readonly item: JsonSchema }
  | { readonly kind: "union"; readonly options: readonly JsonSchema[] };

/** Whatever JSON can say: lists and objects of no known shape are typed as JSON. */
const ANYTHING: readonly JsonSchema[] = ["string", "number", "boolean", "null", "json"].map(
  (type) => ({ type }),
);
/** References that are followed, and levels that a new value is made of: a schema may contain itself. */
const MOST_HOPS = 20;

/** A schema without reference, with the parts of an `allOf` put together. */
export function resolved(schema: JsonSchema, root: JsonSchema): JsonSchema {
  let own = schema;
  for (let hop = 0; own.$ref !== undefined; hop++) {
    const name = /^#\/\$defs\/(.+)$/u.exec(own.$ref)?.[1];
    const target = own.$ref === "#" ? root : name === undefined ? undefined : root.$defs?.[name];
    if (target === undefined || hop === MOST_HOPS) return {};
    const { $ref: _followed, ...beside } = own;
    own = { ...target, ...beside };
  }
  if (own.allOf === undefined) return own;
  const { allOf, ...beside } = own;
  return [beside, ...allOf.map((part) => resolved(part, root))].reduce((whole, part) => ({
    ...whole,
    ...part,
    properties: { ...whole.properties, ...part.properties },
    required: [...(whole.required ?? []), ...(part.required ?? [])],
  }));
}

/** What a value of a schema is typed into; of a schema that says nothing whatever JSON can say. */
export function kindOf(schema: JsonSchema, root: JsonSchema): FieldKind {
  const own = resolved(schema, root);
  if ("const" in own) return { kind: "choice", values: [own.const] };
  if (own.enum !== undefined) return { kind: "choice", values: own.enum };
  const options = own.anyOf ?? own.oneOf;
  if (options !== undefined)
    return options.length === 1 ? kindOf(options[0]!, root) : { kind: "union", options };
  if (Array.isArray(own.type))
    return { kind: "union", options: own.type.map((type: string) => ({ ...own, type })) };
  if (Object.keys(own.properties ?? {}).length > 0)
    return {
      kind: "object",
      properties: own.properties!,
      required: new Set(own.required),
    };
  switch (own.type) {
    case "string":
      return { kind: "text" };
    case "number":
    case "integer":
      return { kind: "number", isInteger: own.type === "integer" };
    case "boolean":
    case "null":
    case "json":
      return { kind: own.type };
    case "array":
      return own.prefixItems === undefined
        ? { kind: "list", item: typeof own.items === "object" ? own.items : {} }
        : { kind: "json" };
    case "object": {
      const item = own.additionalProperties;
      // One without fields of its own is what an agent takes that needs nothing.
      if (item === false || own.additionalProperties === undefined)
        return { kind: "object", properties: {}, required: new Set() };
      return { kind: "map", item: typeof item === "object" ? item : {} };
    }
    default:
      return { kind: "union", options: ANYTHING };
  }
}

/**
 * A value to begin with: what is required and known, its own default first. A number or a choice is left
 * out, for nobody has made it yet.
 */
export function emptyOf(schema: JsonSchema, root: JsonSchema, level = 0): unknown {
  const own = resolved(schema, root);
  if (own.default !== undefined) return own.default;
  const kind = kindOf(own, root);
  switch (kind.kind) {
    case "text":
      return "";
    case "boolean":
      return false;
    case "null":
      return null;
    case "json":
    case "map":
      return {};
    case "list":
      return [];
    case "number":
      return undefined;
    case "choice":
      return kind.values.length === 1 ? kind.values[0] : undefined;
    case "union":
      return level > MOST_HOPS ? null : emptyOf(kind.options[0]!, root, level + 1);
    case "object": {
      if (level > MOST_HOPS) return null;
      const fields = [...kind.required].flatMap((name) => {
        const value = emptyOf(kind.properties[name] ?? {}, root, level + 1);
        return value === undefined ? [] : [[name, value] as const];
      });
      return Object.fromEntries(fields);
    }
  }
}

/** Which option of a union a value is of; -1 where it is of none. */
export function optionOf(options: readonly JsonSchema[], value: unknown, root: JsonSchema): number {
  if (value === undefined) return -1;
  const whole = options.findIndex((option) => fits(option, value, root));
  // An object whose fields are not all there yet is still one.
  return whole >= 0 ? whole : options.findIndex((option) => isAlike(option, value, root));
}

function fits(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  const kind = kindOf(schema, root);
  if (kind.kind === "object")
    return (
      isObject(value) &&
      [...kind.required].every((name) => name in value) &&
      Object.entries(kind.properties).every(
        ([name, field]) =>
          !(name in value) || !isFixed(field, root) || fits(field, value[name], root),
      )
    );
  if (kind.kind === "union") return kind.options.some((option) => fits(option, value, root));
  return isAlike(schema, value, root);
}

function isAlike(schema: JsonSchema, value: unknown, root: JsonSchema): boolean {
  const kind = kindOf(schema, root);
  switch (kind.kind) {
    case "text":
      return typeof value === "string";
    case "number":
      return typeof value === "number" && (!kind.isInteger || Number.isInteger(value));
    case "boolean":
      return typeof value === "boolean";
    case "null":
      return value === null;
    case "choice":
      return kind.values.includes(value);
    case "list":
      return Array.isArray(value);
    case "object":
    case "map":
      return isObject(value);
    case "json":
      return typeof value === "object" && value !== null;
    case "union":
      return kind.options.some((option) => isAlike(option, value, root));
  }
}

function isFixed(schema: JsonSchema, root: JsonSchema): boolean {
  return kindOf(schema, root).kind === "choice";
}

/** A JSON object: no list and not nothing. */
export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
