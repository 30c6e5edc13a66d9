import { hash32, mix32 } from "../../base/statistics/hash.js";

// Local names: looking up a global costs more than these loops where modules run in a sandbox.
const { imul, floor } = Math;
const EMPTY = Infinity;

/**
 * MinHash signatures by fast similarity sketching (Dahlgaard, Knudsen and Thorup 2017): shingles
 * are thrown into the bins round after round until each bin has one, so a signature costs O(bins
 * log bins + shingles) and yet agrees per bin with probability equal to the Jaccard similarity, for
 * short texts too.
 */
export class MinHash {
  readonly #bins: number;
  readonly #values: Float64Array;
  readonly #salts: Uint32Array;

  constructor(bins: number, seed: string | number) {
    this.#bins = bins;
    this.#values = new Float64Array(bins);
    this.#salts = Uint32Array.from({ length: 2 * bins }, (_, round) => hash32(`${seed}:${round}`));
  }

  /**
   * The signature of the shingles from `start` to `end`: per bin the round and hash of its least
   * shingle; reused by the next call.
   */
  signature(pool: Uint32Array, start: number, end: number): Float64Array {
    const bins = this.#bins;
    const values = this.#values.fill(EMPTY);
    if (end <= start) return values;
    let empty = bins;
    for (let round = 0; round < 2 * bins && empty > 0; round++) {
      const salt = this.#salts[round] as number;
      const base = round * 4294967296;
      for (let index = start; index < end; index++) {
        const mixed = mix32((pool[index] as number) ^ salt);
        // The product's high part picks the bin, so any number of bins is fair; a second mix is
        // independent of it.
        const bin = round < bins ? floor((mixed * bins) / 4294967296) : round - bins;
        const value = base + (imul(mixed, 0x9e3779b1) >>> 0);
        const before = values[bin] as number;
        if (value >= before) continue;
        if (before === EMPTY) empty--;
        values[bin] = value;
      }
    }
    return values;
  }
}

/** How a signature is cut into bands: two texts meet where all rows of one band agree. */
export interface Banding {
  readonly bands: number;
  readonly rows: number;
}

/**
 * The most rows per band, so the fewest false candidates, with which a pair at the threshold still
 * meets with probability 1 - (1 - t^rows)^bands of at least 0.985.
 */
export function bandingFor(threshold: number, bins: number): Banding {
  for (let rows = Math.min(bins, 16); rows > 1; rows--) {
    const bands = floor(bins / rows);
    if (1 - (1 - threshold ** rows) ** bands >= 0.985) return { bands, rows };
  }
  return { bands: bins, rows: 1 };
}

/** Writes one 32-bit key per band into `out`, band by band, `stride` apart. */
export function writeBandKeys(
  signature: Float64Array,
  { bands, rows }: Banding,
  out: Uint32Array,
  offset: number,
  stride: number,
): void {
  for (let band = 0; band < bands; band++) {
    let key = band;
    for (let row = 0; row < rows; row++) {
      const value = signature[band * rows + row] as number;
      key = imul(key ^ mix32((value >>> 0) ^ floor(value / 4294967296)), 0x9e3779b1) ^ (key >>> 15);
    }
    out[offset + band * stride] = mix32(key);
  }
}
