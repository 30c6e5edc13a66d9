import {
  KNOWLEDGE_TYPES,
  type KnowledgeOption,
  type KnowledgeSpec,
} from "../../schema/task-file/knowledge-spec.js";
import type { FieldPath } from "../../base/settings/field-path.js";
import { didYouMean } from "../../base/text/nearest-name.js";

/**
 * What is wrong with one source: the option, below `knowledge[n]`, and what to write in its place.
 */
export interface KnowledgeProblem {
  readonly path: FieldPath;
  readonly message: string;
}

/** Name of a source: its own, else its path or address, else its place. */
export function sourceId(spec: KnowledgeSpec, index: number): string {
  return (
    spec.id ??
    spec.path ??
    spec.url ??
    spec.sitemap ??
    (spec.name === "wordnet" ? "wordnet" : `${spec.name}-${index + 1}`)
  );
}

/** Whether the type of a source has triples, from which a graph is made. */
export function hasGraph(specs: readonly Pick<KnowledgeSpec, "name">[]): boolean {
  return specs.some(
    (spec) => Object.hasOwn(KNOWLEDGE_TYPES, spec.name) && KNOWLEDGE_TYPES[spec.name]!.graph,
  );
}

/**
 * Everything that is wrong with the sources, as far as it shows without opening a file or a
 * connection.
 *
 * @param types all types that there are. What is not built in checks its own options
 */
export function checkKnowledge(
  specs: readonly KnowledgeSpec[],
  types: readonly string[] = Object.keys(KNOWLEDGE_TYPES),
): KnowledgeProblem[] {
  const used = new Map<string, number>();
  return specs.flatMap((spec, index): KnowledgeProblem[] => {
    const problems = checkSource(spec, types).map((problem) => ({
      ...problem,
      path: [index, ...problem.path],
    }));
    const id = sourceId(spec, index);
    const other = used.get(id);
    used.set(id, other ?? index);
    return other === undefined
      ? problems
      : [
          ...problems,
          {
            path: [index],
            message:
              `the id ${JSON.stringify(id)} is that of knowledge[${other}] too; give each ` +
              "source an id of its own, or name a file once",
          },
        ];
  });
}

function checkSource(spec: KnowledgeSpec, types: readonly string[]): KnowledgeProblem[] {
  if (!types.includes(spec.name))
    return [
      {
        path: ["name"],
        message:
          `there is no knowledge source ${JSON.stringify(spec.name)}${didYouMean(spec.name, types)} ` +
          `(there are ${types.join(", ")})`,
      },
    ];
  if (!Object.hasOwn(KNOWLEDGE_TYPES, spec.name)) return [];
  const { options, needs } = KNOWLEDGE_TYPES[spec.name]!;
  const given = (Object.keys(spec) as (keyof KnowledgeSpec)[]).filter(
    (key): key is KnowledgeOption => key !== "id" && key !== "name" && spec[key] !== undefined,
  );
  const problems = given
    .filter((option) => !options.includes(option))
    .map((option): KnowledgeProblem => ({
      path: [option],
      message:
        `the source ${spec.name} has no such option (it has ` +
        `${options.join(", ")})${suggestType(option)}`,
    }));
  for (const choice of needs) {
    const count = choice.filter((option) => spec[option] !== undefined).length;
    const names = choice.map((option) => `\`${option}\``).join(" or ");
    if (count === 0) problems.push({ path: [], message: `missing; give ${names}` });
    if (count > 1) problems.push({ path: [], message: `give ${names}, not both` });
  }
  if (spec.name === "web") problems.push(...checkWeb(spec));
  if (spec.name === "http") problems.push(...checkHttp(spec));
  return problems;
}

function suggestType(option: KnowledgeOption): string {
  const fitting = Object.entries(KNOWLEDGE_TYPES)
    .filter(([, type]) => type.options.includes(option))
    .map(([name]) => name);
  return fitting.length === 0 ? "" : `; it belongs to ${fitting.join(" or ")}`;
}

function checkWeb(spec: KnowledgeSpec): KnowledgeProblem[] {
  if (spec.urls === undefined && spec.sitemap === undefined)
    return [{ path: [], message: "missing; give `urls` or a `sitemap`" }];
  const addresses: [FieldPath, string][] = [
    ...(spec.urls ?? []).map((url, index): [FieldPath, string] => [["urls", index], url]),
    ...(spec.sitemap === undefined ? [] : [[["sitemap"], spec.sitemap] as [FieldPath, string]]),
  ];
  return addresses.flatMap(([path, url]): KnowledgeProblem[] => {
    const why = addressProblem(url);
    if (why !== null) return [{ path, message: why }];
    const { host, hostname } = new URL(url);
    if (spec.hosts && !spec.hosts.includes(host) && !spec.hosts.includes(hostname))
      return [{ path, message: `its host ${host} is not among \`hosts\`` }];
    return [];
  });
}

/**
 * Headers and parameters that carry keys: a task file, and the configuration of a run, must not
 * hold one.
 */
const SECRET_HEADER =
  /^(?:authorization|proxy-authorization|cookie|.*(?:key|token|secret|password).*)$/iu;
const SECRET_PARAMETER = /[?&](?:[\w-]*key|[\w-]*token|secret|password)=(?!\{key\})[^&]+/iu;

function checkHttp(spec: KnowledgeSpec): KnowledgeProblem[] {
  const problems: KnowledgeProblem[] = [];
  for (const [name, value] of Object.entries(spec.headers ?? {})) {
    if (SECRET_HEADER.test(name) && !value.includes("{key}"))
      problems.push({
        path: ["headers", name],
        message:
          "a key does not belong in a task file: write {key}, and the name of its " +
          "environment variable under `keyFrom`",
      });
  }
  if (spec.url !== undefined && SECRET_PARAMETER.test(spec.url))
    problems.push({
      path: ["url"],
      message:
        "a key does not belong in a task file: write {key}, and the name of its environment " +
        "variable under `keyFrom`",
    });
  const why = addressProblem((spec.url ?? "").replaceAll(/\{(?:query|k|key)\}/gu, "0"));
  if (spec.url !== undefined && why !== null) problems.push({ path: ["url"], message: why });
  const asked = JSON.stringify([spec.url, spec.body]);
  if (spec.url !== undefined && !asked.includes("{query}"))
    problems.push({
      path: ["url"],
      message: "neither the url nor the body has {query}, where the query belongs",
    });
  if (spec.method === "GET" && spec.body !== undefined)
    problems.push({ path: ["body"], message: "a GET request has no body; use `method: POST`" });
  const wantsKey = JSON.stringify([spec.url, spec.body, spec.headers]).includes("{key}");
  if (wantsKey && spec.keyFrom === undefined)
    problems.push({
      path: ["keyFrom"],
      message: "missing; {key} needs the name of the environment variable that holds the key",
    });
  if (!wantsKey && spec.keyFrom !== undefined)
    problems.push({
      path: ["keyFrom"],
      message:
        "nothing has {key}, where the key belongs, for example `headers: { Authorization: " +
        '"Bearer {key}" }`',
    });
  return problems;
}

function addressProblem(url: string): string | null {
  if (!URL.canParse(url))
    return `${JSON.stringify(url)} is not an address such as https://example.org/page`;
  const { protocol, username, password } = new URL(url);
  if (protocol !== "http:" && protocol !== "https:")
    return `only http and https addresses are read, not ${protocol}`;
  return username !== "" || password !== "" ? "an address must not hold a name or password" : null;
}
