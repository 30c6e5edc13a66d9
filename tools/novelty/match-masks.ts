// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul, floor } = Math;

// 30 bits a block: the sum of two blocks and a carry stays a small integer, which engines add
// without a heap number.
const BLOCK = 30;
const FULL = 0x3fffffff;
/**
 * Blocks whose masks are in one table: the table of a long list would grow with the square of its
 * length, so that such a list is compared a stretch at a time.
 */
const STRETCH = 64;

const NOTHING = new Int32Array(0);

/**
 * The match masks of one token list, kept to find its longest common subsequence with many others,
 * bit-parallel (Hyyrö 2004), in memory linear in their length. Tokens are small whole numbers from
 * 0: the table has one entry for each up to the largest.
 */
export class MatchMasks {
  #list: Int32Array = NOTHING;
  /** The list, or the stretch of it, whose masks are in the table. */
  #taken: Int32Array = NOTHING;
  #rowOf = new Int32Array(256); // 0: the token does not occur
  #rows = new Int32Array(64);
  #state = new Int32Array(8);
  #blocks = 0;

  /** Takes the list that `lcsWith` compares with from now on. */
  set(list: Int32Array): void {
    this.#forget();
    this.#list = list;
    if (list.length <= STRETCH * BLOCK) this.#take(list);
  }

  #forget(): void {
    for (const token of this.#taken) this.#rowOf[token] = 0;
    this.#taken = NOTHING;
    this.#blocks = 0;
  }

  /** Makes the masks of a list of at most STRETCH blocks. */
  #take(list: Int32Array): void {
    this.#forget();
    this.#taken = list;
    this.#blocks = Math.ceil(list.length / BLOCK);
    if (this.#state.length < this.#blocks) this.#state = new Int32Array(this.#blocks * 2);
    const needed = (list.length + 1) * this.#blocks;
    if (this.#rows.length < needed) this.#rows = new Int32Array(needed * 2);
    else this.#rows.fill(0, 0, needed);
    let row = 0;
    for (let index = 0; index < list.length; index++) {
      const token = list[index] as number;
      this.reserve(token + 1);
      if (this.#rowOf[token] === 0) this.#rowOf[token] = ++row;
      const at = (this.#rowOf[token] as number) * this.#blocks + floor(index / BLOCK);
      this.#rows[at] = (this.#rows[at] as number) | (1 << (index % BLOCK));
    }
  }

  /**
   * Length of the longest common subsequence with the tokens of `other` from `start` up to `end`.
   */
  lcsWith(other: Int32Array, start: number, end: number): number {
    if (this.#list.length > STRETCH * BLOCK) return this.#longLcs(other.subarray(start, end));
    const rowOf = this.#rowOf;
    const rows = this.#rows;
    const blocks = this.#blocks;
    if (blocks === 1) {
      let bits = FULL;
      for (let index = start; index < end; index++) {
        const matches = bits & (rows[rowOf[other[index] as number] as number] as number);
        bits = ((bits + matches) & FULL) | (bits ^ matches);
      }
      return popcount(~bits & FULL);
    }
    const state = this.#state.fill(FULL, 0, blocks);
    for (let index = start; index < end; index++) {
      const row = rowOf[other[index] as number] as number;
      if (!row) continue;
      let carry = 0;
      for (let block = 0; block < blocks; block++) {
        const bits = state[block] as number;
        const matches = bits & (rows[row * blocks + block] as number);
        const sum = bits + matches + carry;
        carry = sum >>> BLOCK;
        state[block] = (sum & FULL) | (bits ^ matches);
      }
    }
    return countMatched(state, blocks);
  }

  /**
   * The same a stretch of the list after the other: what one carries over to the next is kept for
   * each token of `other`. What both begin and end with need not be compared.
   */
  #longLcs(other: Int32Array): number {
    const list = this.#list;
    const most = Math.min(list.length, other.length);
    let before = 0;
    while (before < most && list[before] === other[before]) before++;
    let behind = 0;
    while (behind < most - before && list.at(-1 - behind) === other.at(-1 - behind)) behind++;
    const middle = other.subarray(before, other.length - behind);
    const carries = new Uint8Array(middle.length);
    let length = before + behind;
    for (let from = before; from < list.length - behind; from += STRETCH * BLOCK) {
      this.#take(list.subarray(from, Math.min(from + STRETCH * BLOCK, list.length - behind)));
      length += this.#stretch(middle, carries);
    }
    this.#forget();
    return length;
  }

  #stretch(other: Int32Array, carries: Uint8Array): number {
    const rowOf = this.#rowOf;
    const rows = this.#rows;
    const blocks = this.#blocks;
    const state = this.#state.fill(FULL, 0, blocks);
    for (let index = 0; index < other.length; index++) {
      const row = rowOf[other[index] as number] ?? 0;
      let carry = carries[index] as number;
      const base = row * blocks;
      // A token that the stretch does not have changes only what is carried into.
      for (let block = 0; block < blocks && row + carry > 0; block++) {
        const bits = state[block] as number;
        const matches = bits & (rows[base + block] as number);
        const sum = bits + matches + carry;
        carry = sum >>> BLOCK;
        state[block] = (sum & FULL) | (bits ^ matches);
      }
      carries[index] = carry;
    }
    return countMatched(state, blocks);
  }

  /** Makes room for tokens below `size`, so that looking up one that never occurred stays fast. */
  reserve(size: number): void {
    if (size <= this.#rowOf.length) return;
    const grown = new Int32Array(Math.max(size, this.#rowOf.length * 2));
    grown.set(this.#rowOf);
    this.#rowOf = grown;
  }
}

/** How many bits of the blocks are 0. */
function countMatched(state: Int32Array, blocks: number): number {
  let count = 0;
  for (let block = 0; block < blocks; block++) count += popcount(~(state[block] as number) & FULL);
  return count;
}

function popcount(bits: number): number {
  let value = bits - ((bits >>> 1) & 0x55555555);
  value = (value & 0x33333333) + ((value >>> 2) & 0x33333333);
  return imul((value + (value >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
