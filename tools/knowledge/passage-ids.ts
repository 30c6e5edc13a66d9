import { shortId } from "../../base/statistics/hash.js";
import type { KnowledgePassage } from "./contract.js";

/**
 * Ids of the passages of a source: by where they are from and what they say, so that they stay when
 * something else changes.
 */
export class PassageIds {
  readonly #times = new Map<string, number>();

  passage(text: string, source: string): KnowledgePassage {
    const base = `${source}#${shortId(text).slice(0, 8)}`;
    const times = (this.#times.get(base) ?? 0) + 1;
    this.#times.set(base, times);
    return { id: times === 1 ? base : `${base}-${times}`, text, source };
  }
}
