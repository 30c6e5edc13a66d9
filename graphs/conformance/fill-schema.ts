import { sha256Hex } from "../../base/statistics/hash.js";
import { Random } from "../../base/statistics/random.js";

type Node = Record<string, unknown>;

const WORDS = (
  "account address battery beach bicycle bridge button camera charger city coffee colour " +
  "corner cover dinner door email engine evening family " +
  "festival filter forest friend garden glass holiday hotel hour invoice island jacket " +
  "journey kitchen lamp laptop letter library light market " +
  "meeting message minute mirror mobile money morning mountain museum music neighbour night " +
  "number office order package paper parcel park " +
  "password payment phone photo picture plane platform price printer problem question radio " +
  "receipt refund report river road room school " +
  "screen season server shoe shop signal sister song station stone storm street summer " +
  "support switch table team ticket timer train travel " +
  "update valley village voice wallet water weather website weekend window winter writer yard"
).split(" ");
const VERBS = (
  "arrived asked broke called changed closed cost ended failed found gave helped kept left " +
  "lost made needed opened paid refused sent showed started stopped told turned waited " +
  "wanted worked wrote"
).split(" ");
const LINKS = "because although when after before while since until".split(" ");

/**
 * A value that fits a JSON Schema, the same for the same seed, with text that hardly ever repeats.
 */
export function fillSchema(schema: Node, seed: string): unknown {
  return fill(schema, new Random(sha256Hex(seed)), { root: schema, depth: 0, name: "" });
}

/** A sentence of ordinary words. */
export function sentence(random: Random): string {
  const words: string[] = [
    "The",
    random.pick(WORDS),
    random.pick(VERBS),
    "the",
    random.pick(WORDS),
    random.pick(LINKS),
    "my",
    random.pick(WORDS),
    random.pick(VERBS),
  ];
  for (let extra = random.integer(8); extra > 0; extra--) words.push(random.pick(WORDS));
  return `${words.join(" ")} ${100 + random.integer(900)}.`;
}

function fill(
  node: Node,
  random: Random,
  at: { root: Node; depth: number; name: string },
): unknown {
  if ("const" in node) return node["const"];
  if (Array.isArray(node["enum"]))
    return random.pick((node["enum"] as unknown[]).filter((value) => value !== null));
  const reference = node["$ref"];
  if (typeof reference === "string") {
    const target =
      reference === "#"
        ? at.root
        : ((at.root["$defs"] as Node)[reference.slice("#/$defs/".length)] as Node);
    return fill(target, random, { ...at, depth: at.depth + 1 });
  }
  const branches = (node["anyOf"] ?? node["oneOf"]) as Node[] | undefined;
  if (branches) {
    // Null ends a recursion; elsewhere a value says more.
    const nothing = branches.some((branch) => branch["type"] === "null");
    if (nothing && at.depth > 4) return null;
    return fill(random.pick(branches.filter((branch) => branch["type"] !== "null")), random, at);
  }
  const types = Array.isArray(node["type"]) ? (node["type"] as string[]) : [node["type"] as string];
  const type = types.find((candidate) => candidate !== "null");
  if (type === "object" || node["properties"]) {
    return Object.fromEntries(
      Object.entries((node["properties"] ?? {}) as Record<string, Node>).map(([name, member]) => [
        name,
        fill(member, random, { ...at, depth: at.depth + 1, name }),
      ]),
    );
  }
  if (type === "array") {
    const least = (node["minItems"] as number | undefined) ?? (at.depth > 4 ? 0 : 1);
    const most = Math.max(
      least,
      Math.min((node["maxItems"] as number | undefined) ?? least + 2, least + 4),
    );
    const count = least + random.integer(most - least + 1);
    return Array.from({ length: count }, () =>
      fill((node["items"] ?? { type: "string" }) as Node, random, { ...at, depth: at.depth + 1 }),
    );
  }
  if (type === "boolean") return true;
  if (type === "number" || type === "integer") return fillNumber(node, random, type === "integer");
  if (type === "null") return null;
  return sentence(random);
}

function fillNumber(node: Node, random: Random, whole: boolean): number {
  const least =
    (node["minimum"] as number | undefined) ??
    (node["exclusiveMinimum"] as number | undefined) ??
    0;
  const most =
    (node["maximum"] as number | undefined) ??
    (node["exclusiveMaximum"] as number | undefined) ??
    least + 100;
  // The upper half: scores that a program reads as a pass.
  const value = least + (most - least) * (0.7 + 0.3 * random.next());
  return whole
    ? Math.max(Math.ceil(least), Math.min(Math.floor(most), Math.round(value)))
    : Math.round(value * 1000) / 1000;
}
