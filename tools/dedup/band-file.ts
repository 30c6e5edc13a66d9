import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { storeError } from "../../memory/database/store-error.js";

/** Texts of one block of the file. */
const BLOCK = 4096;
const BYTES = 4;

/**
 * The band keys of many texts on disk, read back band by band: of all texts only one band's keys are
 * in memory at a time, 4 bytes a text. The file is gone when it is closed.
 */
export class BandFile {
  readonly #path: string;
  readonly #file: number;
  readonly #bands: number;
  /** Keys of the block that is being filled, band by band. */
  readonly #block: Uint32Array;
  #count = 0;

  /** @throws DISK_FULL, STORE_FAILED */
  constructor(path: string, bands: number) {
    this.#path = path;
    this.#bands = bands;
    this.#block = new Uint32Array(bands * BLOCK);
    try {
      this.#file = openSync(path, "wx+");
    } catch (error) {
      throw storeError(error, path);
    }
  }

  /** Texts whose keys were added. */
  get count(): number {
    return this.#count;
  }

  /** @param keys one a band */
  add(keys: Uint32Array): void {
    const at = this.#count % BLOCK;
    for (let band = 0; band < this.#bands; band++) this.#block[band * BLOCK + at] = keys[band]!;
    this.#count += 1;
    if (at === BLOCK - 1) this.#writeBlock();
  }

  /** The keys of a band, of all texts in the order of adding. */
  band(band: number): Uint32Array {
    const keys = new Uint32Array(this.#count);
    const whole = Math.floor(this.#count / BLOCK);
    try {
      for (let block = 0; block < whole; block++)
        readSync(
          this.#file,
          new Uint8Array(keys.buffer, block * BLOCK * BYTES, BLOCK * BYTES),
          0,
          BLOCK * BYTES,
          (block * this.#bands + band) * BLOCK * BYTES,
        );
    } catch (error) {
      throw storeError(error, this.#path);
    }
    const rest = this.#count % BLOCK;
    keys.set(this.#block.subarray(band * BLOCK, band * BLOCK + rest), whole * BLOCK);
    return keys;
  }

  close(): void {
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #writeBlock(): void {
    const bytes = new Uint8Array(this.#block.buffer);
    try {
      writeSync(this.#file, bytes, 0, bytes.length, (this.#count / BLOCK - 1) * bytes.length);
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }
}
