import { isDatawrightError, type DatawrightError } from "../../../base/errors.js";
import { chunkStream } from "../chunk-stream.js";
import type { KnowledgeItem } from "../contract.js";
import { decodeHtml } from "../documents/decode-html.js";
import { documentText } from "../documents/document-text.js";
import { PassageIds } from "../passage-ids.js";
import type { MakeSource, SourceOptions } from "../source-options.js";
import type { FetchedBytes } from "./fetch-bytes.js";
import { parseSitemap } from "./parse-sitemap.js";
import { WebPages } from "./web-pages.js";

const MOST_PAGES = 500;
/** Sitemaps of an index that are read, and bytes of each (the protocol's own limit). */
const MOST_SITEMAPS = 50;
const SITEMAP_BYTES = 50 * 1024 * 1024;
const HTML = new Set(["text/html", "application/xhtml+xml"]);
const PLAIN = new Set(["text/plain", "text/markdown", "text/x-markdown"]);

/**
 * Passages of web pages: those that the task lists, then those of a sitemap. HTML, PDF and plain
 * text; a page that cannot be had is a problem that is told, and an error where it is the only
 * thing that was wanted.
 *
 * @throws (while it is read) FETCH_FAILED or FETCH_REFUSED if nothing could be read; DATA_FORMAT
 *         for a sitemap that is none; INTERRUPTED
 */
export const webSource: MakeSource = (options) => ({
  id: options.id,
  read: () => readWeb(options),
});

async function* readWeb(options: SourceOptions): AsyncGenerator<KnowledgeItem> {
  const { spec, signal } = options;
  const pages = new WebPages(options);
  const ids = new PassageIds();
  let count = 0;
  let firstError: DatawrightError | null = null;
  const tell = function* (error: DatawrightError): Generator<KnowledgeItem> {
    firstError ??= error;
    yield { problem: error.message };
  };
  const listed = [...(spec.urls ?? [])];
  if (spec.sitemap !== undefined) {
    const found = await sitemapPages(spec.sitemap, pages);
    for (const problem of found.problems) yield { problem };
    if (found.error) yield* tell(found.error);
    const most = spec.maxPages ?? MOST_PAGES;
    if (found.pages.length > most)
      yield {
        problem:
          `${found.pages.length - most} of ${found.pages.length} pages of the sitemap are not ` +
          `read: \`maxPages\` is ${most}`,
      };
    listed.push(...found.pages.slice(0, most));
  }
  for (const url of new Set(listed.map(withoutFragment))) {
    const answer = await pages.get(url);
    if ("error" in answer) yield* tell(answer.error);
    else {
      try {
        const texts = await textsOf(answer.page, url, signal);
        if (texts === null)
          yield {
            problem:
              `${url}: pages of type ` +
              `${answer.page.type === "" ? "unknown" : answer.page.type} are not read`,
          };
        else
          for await (const text of chunkStream(texts)) {
            count++;
            yield { passage: ids.passage(text, url) };
          }
      } catch (error) {
        if (!isDatawrightError(error) || error.code !== "DATA_FORMAT") throw error;
        yield* tell(error);
      }
    }
  }
  if (count === 0 && firstError !== null) throw firstError as DatawrightError;
}

/** The text of a page, or null where its type has none. */
async function textsOf(
  page: FetchedBytes,
  name: string,
  signal: AbortSignal | undefined,
): Promise<string[] | null> {
  const charset = page.charset === undefined ? {} : { charset: page.charset };
  if (HTML.has(page.type))
    return documentText({ kind: "html", name, bytes: page.bytes, ...charset }, signal);
  if (page.type === "application/pdf")
    return (await documentText({ kind: "pdf", name, bytes: page.bytes }, signal)).map(
      (text) => `${text}\n\n`,
    );
  return PLAIN.has(page.type) ? [decodeHtml(page.bytes, page.charset)] : null;
}

interface FoundPages {
  readonly pages: string[];
  readonly problems: string[];
  readonly error: DatawrightError | null;
}

/** Pages of a sitemap and of the sitemaps that it lists, each once, in their order. */
async function sitemapPages(first: string, pages: WebPages): Promise<FoundPages> {
  const found: FoundPages = { pages: [], problems: [], error: null };
  const open = new Set([first]);
  let read = 0;
  for (const address of open) {
    if (read === MOST_SITEMAPS) {
      found.problems.push(
        `${open.size - read} of ${open.size} sitemaps are not read: at most ${MOST_SITEMAPS} are`,
      );
      break;
    }
    read++;
    const answer = await pages.get(address, SITEMAP_BYTES);
    if ("error" in answer) {
      if (address === first) return { ...found, error: answer.error };
      found.problems.push(answer.error.message);
    } else {
      const sitemap = parseSitemap(answer.page.bytes, address);
      const usable = (url: string): boolean => URL.canParse(url);
      found.pages.push(...sitemap.pages.filter(usable));
      for (const next of sitemap.sitemaps.filter(usable)) open.add(next);
      const bad = [...sitemap.pages, ...sitemap.sitemaps].filter((url) => !usable(url)).length;
      if (bad > 0) found.problems.push(`${address}: ${bad} entries are no addresses`);
    }
  }
  return { ...found, pages: [...new Set(found.pages.map(withoutFragment))] };
}

function withoutFragment(url: string): string {
  const parsed = new URL(url);
  parsed.hash = "";
  return parsed.href;
}
