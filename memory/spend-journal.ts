import { closeSync, openSync, readSync, renameSync, writeFileSync, writeSync } from "node:fs";
import type { Spent } from "./budget-ledger.js";
import type { CallCost, CallEstimate, SpendingRecord } from "./call-cost.js";
import { storeError } from "./database/store-error.js";

/**
 * What a run asked of models, written down before each request goes out: a process that is killed
 * leaves behind what it asked and was never answered, and a budget counts it.
 *
 * One line for each event, appended without waiting for the disk: it survives the process, which is
 * what ends runs. `= usd calls input output` is a sum, `+ id calls tokens usd` a request that goes
 * out, `- id usd calls input output` its end.
 */
export class SpendJournal implements SpendingRecord {
  readonly #path: string;
  readonly #file: number;
  #next = 0;
  /** What stands in it in sums. */
  #told: Omit<Spent, "cachedCalls">;
  /** What is spent according to the journal, requests without an end at their estimate. */
  readonly before: Omit<Spent, "cachedCalls">;

  private constructor(path: string, before: Omit<Spent, "cachedCalls">) {
    this.#path = path;
    this.before = before;
    this.#told = before;
    // Summed up at each start, so that it stays as long as one process's part of a run.
    const { usd, calls, tokens } = before;
    const temporary = `${path}.tmp`;
    try {
      writeFileSync(temporary, `= ${usd ?? "?"} ${calls} ${tokens.input} ${tokens.output}\n`);
      renameSync(temporary, path);
      this.#file = openSync(path, "a");
    } catch (error) {
      throw storeError(error, path);
    }
  }

  /**
   * Opens a run's journal.
   *
   * @param before what is known to be spent where there is no journal yet
   * @throws DISK_FULL, STORE_FAILED
   */
  static open(path: string, before: Spent): SpendJournal {
    let sum: Omit<Spent, "cachedCalls"> | null;
    try {
      sum = sumOf(linesOf(path));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return new SpendJournal(path, before);
      throw storeError(error, path);
    }
    return new SpendJournal(path, sum ?? before);
  }

  /** @returns what its end is written with */
  sent({ calls, tokens, usd }: CallEstimate): number {
    const id = this.#next++;
    this.#write(`+ ${id} ${calls} ${tokens} ${usd ?? "?"}\n`);
    return id;
  }

  /** @param actual null for one that cost nothing */
  ended(id: number, actual: CallCost | null): void {
    const { usd = 0, calls = 1, inputTokens = 0, outputTokens = 0 } = actual ?? { calls: 0 };
    this.#write(`- ${id} ${usd ?? "?"} ${calls} ${inputTokens} ${outputTokens}\n`);
  }

  /**
   * Writes what is spent in all, where several processes spend.
   * @param spent never less than the last time
   */
  total({ usd, calls, tokens }: Omit<Spent, "cachedCalls">): void {
    const last = this.#told;
    if (calls === last.calls && tokens.input === last.tokens.input) return;
    this.#told = { usd, calls, tokens };
    const more = usd === null || last.usd === null ? "?" : usd - last.usd;
    this.#write(
      `= ${more} ${calls - last.calls} ${tokens.input - last.tokens.input} ${tokens.output - last.tokens.output}\n`,
    );
  }

  close(): void {
    closeSync(this.#file);
  }

  #write(line: string): void {
    try {
      writeSync(this.#file, line);
    } catch (error) {
      throw storeError(error, this.#path);
    }
  }
}

/** Bytes that are read at once: a run of a million samples has written 65 MB. */
const READ = 2 ** 20;

/**
 * Whole lines of a journal, which are ASCII. A last one that was cut off belongs to a request that did
 * not go out, or to one without an end.
 */
function* linesOf(path: string): Generator<string> {
  const file = openSync(path, "r");
  try {
    const bytes = Buffer.alloc(READ);
    let begun = "";
    for (let read = readSync(file, bytes); read > 0; read = readSync(file, bytes)) {
      const lines = (begun + bytes.toString("latin1", 0, read)).split("\n");
      begun = lines.pop()!;
      yield* lines;
    }
  } finally {
    closeSync(file);
  }
}

function sumOf(lines: Iterable<string>): Omit<Spent, "cachedCalls"> | null {
  const open = new Map<string, CallEstimate>();
  let sum: { usd: number | null; calls: number; input: number; output: number } | null = null;
  const add = (usd: number | null, calls: number, input: number, output: number): void => {
    sum ??= { usd: 0, calls: 0, input: 0, output: 0 };
    sum = {
      usd: usd === null || sum.usd === null ? null : sum.usd + usd,
      calls: sum.calls + calls,
      input: sum.input + input,
      output: sum.output + output,
    };
  };
  const money = (text = "?"): number | null => (text === "?" ? null : Number(text));
  for (const line of lines) {
    const [kind, ...rest] = line.split(" ");
    if (kind === "=") add(money(rest[0]), Number(rest[1]), Number(rest[2]), Number(rest[3]));
    else if (kind === "+")
      open.set(rest[0]!, {
        calls: Number(rest[1]),
        tokens: Number(rest[2]),
        usd: money(rest[3]),
      });
    else if (kind === "-" && open.delete(rest[0]!))
      add(money(rest[1]), Number(rest[2]), Number(rest[3]), Number(rest[4]));
  }
  if (sum === null) return null;
  for (const { usd, calls, tokens } of open.values()) add(usd, calls, tokens, 0);
  const { usd, calls, input, output } = sum as NonNullable<typeof sum>;
  return [calls, input, output, usd ?? 0].every(Number.isFinite)
    ? { usd, calls, tokens: { input, output } }
    : null;
}
