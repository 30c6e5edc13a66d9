/** Adam (Kingma and Ba 2015) on one array of parameters, which it changes in place. */
export class Adam {
  readonly #rate: number;
  readonly #first: Float64Array;
  readonly #second: Float64Array;
  #steps = 0;

  constructor(size: number, rate: number) {
    this.#rate = rate;
    this.#first = new Float64Array(size);
    this.#second = new Float64Array(size);
  }

  /** One step against the gradient. */
  step(parameters: Float64Array, gradient: ArrayLike<number>): void {
    this.#steps += 1;
    const firstScale = 1 - 0.9 ** this.#steps;
    const secondScale = 1 - 0.999 ** this.#steps;
    for (let i = 0; i < parameters.length; i++) {
      const slope = gradient[i]!;
      this.#first[i] = 0.9 * this.#first[i]! + 0.1 * slope;
      this.#second[i] = 0.999 * this.#second[i]! + 0.001 * slope * slope;
      parameters[i] =
        parameters[i]! -
        (this.#rate * this.#first[i]!) /
          firstScale /
          (Math.sqrt(this.#second[i]! / secondScale) + 1e-8);
    }
  }
}
