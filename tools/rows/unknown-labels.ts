import { DatawrightError } from "../../base/errors.js";
import { didYouMean } from "../../base/text/nearest-name.js";

/** So many different names cannot be slips: the column is another one. */
const MANY = 50;

/** Collects labels that the task does not name, to tell of all of them in one error. */
export class UnknownLabels {
  readonly #known: readonly string[];
  readonly #found = new Map<string, { line: number; count: number }>();

  constructor(known: readonly string[]) {
    this.#known = known;
  }

  add(names: readonly string[], line: number): void {
    for (const name of names) {
      const entry = this.#found.get(name) ?? { line, count: 0 };
      entry.count++;
      this.#found.set(name, entry);
    }
  }

  throwIfMany(file: string): void {
    if (this.#found.size >= MANY) this.throwIfAny(file);
  }

  /**
   * @throws DATA_LABEL with the line of the first, the nearest label, and the others with their
   *         counts
   */
  throwIfAny(file: string): void {
    const [first, ...others] = [...this.#found];
    if (!first) return;
    const [name, { line, count }] = first;
    const more = others
      .slice(0, 8)
      .map(([other, entry]) => `${JSON.stringify(other)} (${entry.count}, line ${entry.line})`)
      .join(", ");
    const shown = this.#known.slice(0, 20).join(", ") + (this.#known.length > 20 ? ", …" : "");
    throw new DatawrightError({
      code: "DATA_LABEL",
      message:
        `${file}:${line}: the task names no label ` +
        `${JSON.stringify(name)}${didYouMean(name, this.#known)} (it names ${shown}; ${count} ` +
        "rows have " +
        `it${more === "" ? "" : `; also unknown: ${more}${others.length > 8 ? ", …" : ""}`})`,
      hint: "add it under `labels:`, or say with `labelMap:` which label it stands for",
      details: {
        file,
        line,
        label: name,
        unknown: Object.fromEntries([...this.#found].map(([label, entry]) => [label, entry.count])),
      },
    });
  }
}
