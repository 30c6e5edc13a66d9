import { closeSync, openSync, readSync } from "node:fs";
import { open } from "node:fs/promises";
import { storeError } from "./database/store-error.js";

/** Bytes that are written together. */
const CHUNK_BYTES = 1024 * 1024;

/** Texts in a file, each read at once by its position: for what is too much to be kept in memory. */
export class TextFile {
  readonly #path: string;
  /** Where each text begins; one more for where the last one ends. */
  readonly #offsets: readonly number[];

  private constructor(path: string, offsets: readonly number[]) {
    this.#path = path;
    this.#offsets = offsets;
  }

  /**
   * Writes the file anew; it is read by this process alone.
   * @throws DISK_FULL, STORE_FAILED
   */
  static async write(path: string, texts: AsyncIterable<string>): Promise<TextFile> {
    const offsets = [0];
    let waiting: Buffer[] = [];
    let size = 0;
    try {
      const file = await open(path, "w");
      try {
        for await (const text of texts) {
          const bytes = Buffer.from(text, "utf8");
          waiting.push(bytes);
          size += bytes.length;
          offsets.push(offsets.at(-1)! + bytes.length);
          if (size < CHUNK_BYTES) continue;
          await file.writev(waiting);
          waiting = [];
          size = 0;
        }
        if (waiting.length > 0) await file.writev(waiting);
      } finally {
        await file.close();
      }
    } catch (error) {
      throw storeError(error, path);
    }
    return new TextFile(path, offsets);
  }

  /** The text at a position from 0, or null where there is none. @throws STORE_FAILED */
  at(position: number): string | null {
    const [from, to] = [this.#offsets[position], this.#offsets[position + 1]];
    if (from === undefined || to === undefined) return null;
    const bytes = Buffer.alloc(to - from);
    try {
      const file = openSync(this.#path, "r");
      try {
        readSync(file, bytes, 0, bytes.length, from);
      } finally {
        closeSync(file);
      }
    } catch (error) {
      throw storeError(error, this.#path);
    }
    return bytes.toString("utf8");
  }
}
