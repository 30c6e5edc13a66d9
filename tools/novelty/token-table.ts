/** Gives every distinct token a small whole number, in the order of first sight. */
export class TokenTable {
  readonly #ids = new Map<string, number>();

  get size(): number {
    return this.#ids.size;
  }

  /** The numbers of the tokens; unknown ones get a new number. */
  intern(tokens: readonly string[]): Int32Array {
    const ids = new Int32Array(tokens.length);
    for (let index = 0; index < tokens.length; index++) {
      const token = tokens[index] as string;
      let id = this.#ids.get(token);
      if (id === undefined) {
        id = this.#ids.size;
        this.#ids.set(token, id);
      }
      ids[index] = id;
    }
    return ids;
  }

  /** The numbers of the tokens; unknown ones are -1 and stay unknown. */
  find(tokens: readonly string[]): Int32Array {
    return Int32Array.from(tokens, (token) => this.#ids.get(token) ?? -1);
  }
}
