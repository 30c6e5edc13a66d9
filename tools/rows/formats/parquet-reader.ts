import { fork, type ChildProcess } from "node:child_process";
import { fileURLToPath } from "node:url";
import { DatawrightError } from "../../../base/errors.js";
import { workerFile } from "../../../base/workers/worker-file.js";
import type { DataLimits } from "../../../schema/task-file/data-source.js";
import type { RowReader } from "../contract.js";
import type { ParquetAnswer } from "./parquet-process.js";

/**
 * Parquet, read in a process of its own: a damaged file can make its library allocate without end,
 * loop for ever or end the process, which nothing inside a process withstands.
 *
 * @throws DATA_NOT_FOUND, DATA_FORMAT; DATA_TOO_LARGE where it holds more rows, takes more memory or
 *         more time for its next rows than `limits` allow
 */
export const parquetReader: RowReader = {
  format: "parquet",
  async *read(path, { limits }) {
    const { url, execArgv } = workerFile(new URL("./parquet-process.js", import.meta.url));
    const child = fork(
      fileURLToPath(url),
      [path, String(limits.rows), String(limits.memoryMegabytes)],
      {
        execArgv: [...execArgv, `--max-old-space-size=${limits.memoryMegabytes}`],
        env: {},
        serialization: "advanced",
        stdio: ["ignore", "ignore", "ignore", "ipc"],
      },
    );
    const reading = new ParquetReading(path, child, limits);
    try {
      for (;;) {
        const answer = await reading.next();
        if ("error" in answer) throw new DatawrightError(answer.error);
        if ("done" in answer) return;
        yield* answer.rows;
      }
    } finally {
      child.kill("SIGKILL");
    }
  },
};

/** A question to the process at a time, and why there is no answer. */
class ParquetReading {
  readonly #path: string;
  readonly #child: ChildProcess;
  readonly #limits: DataLimits;
  readonly #ended: Promise<DatawrightError>;

  constructor(path: string, child: ChildProcess, limits: DataLimits) {
    this.#path = path;
    this.#child = child;
    this.#limits = limits;
    this.#ended = new Promise((resolve) => {
      child.once("error", (cause) => resolve(this.#crashed(null, null, cause)));
      child.once("exit", (code, signal) => resolve(this.#crashed(code, signal)));
    });
  }

  async next(): Promise<ParquetAnswer> {
    const { seconds } = this.#limits;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<DatawrightError>((resolve) => {
      timer = setTimeout(() => resolve(this.#tooSlow()), seconds * 1000);
    });
    let listener: (answer: unknown) => void = () => {};
    const answered = new Promise<ParquetAnswer>((resolve) => {
      listener = (answer) => resolve(answer as ParquetAnswer);
      this.#child.once("message", listener);
    });
    // Where the process is gone, its exit tells more than what cannot be sent to it.
    this.#child.send("next", () => {});
    try {
      const first = await Promise.race([answered, late, this.#ended]);
      if (first instanceof DatawrightError) throw first;
      return first;
    } finally {
      clearTimeout(timer);
      this.#child.removeListener("message", listener);
    }
  }

  #tooSlow(): DatawrightError {
    const { seconds } = this.#limits;
    return this.#error(
      "DATA_TOO_LARGE",
      `the next rows were not read within ${seconds} s (\`limits.seconds\` of the data source)`,
    );
  }

  #crashed(code: number | null, signal: string | null, cause?: unknown): DatawrightError {
    const { memoryMegabytes } = this.#limits;
    // Ended by its own watch, or by V8 where its heap was full.
    return signal === "SIGKILL" || signal === "SIGABRT"
      ? this.#error(
          "DATA_TOO_LARGE",
          `reading it takes more than ${memoryMegabytes} MB of memory ` +
            "(`limits.memoryMegabytes` of the data source)",
        )
      : this.#error("DATA_FORMAT", `its reader ended (${signal ?? code ?? String(cause)})`, cause);
  }

  #error(code: "DATA_TOO_LARGE" | "DATA_FORMAT", why: string, cause?: unknown): DatawrightError {
    return new DatawrightError({
      code,
      message: `${this.#path}: ${why}`,
      hint:
        "the file is most likely damaged: write it again, or export it as CSV or JSONL; raise " +
        "the limit where it is sound and large",
      details: { file: this.#path },
      cause,
    });
  }
}
