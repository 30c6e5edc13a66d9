import { DatawrightError, isDatawrightError } from "../../../base/errors.js";
import type { SourceOptions } from "../source-options.js";
import { fetchBytes, type FetchedBytes, type FetchLimits } from "./fetch-bytes.js";
import { HostPace } from "./host-pace.js";
import { ResponseFiles } from "./response-files.js";
import { RobotsRules } from "./robots-rules.js";

const DEFAULTS = { delay: 1, timeout: 30, maxBytes: 10 * 1024 * 1024, userAgent: "datawright" };
/** What may be wrong with one page among many: it is told, and the others are read. */
const OF_ONE_PAGE = new Set(["FETCH_FAILED", "FETCH_REFUSED"]);

/** A page as it came, or why it did not. */
export type WebAnswer = { readonly page: FetchedBytes } | { readonly error: DatawrightError };

/**
 * Fetches pages as a polite guest: from hosts of the list only, as robots.txt allows, one at a time
 * for each host, and each once.
 */
export class WebPages {
  readonly #agent: string;
  readonly #refresh: boolean;
  readonly #limits: FetchLimits;
  readonly #pace: HostPace;
  readonly #robots: RobotsRules;
  readonly #kept: ResponseFiles;

  constructor({
    spec,
    cacheFolder,
    signal,
  }: Pick<SourceOptions, "spec" | "cacheFolder" | "signal">) {
    const hosts =
      spec.hosts ??
      [...(spec.urls ?? []), ...(spec.sitemap === undefined ? [] : [spec.sitemap])].map(
        (url) => new URL(url).host,
      );
    this.#agent = spec.userAgent ?? DEFAULTS.userAgent;
    this.#refresh = spec.refresh ?? false;
    this.#pace = new HostPace({ delay: spec.delay ?? DEFAULTS.delay, signal });
    this.#limits = {
      timeout: spec.timeout ?? DEFAULTS.timeout,
      maxBytes: spec.maxBytes ?? DEFAULTS.maxBytes,
      signal,
      allows: (url) =>
        /^https?:$/u.test(url.protocol) &&
        (hosts.includes(url.host) || hosts.includes(url.hostname)),
      pace: (url) => this.#pace.turn(url.host),
    };
    this.#robots = new RobotsRules({ agent: this.#agent, limits: this.#limits });
    this.#kept = new ResponseFiles(cacheFolder);
  }

  /**
   * @param maxBytes for pages that may be larger than others
   * @throws INTERRUPTED, DISK_FULL, STORE_FAILED
   */
  async get(url: string, maxBytes = this.#limits.maxBytes): Promise<WebAnswer> {
    const key = { url, agent: this.#agent };
    const kept = this.#refresh ? null : await this.#kept.get(key);
    if (kept && kept.bytes.length <= maxBytes && this.#limits.allows(new URL(kept.url)))
      return { page: kept };
    try {
      const page = await fetchBytes(
        { url, headers: { "user-agent": this.#agent } },
        { ...this.#limits, maxBytes, pace: (hop) => this.#enter(hop) },
      );
      await this.#kept.put(key, page);
      return { page };
    } catch (error) {
      if (!isDatawrightError(error) || !OF_ONE_PAGE.has(error.code)) throw error;
      return { error };
    }
  }

  /**
   * Waits for the host's turn; every address of a chain of redirects is one that robots.txt allows.
   */
  async #enter(url: URL): Promise<void> {
    const rules = await this.#robots.of(url);
    const why = rules.problem ?? (rules.allows(url.href) ? null : "robots.txt does not allow it");
    if (why !== null)
      throw new DatawrightError({
        code: "FETCH_REFUSED",
        message: `${url.href}: ${why}`,
        hint: "Leave the page out, or ask its owner.",
        details: { url: url.href },
      });
    if (rules.delay !== undefined) this.#pace.slow(url.host, rules.delay);
    await this.#pace.turn(url.host);
  }
}
