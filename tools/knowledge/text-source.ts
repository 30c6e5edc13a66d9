import { join } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { chunkStream } from "./chunk-stream.js";
import type { KnowledgeItem } from "./contract.js";
import { endingOf, listFiles } from "./documents/list-files.js";
import { documentPassages } from "./documents/read-document.js";
import { PassageIds } from "./passage-ids.js";
import type { MakeSource, SourceOptions } from "./source-options.js";

const ENDINGS = [".txt", ".md", ".jsonl"];

/**
 * Passages of a text, a file or a folder of texts, read with its folders in order of name. A .jsonl
 * file has one document a line, its text under `text`. Files of any size are streamed.
 *
 * @throws (while it is read) DATA_NOT_FOUND; DATA_ENCODING; DATA_FORMAT with the line of a .jsonl
 *         file, or for a file of another ending
 */
export const textSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readText(options),
});

async function* readText({ id, spec, path, signal }: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const ids = new PassageIds();
  if (spec.text !== undefined) {
    for await (const text of chunkStream([spec.text])) yield { passage: ids.passage(text, id) };
    return;
  }
  const { names, passedOver } = await listFiles(path ?? "", ENDINGS);
  for (const problem of passedOver) yield { problem };
  for (const name of names) {
    const file = join(path ?? "", name);
    if (!ENDINGS.includes(endingOf(file))) {
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${file}: a knowledge file of type text ends in ${ENDINGS.join(", ")}`,
        hint:
          "Convert it to text, name it by what it holds, or use `type: documents` for HTML, " +
          "PDF and source code.",
      });
    }
    for await (const text of documentPassages(file, { signal }))
      yield { passage: ids.passage(text, name === "" ? id : `${id}/${name}`) };
  }
}
