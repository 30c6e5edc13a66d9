import type { RawRow } from "./contract.js";

const MOST_VALUES = 1000;

/** What a column's cells look like, gathered in one pass with bounded memory. */
export class ColumnProfile {
  readonly name: string;
  readonly index: number;
  #count = 0;
  #characters = 0;
  #numeric = 0;
  #longest = 0;
  #records = 0;
  readonly #values = new Map<string, number>();
  #many = false;
  /** Cells that are lists of names, as several labels of a row are. */
  #lists = 0;
  readonly #names = new Set<string>();

  constructor(name: string, index: number) {
    this.name = name;
    this.index = index;
  }

  add(cell: unknown): void {
    if (cell === null || cell === undefined || cell === "") return;
    this.#count++;
    if (typeof cell === "object") this.#records++;
    const names = namesIn(cell);
    if (names !== null) {
      this.#lists++;
      for (const name of names) if (this.#names.size <= MOST_VALUES) this.#names.add(name);
    }
    const text = typeof cell === "string" ? cell : JSON.stringify(cell);
    this.#characters += text.length;
    this.#longest = Math.max(this.#longest, text.length);
    if (text.trim() !== "" && Number.isFinite(Number(text))) this.#numeric++;
    if (this.#values.has(text) || this.#values.size < MOST_VALUES)
      this.#values.set(text, (this.#values.get(text) ?? 0) + 1);
    else this.#many = true;
  }

  /** Cells that hold something. */
  get count(): number {
    return this.#count;
  }
  get averageLength(): number {
    return this.#count === 0 ? 0 : this.#characters / this.#count;
  }
  get longest(): number {
    return this.#longest;
  }
  get numericShare(): number {
    return this.#count === 0 ? 0 : this.#numeric / this.#count;
  }
  /** Whether cells are lists or objects, as JSON lines may have them. */
  get hasRecords(): boolean {
    return this.#records > 0;
  }
  /** The different names in the lists, where every cell is a list of names and not all are empty. */
  get listedNames(): readonly string[] | null {
    const listed = this.#lists === this.#count && this.#names.size > 0;
    return listed && this.#names.size <= MOST_VALUES ? [...this.#names] : null;
  }
  /** Values with their counts, or null where there are more than 1,000 different ones. */
  get values(): ReadonlyMap<string, number> | null {
    return this.#many ? null : this.#values;
  }
  has(value: string): boolean {
    return this.#values.has(value);
  }
}

/** The names in a list, or in a JSON list that stands in a text; null for any other cell. */
function namesIn(cell: unknown): readonly string[] | null {
  let list = cell;
  if (typeof cell === "string" && cell.trim().startsWith("[") && cell.trim().endsWith("]")) {
    try {
      list = JSON.parse(cell);
    } catch {
      return null;
    }
  }
  if (!Array.isArray(list)) return null;
  const names = (list as unknown[]).map((name) =>
    typeof name === "string" ? name.trim() : typeof name === "number" ? String(name) : "",
  );
  return names.includes("") ? null : names;
}

/**
 * Profiles every column of a stream of rows, all but the first row; gives that row apart, as it may
 * be a header.
 */
export async function profileColumns(rows: AsyncIterable<RawRow>): Promise<{
  first: RawRow | null;
  profiles: ColumnProfile[];
  rows: number;
  text: (profile: ColumnProfile) => string;
}> {
  const profiles = new Map<string, ColumnProfile>();
  const beginnings = new Map<string, string>();
  let first: RawRow | null = null;
  let count = 0;
  for await (const row of rows) {
    if (first === null) {
      first = row;
      for (const name of row.columns ?? Object.keys(row.values))
        profiles.set(name, new ColumnProfile(name, profiles.size));
      continue;
    }
    count++;
    for (const [name, cell] of Object.entries(row.values)) {
      let profile = profiles.get(name);
      if (!profile) profiles.set(name, (profile = new ColumnProfile(name, profiles.size)));
      profile.add(cell);
      const beginning = beginnings.get(name) ?? "";
      if (beginning.length < 20_000 && typeof cell === "string")
        beginnings.set(name, `${beginning}${cell.slice(0, 2000)}\n`);
    }
  }
  return {
    first,
    profiles: [...profiles.values()],
    rows: count,
    text: (profile) => beginnings.get(profile.name) ?? "",
  };
}
