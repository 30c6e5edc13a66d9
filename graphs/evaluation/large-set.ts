import { tmpdir } from "node:os";
import { join } from "node:path";
import { sha256Hex } from "../../base/statistics/hash.js";
import { exactForm } from "../../base/text/exact-form.js";
import { TimeSlices } from "../../base/workers/time-slices.js";
import { RowSpool } from "../../memory/spool/row-spool.js";
import { temporaryName } from "../../memory/temporary-name.js";
import { DisjointSets } from "../../tools/dedup/disjoint-sets.js";
import { SpooledNearDuplicates } from "../../tools/dedup/spooled-near-duplicates.js";
import type { EvaluatedRow, WholeSet } from "../../tools/evaluation/contract.js";

const SEED = 1;
/** Those of `nearDuplicates`. */
const NEAR = { threshold: 0.8, shingle: 5, notation: "ignore" } as const;

/**
 * The rows of a dataset that do not fit the memory: on disk, with what is counted of all of them and a
 * sample that is drawn at random for everything else.
 */
export class LargeSet implements WholeSet {
  readonly #spool: RowSpool<EvaluatedRow>;
  readonly #sampled: number;
  #equal = 0;
  #near = 0;

  /** @param sampled rows that are measured, about */
  constructor(sampled: number) {
    this.#spool = new RowSpool(tmpdir(), SEED);
    this.#sampled = sampled;
  }

  get rows(): number {
    return this.#spool.size;
  }
  get exactDuplicates(): number {
    return this.#equal;
  }
  get nearDuplicates(): number {
    return this.#near;
  }

  add(row: EvaluatedRow): void {
    this.#spool.add(row);
  }

  /** Rows drawn at random, in their order. */
  sample(): EvaluatedRow[] {
    return this.#spool.part(0, this.#parts).map(([, row]) => row);
  }

  *texts(): Generator<readonly string[]> {
    for (let part = 0; part < this.#parts; part++)
      yield this.#spool.part(part, this.#parts).map(([, { text }]) => text);
  }

  /** Counts what repeats among all rows. */
  async count(): Promise<void> {
    const slices = new TimeSlices();
    const search = new SpooledNearDuplicates(temporaryName(join(tmpdir(), "bands")), NEAR);
    try {
      for (const [n, { text }] of this.#spool.all()) {
        if (slices.over) await slices.turn();
        const first = this.#spool.firstWith(sha256Hex(exactForm(text)).slice(0, 32), n);
        if (first !== n) this.#equal += 1;
        search.add(n, text);
      }
      await search.find(
        {
          text: (n) => this.#spool.get(n).text,
          addPair: (pair) => this.#spool.addPair(pair),
          hasPair: (earlier, later) => this.#spool.hasPair(earlier, later),
        },
        () => {},
      );
      const groups = new DisjointSets(this.rows);
      for (const { earlier, later } of this.#spool.pairs()) {
        if (slices.over) await slices.turn();
        if (groups.find(earlier) === groups.find(later)) continue;
        groups.join(earlier, later);
        this.#near += 1;
      }
    } finally {
      search.close();
    }
  }

  close(): void {
    this.#spool.close();
  }

  get #parts(): number {
    return Math.max(1, Math.ceil(this.rows / this.#sampled));
  }
}
