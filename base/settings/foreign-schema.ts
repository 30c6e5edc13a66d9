/** A part of a schema that another major of zod made, and where in it. */
export interface ForeignSchema {
  /** Names of the members on the way to it; empty for the schema itself. */
  readonly path: readonly string[];
  /** The major that made it. */
  readonly major: number;
  /** The major of the schema around it; that of datawright for the outermost. */
  readonly within: number;
}

const OWN_MAJOR = 4;
const DEEPEST = 12;
type Definition = Readonly<Record<string, unknown>>;

/**
 * The first part of a zod schema that was made with another major of zod than what it stands in;
 * null where all of it fits together.
 *
 * @param alone whether a schema that is of another major as a whole is fine: one that only parses
 */
export function foreignSchema(
  schema: unknown,
  { alone = false }: { readonly alone?: boolean } = {},
): ForeignSchema | null {
  const own = definitionOf(schema);
  return own === null ? null : find(schema, alone ? own.major : OWN_MAJOR, [], new Set());
}

function find(
  schema: unknown,
  within: number,
  path: readonly string[],
  seen: Set<unknown>,
): ForeignSchema | null {
  const own = definitionOf(schema);
  if (own === null || seen.has(schema) || path.length > DEEPEST) return null;
  if (own.major !== within) return { path, major: own.major, within };
  seen.add(schema);
  for (const [name, part] of partsOf(own.definition)) {
    const found = find(part, within, name === null ? path : [...path, name], seen);
    if (found) return found;
  }
  return null;
}

/** Zod 4 keeps what a schema is made of under `_zod.def`, zod 3 under `_def` with a type name. */
function definitionOf(schema: unknown): { major: number; definition: Definition } | null {
  if (typeof schema !== "object" || schema === null) return null;
  const { _zod, _def } = schema as {
    readonly _zod?: { readonly def?: Definition };
    readonly _def?: Definition;
  };
  if (_zod?.def) return { major: OWN_MAJOR, definition: _zod.def };
  return typeof _def?.["typeName"] === "string" ? { major: 3, definition: _def } : null;
}

/** The schemas that a schema is made of, members of objects with their names. */
function partsOf(definition: Definition): [string | null, unknown][] {
  return Object.entries(definition).flatMap(([key, value]): [string | null, unknown][] => {
    if (key === "shape") {
      const shape: unknown = typeof value === "function" ? (value as () => unknown)() : value;
      return typeof shape === "object" && shape !== null ? Object.entries(shape) : [];
    }
    if (Array.isArray(value)) return value.map((part: unknown) => [null, part]);
    return [[null, value]];
  });
}
