import { join } from "node:path";
import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { KnowledgeItem } from "../contract.js";
import { CODE_ENDINGS } from "./chunk-code.js";
import { endingOf, listFiles } from "./list-files.js";
import { documentPassages, TEXT_ENDINGS, WHOLE_ENDINGS } from "./read-document.js";
import { PassageIds } from "../passage-ids.js";
import type { MakeSource, SourceOptions } from "../source-options.js";

const ENDINGS = [...TEXT_ENDINGS, ...WHOLE_ENDINGS, ...CODE_ENDINGS];
/** What may be wrong with one document among many: it is told, and the others are read. */
const OF_ONE_FILE = new Set([
  "DATA_ENCODING",
  "DATA_FORMAT",
  "DATA_LINE_TOO_LONG",
  "DATA_NOT_FOUND",
]);

/**
 * Passages of a document, or of a folder of documents in order of name: text, Markdown, JSON lines,
 * HTML, PDF and source code by its ending.
 *
 * A document of a folder that cannot be read is a problem that is told; by itself it is an error.
 * @throws (while it is read) DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT, DATA_LINE_TOO_LONG naming
 *         the file
 */
export const documentsSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readDocuments(options),
});

async function* readDocuments({
  id,
  spec,
  path = "",
  signal,
}: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const ids = new PassageIds();
  const { names, passedOver } = await listFiles(path, ENDINGS);
  for (const problem of passedOver) yield { problem };
  for (const name of names) {
    const file = join(path, name);
    if (!ENDINGS.includes(endingOf(file))) {
      throw new DatawrightError({
        code: "DATA_FORMAT",
        message: `${file}: a document ends in ${ENDINGS.join(", ")}`,
        hint: "Convert it to text, HTML or PDF, or name it by what it holds.",
      });
    }
    try {
      for await (const text of documentPassages(file, { maxBytes: spec.maxBytes, signal }))
        yield { passage: ids.passage(text, name === "" ? id : `${id}/${name}`) };
    } catch (error) {
      if (name === "" || !isDatawrightError(error) || !OF_ONE_FILE.has(error.code)) throw error;
      yield { problem: error.message };
    }
  }
}
