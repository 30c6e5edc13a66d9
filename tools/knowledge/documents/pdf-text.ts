import { getDocumentProxy } from "unpdf";

/** A hyphen at the end of a line before a small letter joins two halves of a word; a line that ends inside a sentence goes on. */
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
