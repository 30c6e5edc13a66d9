import { leastShared } from "./shingles.js";
import type { ShinglePool } from "./shingle-pool.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul, min } = Math;

const COUNTERS = 1 << 22;

/**
 * Finds in a large bucket the pairs that can reach the threshold, without comparing all: two sets
 * of Jaccard similarity t share one of the (1 - t) |x| + 1 rarest shingles of each (prefix filter,
 * Chaudhuri et al. 2006), and a shared boilerplate is not rare. Loses no pair.
 */
export class RareShingleJoin {
  readonly #pool: ShinglePool;
  readonly #threshold: number;
  /**
   * How many texts hold a shingle, by its hash: an order only, so that a collision costs time and
   * nothing else.
   */
  readonly #frequency = new Uint32Array(COUNTERS);
  readonly #prefixes = new Map<number, Uint32Array>();

  constructor(pool: ShinglePool, threshold: number) {
    this.#pool = pool;
    this.#threshold = threshold;
    const end = pool.count === 0 ? 0 : pool.end(pool.count - 1);
    for (let at = 0; at < end; at++) {
      const slot = counter(pool.shingles[at] as number);
      this.#frequency[slot] = (this.#frequency[slot] as number) + 1;
    }
  }

  /**
   * Calls `visit` for each pair of members that may reach the threshold, but for pairs that
   * `clusterOf` puts in one cluster
   * when it is their turn: a crowd of near copies is joined one by one, never compared all with
   * all.
   *
   * @returns how many meetings of two members were passed over for that
   */
  candidates(
    members: ArrayLike<number>,
    clusterOf: (member: number) => number,
    visit: (a: number, b: number) => void,
  ): number {
    const bySize = Int32Array.from(members).sort(
      (a, b) => this.#sizeOf(a) - this.#sizeOf(b) || a - b,
    );
    // Per shingle, grouped by the cluster that they had when they came: position in bySize, place
    // in the prefix, and so on.
    const postings = new Map<number, number[][]>();
    const seen = new Int32Array(bySize.length).fill(-1);
    let passedOver = 0;
    for (let position = 0; position < bySize.length; position++) {
      const member = bySize[position] as number;
      const size = this.#sizeOf(member);
      const smallest = this.#threshold * size - 1e-9;
      // Later members are at least as large, so they share more with this one, and a shorter prefix
      // of it will do.
      const indexed = size - leastShared(size, size, this.#threshold) + 1;
      let cluster = clusterOf(member);
      const prefix = this.#prefix(member);
      for (let place = 0; place < prefix.length; place++) {
        const shingle = prefix[place] as number;
        const groups = postings.get(shingle) ?? [];
        let own: number[] | undefined;
        for (const group of groups) {
          const together = clusterOf(bySize[group[0] as number] as number) === cluster;
          if (together) {
            passedOver += group.length >> 1;
            own ??= group;
            continue;
          }
          for (let index = group.length - 2; index >= 0; index -= 2) {
            const at = group[index] as number;
            if (seen[at] === position) continue;
            const other = bySize[at] as number;
            const otherSize = this.#sizeOf(other);
            if (otherSize < smallest) break; // by size, so all before are smaller still
            seen[at] = position;
            // The first shingle that both share: all they share stands from here on in both (Xiao
            // et al. 2008).
            if (
              min(size - place, otherSize - (group[index + 1] as number)) <
              leastShared(size, otherSize, this.#threshold)
            )
              continue;
            visit(other, member);
            cluster = clusterOf(member);
            if (clusterOf(other) !== cluster) continue;
            passedOver += index >> 1;
            own ??= group;
            break; // a group never leaves its cluster
          }
        }
        if (place >= indexed) continue;
        if (groups.length === 0) postings.set(shingle, groups);
        if (own === undefined) groups.push([position, place]);
        else own.push(position, place);
      }
    }
    return passedOver;
  }

  #sizeOf(member: number): number {
    return this.#pool.end(member) - this.#pool.start(member);
  }

  #prefix(member: number): Uint32Array {
    const known = this.#prefixes.get(member);
    if (known !== undefined) return known;
    const size = this.#sizeOf(member);
    const frequency = this.#frequency;
    const sorted = this.#pool.shingles
      .slice(this.#pool.start(member), this.#pool.end(member))
      .sort(
        (a, b) => (frequency[counter(a)] as number) - (frequency[counter(b)] as number) || a - b,
      );
    // The least overlap with any partner is that with the smallest one allowed, of threshold * size
    // shingles.
    const least = leastShared(size, Math.ceil(this.#threshold * size - 1e-9), this.#threshold);
    const prefix = sorted.slice(0, size - least + 1);
    this.#prefixes.set(member, prefix);
    return prefix;
  }
}

function counter(shingle: number): number {
  return imul(shingle, 0x9e3779b1) >>> 10;
}
