/** A JSON Schema as far as it is read here. */
export interface SchemaNode {
  readonly description?: string;
  readonly type?: string | readonly string[];
  readonly default?: unknown;
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly anyOf?: readonly SchemaNode[];
  readonly items?: SchemaNode;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, SchemaNode>>;
}

/** The field that a place of a YAML text belongs to, from the top: told by indentation. */
export function fieldAt(text: string, offset: number): readonly string[] {
  const lines = text
    .slice(0, text.indexOf("\n", offset) === -1 ? undefined : text.indexOf("\n", offset))
    .split("\n");
  const path: string[] = [];
  let indent = Number.POSITIVE_INFINITY;
  for (const line of lines.toReversed()) {
    const found = /^(\s*)(?:- )?([\w-]+)\s*:/u.exec(line);
    const depth = found?.[1]?.length;
    if (found === null || depth === undefined || depth >= indent) {
      // a line without a field of its own belongs to the one above it
      if (found === null && path.length === 0 && line.trim() !== "")
        indent = Math.min(indent, Math.max(1, line.search(/\S/u)));
      continue;
    }
    path.unshift(found[2] ?? "");
    indent = depth;
    if (indent === 0) break;
  }
  return path;
}

/** What the schema says of a field: the nearest one that it knows. */
export function schemaOf(
  root: SchemaNode,
  path: readonly string[],
): { readonly path: readonly string[]; readonly node: SchemaNode } | null {
  let node: SchemaNode = root;
  const known: string[] = [];
  for (const name of path) {
    const next = childOf(root, node, name);
    if (next === undefined) break;
    node = next;
    known.push(name);
  }
  return known.length === 0 ? null : { path: known, node };
}

function childOf(root: SchemaNode, node: SchemaNode, name: string): SchemaNode | undefined {
  const whole = resolved(root, node);
  const own = whole.properties?.[name];
  if (own !== undefined) return resolved(root, own);
  for (const other of [...(whole.anyOf ?? []), ...(whole.items ? [whole.items] : [])]) {
    const found = childOf(root, other, name);
    if (found !== undefined) return found;
  }
  return undefined;
}

function resolved(root: SchemaNode, node: SchemaNode): SchemaNode {
  const name = node.$ref?.replace("#/$defs/", "");
  return (name === undefined ? undefined : root.$defs?.[name]) ?? node;
}

/** Names that a field can be set to, with what they mean. */
export function choicesOf(
  node: SchemaNode,
): readonly { readonly name: string; readonly about: string }[] {
  const named = (node.anyOf ?? []).flatMap((choice) =>
    choice.const === undefined
      ? []
      : [{ name: String(choice.const), about: choice.description ?? "" }],
  );
  return [...named, ...(node.enum ?? []).map((name) => ({ name: String(name), about: "" }))];
}
