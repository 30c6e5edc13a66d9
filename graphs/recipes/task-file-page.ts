import { z } from "zod";
import { KINDS, KIND_TABLE } from "../../schema/kind.js";
import { CHOICE_PLACES } from "../../schema/task-file/choice-places.js";
import { taskSpecSchema } from "../../schema/task-file/task-spec.js";

type Node = Readonly<Record<string, unknown>>;

/** Page of the documentation that lists the names of a slot. */
const PAGES: Readonly<Record<string, string>> = {
  planStrategies: "planning",
  decompositions: "generation",
  seedSelectors: "generation",
  conditionSources: "conditions",
  generateStrategies: "generation",
  sourceSelectors: "knowledge",
  demonstrationSelectors: "demonstrations",
  criteria: "generation",
  filters: "curation",
  relabelers: "curation",
  reweighters: "curation",
  classifiers: "curation",
  metrics: "evaluation",
};
/** Fields that have the fields of another one. */
const ALIKE: Readonly<Record<string, string>> = { inputs: "support" };
const LONGEST_DEFAULT = 40;

/** Every field of a task file as Markdown: its type, its default, and what it means. */
export function taskFilePage(): string {
  const schema = z.toJSONSchema(taskSpecSchema, { io: "input" }) as Node;
  const required = schema["required"] as readonly string[];
  const top = Object.entries(propertiesOf(schema));
  return [
    "# The task file",
    "",
    "One YAML or JSON file, or an object from code. This page is made from the schema (`npm run task-file-page`), which editors know too: " +
      "`init` writes the",
    "line that names it. Unknown fields are refused with file, line and the nearest name; `--set path=value` overrides any field for one run.",
    "",
    `A task has at least ${required.map((name) => `\`${name}\``).join(", ")}. ` +
      "[Concepts](concepts.md) says what they are for.",
    "",
    "```yaml task",
    "name: phone-reviews",
    "kind: classification",
    "description: Short reviews of mobile phones.",
    "labels: { good: would buy it again, bad: regrets it }",
    "target: 100",
    "```",
    "",
    "## Kinds",
    "",
    "| `kind` | fields of a sample |",
    "|---|---|",
    ...KINDS.map((kind) => `| \`${kind}\` | ${fieldsOf(kind)} |`),
    "",
    "## Fields",
    "",
    ...table(top.map(([name, node]) => row("", [name], node, required.includes(name)))),
    ...top.flatMap(([name, node]) => section(name, node)),
    "",
  ].join("\n");
}

function fieldsOf(kind: (typeof KINDS)[number]): string {
  const { fields } = KIND_TABLE[kind];
  const names = Object.entries(fields).map(
    ([name, { description }]) => `\`${name}\`${description ? ` (${description})` : ""}`,
  );
  return cell(names.join(", ")) || "those under `fields`";
}

/** The fields below a field of the top, with their paths. */
function section(name: string, node: Node): readonly string[] {
  const alike = ALIKE[name];
  const title = ["", `## ${name}`, "", `${String(node["description"])}`, ""];
  const rows = name === "models" ? modelRows(node) : rowsBelow(name, [], node);
  if (rows.length === 0) return [];
  if (alike !== undefined) return [...title, `As [${alike}](#${alike}).`];
  return [...title, ...table(rows)];
}

/** The roles, then the settings that a model of any role has. */
function modelRows(node: Node): readonly string[] {
  const roles = Object.entries(propertiesOf(node));
  return [
    ...roles.map(([role, one]) => row("models", [role], one, false)),
    ...rowsBelow("models", ["ROLE"], roles[0]![1]),
  ];
}

function rowsBelow(top: string, path: readonly string[], node: Node): readonly string[] {
  const required = new Set((node["required"] as readonly string[] | undefined) ?? []);
  const rows = Object.entries(propertiesOf(node)).flatMap(([name, inner]) => {
    const place = [...path, name];
    return [row(top, place, inner, required.has(name)), ...rowsBelow(top, place, inner)];
  });
  const [items, values] = [node["items"], node["additionalProperties"]] as (Node | undefined)[];
  const branches = branchesOf(node).filter((branch) => !isChoice(branch));
  // What may be a list or a map has the same fields in both: those of the list, with the name.
  const shown = branches.some((branch) => branch["type"] === "array")
    ? branches.filter((branch) => branch["type"] === "array")
    : branches;
  return unique([
    ...rows,
    ...(items === undefined ? [] : rowsBelow(top, [...path, "[]"], items)),
    ...(typeof values === "object" ? rowsBelow(top, [...path, "NAME"], values) : []),
    ...shown.flatMap((branch) => rowsBelow(top, path, branch)),
  ]);
}

function row(top: string, path: readonly string[], node: Node, required: boolean): string {
  const place = path.join(".").replaceAll(".[]", "[]");
  const value = node["default"] === undefined ? "" : JSON.stringify(node["default"]);
  const shown = value === "{}" || value === "[]" || value.length > LONGEST_DEFAULT ? "" : value;
  const standard = required ? "required" : shown === "" ? "" : `\`${cell(shown)}\``;
  return `| \`${place}\` | ${cell(typeOf(node))} | ${standard} | ${cell(meaning([top, ...path], node))} |`;
}

function meaning(place: readonly string[], node: Node): string {
  const plain = (path: readonly string[]): string =>
    path.filter((part) => part !== "*" && part !== "[]").join(".");
  const choice = CHOICE_PLACES.find(({ path }) => plain(path) === plain(place));
  const page = choice && PAGES[choice.slot];
  const text = String(node["description"] ?? "");
  return page === undefined ? text : `${text} [Names](${page}.md).`;
}

function typeOf(node: Node): string {
  if (Array.isArray(node["enum"]))
    return node["enum"].length > 12 ? "name" : node["enum"].map((one) => `\`${one}\``).join(", ");
  const branches = branchesOf(node);
  if (branches.some(isChoice)) return "name, or `{ name, … }`";
  if (branches.length > 0) return unique(branches.map(typeOf)).join(" or ");
  const type = String(node["type"] ?? "");
  if (type === "array") return `list of ${typeOf((node["items"] ?? {}) as Node) || "values"}`;
  if (type === "object") return node["properties"] === undefined ? "map" : "fields";
  if (type === "string") return "text";
  return type === "boolean" ? "`true` or `false`" : type === "" ? "any" : type;
}

const propertiesOf = (node: Node): Readonly<Record<string, Node>> =>
  (node["properties"] ?? {}) as Readonly<Record<string, Node>>;
const branchesOf = (node: Node): readonly Node[] =>
  ((node["anyOf"] ?? node["oneOf"] ?? []) as readonly Node[]).filter(
    (branch) => branch["type"] !== "null",
  );
/** An object that names something of a slot, with any settings beside the name. */
const isChoice = (node: Node): boolean =>
  node["type"] === "object" &&
  Object.keys(propertiesOf(node)).join() === "name" &&
  JSON.stringify(node["additionalProperties"]) === "{}";
const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];
const cell = (text: string): string => text.replaceAll("|", "\\|");
const table = (rows: readonly string[]): readonly string[] => [
  "| field | type | default | what it is |",
  "|---|---|---|---|",
  ...rows,
];
