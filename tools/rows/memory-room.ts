import { getHeapStatistics } from "node:v8";
import { DatawrightError } from "../../base/errors.js";

/** Rows between two looks at the memory. */
const EVERY = 10_000;
/** Share of the heap that rows may take: what works on them takes about as much again. */
const SHARE = 0.5;

/** The heap as V8 counts it, in bytes. */
export interface Heap {
  readonly used: number;
  readonly limit: number;
}

/**
 * Refuses a file whose rows do not fit the memory of the process while it is read: the process would
 * end without a word some time later.
 */
export class MemoryRoom {
  readonly #file: string;
  readonly #heap: () => Heap;
  readonly #before: number;
  #rows = 0;

  constructor(file: string, heap: () => Heap = heapNow) {
    this.#file = file;
    this.#heap = heap;
    this.#before = heap().used;
  }

  /**
   * Takes note of a row that is kept.
   * @throws DATA_TOO_LARGE with how many rows fit
   */
  take(): void {
    this.#rows += 1;
    if (this.#rows % EVERY !== 0) return;
    const { used, limit } = this.#heap();
    if (used <= SHARE * limit) return;
    const each = Math.max(1, used - this.#before) / this.#rows;
    const fit = Math.floor(Math.max(0, SHARE * limit - this.#before) / each / EVERY) * EVERY;
    const mebibytes = (bytes: number): number => Math.round(bytes / 2 ** 20);
    throw new DatawrightError({
      code: "DATA_TOO_LARGE",
      message:
        `${this.#file}: its rows take more memory than there is: ${this.#rows} of them took ` +
        `${mebibytes(used - this.#before)} MiB, and of the ${mebibytes(limit)} MiB that the ` +
        `process has, half is for rows; about ${fit} fit`,
      hint:
        `take a part of the file, or give more memory: NODE_OPTIONS=--max-old-space-size=` +
        `${Math.ceil(mebibytes(2 * limit) / 1024) * 1024} (MiB)`,
      details: { file: this.#file, rows: this.#rows, fit, heapLimit: limit },
    });
  }
}

function heapNow(): Heap {
  const { used_heap_size: used, heap_size_limit: limit } = getHeapStatistics();
  return { used, limit };
}
