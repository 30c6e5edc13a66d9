import { hash32 } from "./hash.js";

/**
 * So many values drawn at random of all that come, each as likely as any other: the same ones for the
 * same ids and seed, in the order in which they came. Memory is that of twice as many.
 */
export class RandomDraw<T> {
  readonly #most: number;
  readonly #seed: number;
  #drawn: { readonly value: T; readonly lot: number }[] = [];
  #last = Infinity;
  #of = 0;

  /** @param options.most how many are drawn, at least 1 */
  constructor({ most, seed }: { readonly most: number; readonly seed: number }) {
    this.#most = most;
    this.#seed = seed;
  }

  /** How many came. */
  get of(): number {
    return this.#of;
  }

  add(id: string, value: T): void {
    this.#of += 1;
    const lot = hash32(`${this.#seed}:${id}`);
    if (lot > this.#last) return;
    this.#drawn.push({ value, lot });
    if (this.#drawn.length >= 2 * this.#most) this.#cut();
  }

  /** Those that are drawn; all where no more came. */
  values(): T[] {
    this.#cut();
    return this.#drawn.map(({ value }) => value);
  }

  #cut(): void {
    if (this.#drawn.length <= this.#most) return;
    this.#last = Float64Array.from(this.#drawn, ({ lot }) => lot).sort()[this.#most - 1]!;
    this.#drawn = this.#drawn.filter(({ lot }) => lot <= this.#last).slice(0, this.#most);
  }
}
