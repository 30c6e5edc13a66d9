import { DatawrightError } from "../../../base/errors.js";
import { shortId } from "../../../base/statistics/hash.js";
import { isTooShortForKey, registerSecret } from "../../../base/redact-secrets.js";
import { chunkText } from "../chunk-text.js";
import type { KnowledgeItem, KnowledgePassage, KnowledgeSource } from "../contract.js";
import { fetchBytes } from "./fetch-bytes.js";
import { HostPace } from "./host-pace.js";
import { ResponseFiles } from "./response-files.js";
import type { MakeSource, SourceOptions } from "../source-options.js";

/** What stands in the slots of a request. */
export interface TemplateValues {
  readonly query: string;
  readonly k: number;
  readonly key: string;
}

const SLOT = /\{(query|k|key)\}/gu;

/** An address with its slots filled, each value encoded as a part of an address. */
function fillAddress(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (_slot, name: keyof TemplateValues) =>
    encodeURIComponent(String(values[name])),
  );
}

/**
 * A header with its slots filled. Line breaks, which would begin another header, become blanks;
 * what no header can hold is encoded.
 */
function fillHeader(template: string, values: TemplateValues): string {
  return template.replace(SLOT, (_slot, name: keyof TemplateValues) => {
    const value = String(values[name]).replace(/[\r\n]+/gu, " ");
    return /^[\x20-\x7e]*$/u.test(value) ? value : encodeURIComponent(value);
  });
}

/**
 * A body with its slots filled: in an object every text, `"{k}"` by itself as a number; in a text
 * the values as they stand inside JSON strings, so that a quote in a query ends no string.
 */
function fillBody(
  template: string | Readonly<Record<string, unknown>>,
  values: TemplateValues,
): string {
  if (typeof template === "string")
    return template.replace(SLOT, (_slot, name: keyof TemplateValues) =>
      JSON.stringify(String(values[name])).slice(1, -1),
    );
  return JSON.stringify(filled(template, values));
}

function filled(value: unknown, values: TemplateValues): unknown {
  if (value === "{k}") return values.k;
  if (typeof value === "string")
    return value.replace(SLOT, (_slot, name: keyof TemplateValues) => String(values[name]));
  if (Array.isArray(value)) return value.map((item: unknown) => filled(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, filled(item, values)]),
  );
}

const DEFAULTS = {
  delay: 0,
  timeout: 30,
  maxBytes: 10 * 1024 * 1024,
  k: 10,
  userAgent: "datawright",
};

/**
 * A search endpoint of the user's own: asked for the task's queries when the run starts, and for
 * others as samples need them. Answers are JSON and are kept, so that a query is asked once. The
 * key comes from the environment and is in no file, log or error.
 *
 * @throws (while it is read or searched) FETCH_FAILED; FETCH_REFUSED for a redirect to another host
 *         or too large an answer; DATA_FORMAT for an answer without passages where the task says
 *         they are; USAGE where the variable of the key is not set
 */
export const httpSource: MakeSource = (options) => new HttpSource(options);

class HttpSource implements KnowledgeSource {
  readonly id: string;
  readonly #options: SourceOptions;
  readonly #kept: ResponseFiles;
  readonly #pace: HostPace;

  constructor(options: SourceOptions) {
    this.id = options.id;
    this.#options = options;
    this.#kept = new ResponseFiles(options.cacheFolder);
    this.#pace = new HostPace({
      delay: options.spec.delay ?? DEFAULTS.delay,
      signal: options.signal,
    });
  }

  async *read(): AsyncGenerator<KnowledgeItem> {
    const { queries = [], k = DEFAULTS.k } = this.#options.spec;
    const seen = new Set<string>();
    for (const query of queries) {
      const passages = await this.search(query, k);
      if (passages.length === 0)
        yield { problem: `nothing was found for ${JSON.stringify(query)}` };
      for (const passage of passages) {
        // One passage may answer two queries.
        if (!seen.has(passage.id)) yield { passage };
        seen.add(passage.id);
      }
    }
  }

  async search(query: string, k: number): Promise<readonly KnowledgePassage[]> {
    const { spec, signal } = this.#options;
    const { url = "", body, headers = {}, answer } = spec;
    const method = spec.method ?? (body === undefined ? "GET" : "POST");
    const withoutKey = { query, k, key: "" };
    // What was asked names the kept answer; the key is no part of it.
    const asked = {
      method,
      url: fillAddress(url, withoutKey),
      ...(body === undefined ? {} : { body: fillBody(body, withoutKey) }),
    };
    const kept = spec.refresh === true ? null : await this.#kept.get(asked);
    if (kept) return this.#passages(kept.bytes, answer, k);
    const values = { query, k, key: this.#key() };
    const address = fillAddress(url, values);
    const { host } = new URL(address);
    const found = await fetchBytes(
      {
        url: address,
        name: `${this.id}: ${url}`,
        method,
        headers: {
          accept: "application/json",
          "user-agent": spec.userAgent ?? DEFAULTS.userAgent,
          ...(body === undefined ? {} : { "content-type": "application/json" }),
          ...Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name.toLowerCase(),
              fillHeader(value, values),
            ]),
          ),
        },
        ...(body === undefined ? {} : { body: fillBody(body, values) }),
      },
      {
        timeout: spec.timeout ?? DEFAULTS.timeout,
        maxBytes: spec.maxBytes ?? DEFAULTS.maxBytes,
        signal,
        // A redirect to another host would carry the key there.
        allows: (hop) => hop.host === host,
        pace: (hop) => this.#pace.turn(hop.host),
      },
    );
    const passages = this.#passages(found.bytes, answer, k);
    await this.#kept.put(asked, { ...found, url: asked.url });
    return passages;
  }

  #key(): string {
    const { keyFrom } = this.#options.spec;
    if (keyFrom === undefined) return "";
    const key = process.env[keyFrom]?.trim();
    if (!key || isTooShortForKey(key))
      throw new DatawrightError({
        code: "USAGE",
        message:
          `the knowledge source ${JSON.stringify(this.id)} needs a key, and the environment ` +
          `variable ${keyFrom} ` +
          (key ? "holds fewer than four characters, which could not be kept secret" : "is not set"),
        hint: `Set ${keyFrom}.`,
        details: { variable: keyFrom },
      });
    registerSecret(key);
    return key;
  }

  #passages(
    bytes: Uint8Array,
    answer: SourceOptions["spec"]["answer"],
    k: number,
  ): KnowledgePassage[] {
    const { passages: at = "", text: textAt = "text", id: idAt } = answer ?? {};
    const fail = (why: string): DatawrightError =>
      new DatawrightError({
        code: "DATA_FORMAT",
        message: `${this.id}: ${why}`,
        hint:
          "Say under `answer` where the passages are: `passages` is the path to their list, " +
          "`text` the path inside one of them.",
        details: { source: this.id },
      });
    let parsed: unknown;
    try {
      parsed = JSON.parse(Buffer.from(bytes).toString("utf8"));
    } catch {
      throw fail("the search endpoint did not answer with JSON");
    }
    const list = valueAtPath(parsed, at);
    if (!Array.isArray(list))
      throw fail(
        "the answer has no list " +
          `${at === "" ? "of passages" : `at ${JSON.stringify(at)}`}${typeof parsed === "object" && parsed !== null ? ` (it has ${Object.keys(parsed).slice(0, 8).join(", ")})` : ""}`,
      );
    return list.slice(0, k).flatMap((item: unknown, index) => {
      const text = valueAtPath(item, textAt);
      if (typeof text !== "string")
        throw fail(`passage ${index + 1} of the answer has no text at ${JSON.stringify(textAt)}`);
      const own = idAt === undefined ? undefined : valueAtPath(item, idAt);
      const base =
        typeof own === "string" || typeof own === "number"
          ? String(own)
          : shortId(text).slice(0, 12);
      return chunkText(text).map((part, place): KnowledgePassage => ({
        id: `${this.id}#${base}${place === 0 ? "" : `-${place + 1}`}`,
        text: part,
        source: this.id,
      }));
    });
  }
}

/**
 * The value at a path such as `hits.hits[0]._source.text`; the value itself for an empty path,
 * undefined where the path leads nowhere.
 */
function valueAtPath(value: unknown, path: string): unknown {
  let found = value;
  for (const part of path.split(/[.[\]]+/u).filter((name) => name !== "")) {
    if (typeof found !== "object" || found === null || !Object.hasOwn(found, part))
      return undefined;
    found = (found as Record<string, unknown>)[part];
  }
  return found;
}
