import { closeSync, openSync, readSync, rmSync, writeSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { storeError } from "../database/store-error.js";
import { temporaryName } from "../temporary-name.js";

/** Bytes that are in memory before they are written. */
const TAIL = 65_536;

/**
 * Bytes that are added at the end and read anywhere, in a temporary file that is gone when it is closed:
 * of them only the last few are in the memory of the process.
 */
export class ScratchBytes {
  readonly #path: string;
  readonly #file: number;
  readonly #tail = Buffer.alloc(TAIL);
  #written = 0;
  #used = 0;
  #isOpen = true;

  /**
   * @param name what the file's name begins with
   * @throws DISK_FULL, STORE_FAILED
   */
  constructor(name: string, folder = tmpdir()) {
    this.#path = temporaryName(join(folder, name));
    try {
      this.#file = openSync(this.#path, "wx+");
    } catch (error) {
      throw storeError(error, this.#path);
    }
    try {
      // Where a file may go while it is open, a process that is killed leaves nothing behind.
      rmSync(this.#path);
    } catch {
      // Then it goes when it is closed.
    }
  }

  /** Bytes that there are. */
  get length(): number {
    return this.#written + this.#used;
  }

  /** Adds bytes; returns where they begin. @throws DISK_FULL, STORE_FAILED */
  append(bytes: Uint8Array): number {
    const at = this.length;
    if (this.#used + bytes.length > TAIL) this.#flush();
    if (bytes.length > TAIL) {
      this.#write(bytes, bytes.length);
      return at;
    }
    this.#tail.set(bytes, this.#used);
    this.#used += bytes.length;
    return at;
  }

  /** Fills an array with the bytes from a place on. @throws STORE_FAILED */
  read(at: number, into: Uint8Array): void {
    if (at >= this.#written) {
      into.set(this.#tail.subarray(at - this.#written, at - this.#written + into.length));
      return;
    }
    // What was added together is together in the file or in the tail.
    try {
      for (let read = 0; read < into.length;) {
        const count = readSync(this.#file, into, read, into.length - read, at + read);
        if (count === 0) throw new Error(`${this.#path} was cut off`);
        read += count;
      }
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }

  close(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    closeSync(this.#file);
    rmSync(this.#path, { force: true });
  }

  #flush(): void {
    this.#write(this.#tail, this.#used);
    this.#used = 0;
  }

  #write(bytes: Uint8Array, length: number): void {
    try {
      for (let done = 0; done < length;)
        done += writeSync(this.#file, bytes, done, length - done, this.#written + done);
    } catch (error) {
      throw storeError(error, this.#path);
    }
    this.#written += length;
  }
}
