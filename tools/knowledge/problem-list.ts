/** Problems of a source that are told in full; of more their number is told. */
const TOLD = 20;

/** What could not be used, source by source: told to people, never dropped in silence. */
export class ProblemList {
  readonly #bySource = new Map<string, { readonly lines: string[]; count: number }>();

  add(source: string, message: string): void {
    const entry = this.#bySource.get(source) ?? { lines: [], count: 0 };
    this.#bySource.set(source, entry);
    entry.count++;
    if (entry.lines.length < TOLD) entry.lines.push(message);
  }

  /** The first problem of a source, or null. */
  first(source: string): string | null {
    return this.#bySource.get(source)?.lines[0] ?? null;
  }

  lines(): string[] {
    return [...this.#bySource].flatMap(([source, { lines, count }]) => [
      ...lines.map((line) => `knowledge ${JSON.stringify(source)}: ${line}`),
      ...(count > lines.length
        ? [
            `knowledge ${JSON.stringify(source)}: ${count - lines.length} more that could not be used`,
          ]
        : []),
    ]);
  }
}
