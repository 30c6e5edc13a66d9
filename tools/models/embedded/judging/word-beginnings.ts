/**
 * Which texts begin a longer word of the rows without being one: what a word looks like that was
 * cut off.
 */
export class WordBeginnings {
  readonly #counts = new Map<string, number>();
  readonly #rows: Set<string>[] = [];

  add(words: readonly string[]): void {
    const own = new Set<string>();
    for (const word of words)
      for (let end = 1; end < word.length; end++) own.add(word.slice(0, end));
    for (const beginning of own)
      this.#counts.set(beginning, (this.#counts.get(beginning) ?? 0) + 1);
    this.#rows.push(own);
  }

  /** True where a row other than `without` (-1: any) has a word that starts so and goes on. */
  isBeginning(text: string, without: number): boolean {
    return (this.#counts.get(text) ?? 0) > (this.#rows[without]?.has(text) ? 1 : 0);
  }
}
