import { extname, resolve } from "node:path";
import { DatawrightError } from "../../../../base/errors.js";
import { readRows } from "../../../../tools/rows/read-rows.js";
import { readText } from "../../../../tools/rows/formats/read-text.js";

const MOST_BYTES = 64 * 1024 * 1024;
/** Words of all lists together: the plan that is kept with the run holds them. */
const MOST_WORDS = 200_000;

/**
 * Lists of words by name, from the task and from a file; each word once in a list.
 *
 * @throws SPEC_INVALID where neither is given; DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT,
 *         DATA_COLUMN for the file; DATA_EMPTY where it has no word; SHAPE above 200,000 words
 */
export async function readWordLists({
  words = {},
  path,
  folder,
}: {
  readonly words?: Readonly<Record<string, readonly string[]>> | undefined;
  readonly path?: string | undefined;
  readonly folder: string;
}): Promise<{ lists: Map<string, string[]>; notes: string[] }> {
  if (path === undefined && Object.keys(words).length === 0)
    throw new DatawrightError({
      code: "SPEC_INVALID",
      message: "plan.conditions: the source vocabulary has no words",
      hint: "Give a file under `path`, or lists under `words`.",
      details: { path: "plan.conditions" },
    });
  const found = new Map<string, Set<string>>();
  let repeated = 0;
  let count = 0;
  const add = (list: string, raw: string): void => {
    const word = raw.normalize("NFC").trim();
    if (word === "") return;
    const set = found.get(list) ?? new Set<string>();
    if (set.has(word)) repeated++;
    else if (++count > MOST_WORDS)
      throw new DatawrightError({
        code: "SHAPE",
        message: `the word lists hold more than ${MOST_WORDS} words`,
        hint: "Leave out the rare ones.",
      });
    found.set(list, set.add(word));
  };
  for (const [list, entries] of Object.entries(words)) for (const word of entries) add(list, word);
  if (path !== undefined) for await (const { list, word } of wordsOf(path, folder)) add(list, word);
  if (count === 0)
    throw new DatawrightError({
      code: "DATA_EMPTY",
      message: `${path ?? "vocabulary"}: no word in it`,
      hint: "Give a table with the columns word and part, or one column for each list.",
    });
  return {
    lists: new Map([...found].map(([list, set]) => [list, [...set]])),
    notes: repeated > 0 ? [`vocabulary: ${repeated} words were there twice in their list`] : [],
  };
}

async function* wordsOf(
  path: string,
  folder: string,
): AsyncGenerator<{ list: string; word: string }> {
  if (extname(path).toLowerCase() === ".txt") {
    const text = await readText(resolve(folder, path), {
      missing: "DATA_NOT_FOUND",
      maxBytes: MOST_BYTES,
    });
    for (const line of text.split(/\r?\n/u)) yield { list: "word", word: line };
    return;
  }
  for await (const { values, line } of readRows({ path }, { folder })) {
    const { word, part, pos, ...lists } = values;
    if (typeof word === "string") {
      const list = part ?? pos;
      yield { list: typeof list === "string" && list.trim() !== "" ? list.trim() : "word", word };
      continue;
    }
    const own = Object.entries({
      ...lists,
      ...(part === undefined ? {} : { part }),
      ...(pos === undefined ? {} : { pos }),
    }).filter((entry): entry is [string, string] => typeof entry[1] === "string");
    if (own.length === 0 && Object.values(values).some((value) => value !== null && value !== ""))
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${path}:${line}: no words`,
        hint: "Every cell is a word.",
      });
    for (const [list, text] of own) yield { list, word: text };
  }
}
