import { MatchMasks } from "../../text/match-masks.js";
import { TokenTable } from "../../text/token-table.js";
import { rougeTokens } from "../../text/tokens-rouge.js";

/** How near a text comes to the rows: the highest ROUGE-L F with one of them. */
export class NoveltyRows {
  readonly #table = new TokenTable();
  readonly #masks = new MatchMasks();
  readonly #rows: readonly Int32Array[];

  constructor(texts: readonly string[]) {
    this.#rows = texts.map((text) => this.#table.intern(rougeTokens(text)));
    this.#masks.reserve(this.#table.size);
  }

  /** Highest ROUGE-L F in [0, 1]. */
  nearest(text: string): number {
    const query = this.#table.intern(rougeTokens(text));
    if (query.length === 0) return 1;
    this.#masks.reserve(this.#table.size);
    this.#masks.set(query);
    let best = 0;
    for (const row of this.#rows) {
      if ((2 * Math.min(row.length, query.length)) / (row.length + query.length) <= best) continue;
      best = Math.max(
        best,
        (2 * this.#masks.lcsWith(row, 0, row.length)) / (row.length + query.length),
      );
    }
    return best;
  }
}
