import { stat } from "node:fs/promises";
import { DatawrightError } from "../../../base/errors.js";
import { textBlocks } from "../../rows/formats/text-blocks.js";
import { textLines, tooLongMessage } from "../../rows/formats/text-lines.js";
import { chunkStream } from "../chunk-stream.js";
import { chunkCode, CODE_ENDINGS } from "./chunk-code.js";
import { documentText } from "./document-text.js";
import { endingOf } from "./list-files.js";

/** Endings of text that is read as it comes, in bounded memory. */
export const TEXT_ENDINGS: readonly string[] = [".txt", ".md", ".markdown", ".jsonl"];
/** Endings of documents that are read as a whole, in a thread. */
export const WHOLE_ENDINGS: readonly string[] = [".html", ".htm", ".xhtml", ".pdf"];
const MOST_BYTES = { html: 32 * 1024 * 1024, pdf: 256 * 1024 * 1024, code: 8 * 1024 * 1024 };
const CALLED = { html: "page", pdf: "PDF", code: "file of source code" };

export interface DocumentOptions {
  /** Bytes of an HTML, PDF or source code file at most. Default: 32 MB, 256 MB and 8 MB. */
  readonly maxBytes?: number | undefined;
  readonly signal?: AbortSignal | undefined;
}

/**
 * The passages of a file in their order.
 *
 * @throws DATA_NOT_FOUND, DATA_ENCODING, DATA_FORMAT or DATA_LINE_TOO_LONG naming the file, and the
 *         line of a .jsonl file
 */
export async function* documentPassages(
  path: string,
  { maxBytes, signal }: DocumentOptions = {},
): AsyncGenerator<string> {
  const ending = endingOf(path);
  if (ending === ".jsonl") {
    for await (const text of jsonlTexts(path)) yield* chunkStream([text]);
    return;
  }
  const isCode = CODE_ENDINGS.includes(ending);
  if (!WHOLE_ENDINGS.includes(ending) && !isCode) {
    yield* chunkStream(textBlocks(path));
    return;
  }
  const kind = isCode ? "code" : ending === ".pdf" ? "pdf" : "html";
  const { size } = await stat(path);
  const most = maxBytes ?? MOST_BYTES[kind];
  if (size > most)
    throw new DatawrightError({
      code: "DATA_FORMAT",
      message: `${path}: ${size} bytes; at most ${most} of a ${CALLED[kind]} are ` + "read",
      hint:
        "Raise `maxBytes` of the source, or convert the document to text, which may have any " +
        "size.",
      details: { file: path },
    });
  if (kind === "code") {
    let code = "";
    for await (const block of textBlocks(path)) code += block;
    yield* chunkCode(code);
    return;
  }
  yield* chunkStream(
    (await documentText({ kind, name: path, path }, signal)).map((page) => `${page}\n\n`),
  );
}

async function* jsonlTexts(path: string): AsyncGenerator<string> {
  for await (const { text, line, tooLong } of textLines(path, { encoding: "utf-8" })) {
    const wrong = (
      why: string,
      code: "DATA_FORMAT" | "DATA_LINE_TOO_LONG" = "DATA_FORMAT",
    ): DatawrightError =>
      new DatawrightError({
        code,
        message: `${path}:${line}: ${why}`,
        hint: 'Each line is an object with its text: {"text": "…"}.',
        details: { file: path, line },
      });
    if (tooLong > 0) throw wrong(tooLongMessage(tooLong), "DATA_LINE_TOO_LONG");
    if (text.trim() === "") continue;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      throw wrong("not a line of JSON");
    }
    const found = (value as { text?: unknown } | null)?.text;
    if (typeof found !== "string") throw wrong("no text under `text`");
    yield found;
  }
}
