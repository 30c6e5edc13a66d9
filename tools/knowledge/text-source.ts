import { readdir, stat } from "node:fs/promises";
import { extname, join } from "node:path";
import { DatawrightError } from "../../schema/errors.js";
import { missingFile, readText } from "../data/read-text.js";
import { shortId } from "../statistics/hash.js";
import { chunkText } from "./chunk-text.js";
import type { KnowledgePassage, KnowledgeSource } from "./contract.js";

const ENDINGS = [".txt", ".md", ".jsonl"];
const MOST_BYTES = 256 * 1024 * 1024;

export interface TextSourceOptions {
  /** Name of the source, part of the ids of its passages. */
  readonly id: string;
  /** The text itself, or where it is: a .txt, .md or .jsonl file, or a folder of such files, read with its folders in order of name. */
  readonly text?: string;
  readonly path?: string;
}

/**
 * Passages of a text, a file or a folder. A .jsonl file has one document a line, its text under `text`.
 *
 * @throws (while it is read) DATA_NOT_FOUND; DATA_ENCODING; DATA_FORMAT with the line of a .jsonl file, or for a file of another
 *         ending; DATA_EMPTY if there is no text at all
 */
export function textSource(options: TextSourceOptions): KnowledgeSource {
  return { id: options.id, passages: () => readPassages(options) };
}

async function* readPassages({ id, text, path }: TextSourceOptions): AsyncGenerator<KnowledgePassage> {
  const repeated = new Map<string, number>();
  let count = 0;
  const documents = text === undefined ? readDocuments(path ?? "", id) : [{ text, source: id }];
  for await (const document of documents) {
    for (const passage of chunkText(document.text)) {
      const base = `${document.source}#${shortId(passage).slice(0, 8)}`;
      const times = (repeated.get(base) ?? 0) + 1;
      repeated.set(base, times);
      count++;
      yield { id: times === 1 ? base : `${base}-${times}`, text: passage, source: document.source };
    }
  }
  if (count === 0) throw new DatawrightError({ code: "DATA_EMPTY", message: `the knowledge source ${JSON.stringify(id)} has no text`, hint: `Give a text, or a ${ENDINGS.join(", ")} file with words in it.` });
}

async function* readDocuments(path: string, id: string): AsyncGenerator<{ text: string; source: string }> {
  const found = await stat(path).catch(async (cause: unknown) => { throw await missingFile(path, "DATA_NOT_FOUND", cause); });
  if (!found.isDirectory()) {
    yield* readDocument(path, id);
    return;
  }
  for (const name of await filesOf(path)) yield* readDocument(join(path, name), `${id}/${name}`);
}

async function* readDocument(path: string, source: string): AsyncGenerator<{ text: string; source: string }> {
  const ending = extname(path).toLowerCase();
  if (!ENDINGS.includes(ending)) {
    throw new DatawrightError({ code: "DATA_FORMAT", message: `${path}: a knowledge file ends in ${ENDINGS.join(", ")}`, hint: "Convert it to text, or name it by what it holds." });
  }
  const content = await readText(path, { missing: "DATA_NOT_FOUND", maxBytes: MOST_BYTES });
  if (ending !== ".jsonl") {
    yield { text: content, source };
    return;
  }
  for (const [index, line] of content.split("\n").entries()) {
    if (line.trim() !== "") yield { text: textOfLine(line, `${path}:${index + 1}`), source };
  }
}

function textOfLine(line: string, place: string): string {
  const wrong = (why: string): DatawrightError => new DatawrightError({ code: "DATA_FORMAT", message: `${place}: ${why}`, hint: 'Each line is an object with its text: {"text": "…"}.' });
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw wrong("not a line of JSON");
  }
  const text = (value as { text?: unknown } | null)?.text;
  if (typeof text !== "string") throw wrong("no text under `text`");
  return text;
}

/** Paths below the folder, with "/" on every system, in order of code units. */
async function filesOf(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true });
  const names: string[] = [];
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory()) names.push(...(await filesOf(join(folder, entry.name))).map((name) => `${entry.name}/${name}`));
    else if (ENDINGS.includes(extname(entry.name).toLowerCase())) names.push(entry.name);
  }
  return names;
}
