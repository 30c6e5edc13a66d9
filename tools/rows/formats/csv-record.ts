/**
 * Splits one CSV record (RFC 4180) that may run over several lines.
 *
 * A quote inside an unquoted field is text, as is what follows a closing quote: `"a"b` stays as it
 * is written.
 */
export class CsvRecord {
  readonly #fields: string[] = [];
  #field = "";
  #quoted = false;
  #length = 0;

  /**
   * Takes the next line, with the line break that stood before it; true when the record is
   * complete.
   */
  feed(line: string, breakBefore: string): boolean {
    this.#length += line.length + breakBefore.length;
    let start = 0;
    if (this.#quoted) {
      this.#field += breakBefore;
      start = this.#quotedPart(line, 0);
      if (start < 0) return false;
    }
    for (;;) {
      if (line[start] === '"' && this.#field === "") {
        this.#quoted = true;
        start = this.#quotedPart(line, start + 1);
        if (start < 0) return false;
      }
      const comma = line.indexOf(",", start);
      this.#fields.push(this.#field + line.slice(start, comma < 0 ? line.length : comma));
      this.#field = "";
      if (comma < 0) return true;
      start = comma + 1;
    }
  }

  get fields(): string[] {
    return this.#fields;
  }

  /** UTF-16 units taken so far. */
  get length(): number {
    return this.#length;
  }

  /**
   * Reads inside quotes from `from`; the position after the closing quote, or -1 when the line ends
   * before it.
   */
  #quotedPart(line: string, from: number): number {
    let start = from;
    for (;;) {
      const quote = line.indexOf('"', start);
      if (quote < 0) {
        this.#field += line.slice(start);
        return -1;
      }
      if (line[quote + 1] === '"') {
        this.#field += line.slice(start, quote + 1);
        start = quote + 2;
        continue;
      }
      this.#field += line.slice(start, quote);
      this.#quoted = false;
      const next = line[quote + 1];
      if (next !== undefined && next !== ",") this.#field = `"${this.#field}"`;
      return quote + 1;
    }
  }
}
