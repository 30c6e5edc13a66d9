import { convert, type FormatCallback, type HtmlToTextOptions } from "html-to-text";
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { getDocumentProxy } from "unpdf";
import type { WorkerAnswer } from "../../../base/workers/run-worker.js";
import { decodeHtml } from "./decode-html.js";
import { isGzip } from "../../rows/formats/read-bytes.js";

/**
 * A hyphen at the end of a line before a small letter joins two halves of a word; a line that ends
 * inside a sentence goes on.
 */
const HYPHENATED = /(\p{Ll})-\n(?=\p{Ll})/gu;
const WRAPPED = /([\p{L}\p{N},;:)'’"-])[^\S\n]*\n(?=[\p{Ll}\p{N}("'])/gu;

/**
 * The text of a PDF, page by page, its wrapped lines joined. Scanned pages have none.
 *
 * @throws what the parser throws for bytes that are no PDF, damaged, or locked by a password
 */
export async function pdfText(bytes: Uint8Array): Promise<string[]> {
  const document = await getDocumentProxy(bytes, { verbosity: 0, isEvalSupported: false });
  try {
    const pages: string[] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number);
      const { items } = await page.getTextContent();
      const text = items
        .map((item) => ("str" in item ? item.str + (item.hasEOL ? "\n" : "") : ""))
        .join("");
      pages.push(
        text
          .normalize("NFKC")
          .replace(/[^\S\n]+/gu, " ")
          .replace(HYPHENATED, "$1")
          .replace(WRAPPED, "$1 "),
      );
      page.cleanup();
    }
    return pages;
  } finally {
    await document.destroy();
  }
}

const heading: FormatCallback = (element, walk, builder, options) => {
  builder.openBlock({ leadingLineBreaks: 2 });
  builder.addInline(`${"#".repeat(Number(element.name?.slice(1)) || 1)} `);
  walk(element.children, builder);
  builder.closeBlock({ trailingLineBreaks: 2, ...(options as object) });
};

const SKIPPED = [
  "img",
  "svg",
  "nav",
  "aside",
  "footer",
  "form",
  "noscript",
  "template",
  "script",
  "style",
  "iframe",
  "button",
];
const OPTIONS: HtmlToTextOptions = {
  wordwrap: false,
  limits: { maxInputLength: 0 },
  formatters: { heading },
  selectors: [
    ...SKIPPED.map((selector) => ({ selector, format: "skip" })),
    ...["h1", "h2", "h3", "h4", "h5", "h6"].map((selector) => ({ selector, format: "heading" })),
    { selector: "a", options: { ignoreHref: true } },
    { selector: "table", format: "dataTable", options: { uppercaseHeaderCells: false } },
  ],
};

/**
 * The readable text of a page: of its `main` or `article` where it has one, else of its body;
 * headings as in Markdown, without menus, forms and footers. Markup only: nothing in it is run or
 * fetched.
 */
export function htmlText(html: string): string {
  for (const selector of ["main", "article"]) {
    if (!new RegExp(`<${selector}[\\s>]`, "iu").test(html)) continue;
    const text = convert(html, {
      ...OPTIONS,
      baseElements: { selectors: [selector], returnDomByDefault: false },
    });
    if (text.trim() !== "") return text;
  }
  return convert(html, OPTIONS);
}

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
        message:
          `${name}: the ${kind === "pdf" ? "PDF" : "page"} cannot be read: ` +
          `${isLocked ? "it is locked by a password" : message}`,
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
