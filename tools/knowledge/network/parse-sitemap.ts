import { gunzipSync } from "node:zlib";
import { XMLParser, XMLValidator } from "fast-xml-parser";
import { DatawrightError } from "../../../base/errors.js";
import { isGzip } from "../../rows/formats/read-bytes.js";

const MOST_UNPACKED = 64 * 1024 * 1024;

/** Pages that a sitemap lists, and further sitemaps. */
export interface Sitemap {
  readonly pages: readonly string[];
  readonly sitemaps: readonly string[];
}

/**
 * Reads a sitemap or an index of sitemaps (sitemaps.org), packed or not; a plain list of addresses,
 * one a line, too.
 *
 * @throws DATA_FORMAT naming the address, and the line where it is not valid XML
 */
export function parseSitemap(bytes: Uint8Array, address: string): Sitemap {
  const fail = (why: string, cause?: unknown): DatawrightError =>
    new DatawrightError({
      code: "DATA_FORMAT",
      message: `${address}: the sitemap cannot be read: ${why}`,
      hint: "Open the address in a browser: it should show XML with <urlset> or <sitemapindex>.",
      details: { url: address },
      cause,
    });
  let text: string;
  try {
    text = (
      isGzip(bytes) ? gunzipSync(bytes, { maxOutputLength: MOST_UNPACKED }) : Buffer.from(bytes)
    )
      .toString("utf8")
      .replace(/^\uFEFF/u, "");
  } catch (cause) {
    throw fail((cause as Error).message, cause);
  }
  if (!text.trimStart().startsWith("<")) {
    const pages = text.split(/\s+/u).filter((line) => line !== "");
    if (pages.length === 0 || !pages.every((line) => URL.canParse(line)))
      throw fail("neither XML nor a list of addresses");
    return { pages, sitemaps: [] };
  }
  // Entities of a document type may stand for other files, or for each other without end.
  if (/<!DOCTYPE/iu.test(text))
    throw fail("it declares a document type (<!DOCTYPE …>), which no sitemap has");
  const validity = XMLValidator.validate(text);
  if (validity !== true) throw fail(`line ${validity.err.line}: ${validity.err.msg}`);
  const parser = new XMLParser({
    ignoreAttributes: true,
    parseTagValue: false,
    removeNSPrefix: true,
    isArray: (name) => name === "url" || name === "sitemap",
  });
  let tree: Record<string, unknown>;
  try {
    tree = parser.parse(text) as Record<string, unknown>;
  } catch (cause) {
    throw fail((cause as Error).message, cause);
  }
  if (!("urlset" in tree) && !("sitemapindex" in tree))
    throw fail("it has neither <urlset> nor <sitemapindex>");
  return {
    pages: locations(tree["urlset"], "url"),
    sitemaps: locations(tree["sitemapindex"], "sitemap"),
  };
}

function locations(holder: unknown, name: string): string[] {
  const entries = (holder as Record<string, unknown> | null | undefined)?.[name];
  if (!Array.isArray(entries)) return [];
  return entries.flatMap((entry: unknown) => {
    const location = (entry as { loc?: unknown } | null)?.loc;
    return typeof location === "string" && location.trim() !== "" ? [location.trim()] : [];
  });
}
