import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { isGzip } from "../../data/read-bytes.js";
import type { WorkerAnswer } from "../../workers/run-worker.js";
import { decodeHtml } from "./decode-html.js";
import { htmlText } from "./html-text.js";
import { pdfText } from "./pdf-text.js";

const MOST_UNPACKED = 256 * 1024 * 1024;

/** A document to be turned into text: where it is, or its bytes. */
export interface DocumentTask {
  readonly kind: "html" | "pdf";
  /** How messages call it. */
  readonly name: string;
  readonly path?: string;
  readonly bytes?: Uint8Array;
  /** What the server said about the encoding of a page. */
  readonly charset?: string;
}

/** Answers with the text of each page; a web page is one. */
export default async function readInWorker({
  kind,
  name,
  path,
  bytes,
  charset,
}: DocumentTask): Promise<WorkerAnswer<string[]>> {
  try {
    const packed = bytes ?? new Uint8Array(readFileSync(path ?? ""));
    const content = isGzip(packed)
      ? new Uint8Array(gunzipSync(packed, { maxOutputLength: MOST_UNPACKED }))
      : packed;
    if (kind === "html") return { value: [htmlText(decodeHtml(content, charset))] };
    return { value: await pdfText(content) };
  } catch (error) {
    const { name: type, message } = error as Error;
    const isLocked = type === "PasswordException";
    return {
      error: {
        code: "DATA_FORMAT",
        message: `${name}: the ${kind === "pdf" ? "PDF" : "page"} cannot be read: ${isLocked ? "it is locked by a password" : message}`,
        hint: isLocked
          ? "Save a copy without the password."
          : kind === "pdf"
            ? "Open it in a viewer and save it again, or convert it to text."
            : "Save it again, or convert it to text.",
        details: { file: name },
      },
    };
  }
}
