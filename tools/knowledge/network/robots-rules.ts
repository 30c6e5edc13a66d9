import robotsParser from "robots-parser";
import { isDatawrightError } from "../../../base/errors.js";
import { fetchBytes, type FetchLimits } from "./fetch-bytes.js";

/** The parser is a CommonJS module whose types say otherwise. */
const parse = robotsParser as unknown as (
  url: string,
  text: string,
) => {
  isAllowed(url: string, agent: string): boolean | undefined;
  getCrawlDelay(agent: string): number | undefined;
};
const MOST_BYTES = 1024 * 1024;

interface Rules {
  allows(url: string): boolean;
  readonly delay: number | undefined;
  /** Why nothing of the host may be read, or null. */
  readonly problem: string | null;
}

/**
 * What the robots.txt of each host allows (RFC 9309): everything where there is none, nothing where
 * it cannot be had.
 */
export class RobotsRules {
  readonly #agent: string;
  readonly #limits: FetchLimits;
  readonly #byOrigin = new Map<string, Promise<Rules>>();

  constructor(options: { readonly agent: string; readonly limits: FetchLimits }) {
    this.#agent = options.agent;
    this.#limits = options.limits;
  }

  /** @throws INTERRUPTED */
  of(url: URL): Promise<Rules> {
    let rules = this.#byOrigin.get(url.origin);
    if (!rules) this.#byOrigin.set(url.origin, (rules = this.#load(`${url.origin}/robots.txt`)));
    return rules;
  }

  async #load(address: string): Promise<Rules> {
    try {
      const { bytes } = await fetchBytes(
        { url: address, headers: { "user-agent": this.#agent } },
        { ...this.#limits, maxBytes: MOST_BYTES },
      );
      const robots = parse(address, new TextDecoder().decode(bytes));
      return {
        allows: (url) => robots.isAllowed(url, this.#agent) !== false,
        delay: robots.getCrawlDelay(this.#agent),
        problem: null,
      };
    } catch (error) {
      if (!isDatawrightError(error) || error.code === "INTERRUPTED") throw error;
      const status = error.details["status"];
      if (typeof status === "number" && status >= 400 && status < 500 && status !== 429)
        return { allows: () => true, delay: undefined, problem: null };
      return {
        allows: () => false,
        delay: undefined,
        problem:
          "its robots.txt cannot be had, so that nothing of the host is read " +
          `(${error.message})`,
      };
    }
  }
}
