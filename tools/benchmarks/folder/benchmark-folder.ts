import { isUtf8 } from "node:buffer";
import { readdir, stat } from "node:fs/promises";
import { basename, dirname, join, resolve, sep } from "node:path";
import type { z } from "zod";
import { DatawrightError } from "../../../base/errors.js";
import { formatFieldPath } from "../../../base/settings/field-path.js";
import { DEEPEST_JSON, isTooDeep } from "../../../base/text/json-depth.js";
import type { DataFormat } from "../../../schema/task-file/data-source.js";
import { readBytes } from "../../rows/formats/read-bytes.js";
import { firstBadLine, missingFile, notUtf8 } from "../../rows/formats/read-text.js";
import { readRows } from "../../rows/read-rows.js";
import { BENCHMARK_PARTS, type BenchmarkPart } from "../benchmark-part.js";

/** One JSON file is read as a whole up to this size, unpacked. */
const LARGEST_JSON = 512 * 1024 * 1024;

/** A row of a table or of JSON lines, as it stands in its file. */
export interface FileRow {
  readonly values: Readonly<Record<string, unknown>>;
  readonly file: string;
  readonly line: number;
}

/** A file of a benchmark, and which part its rows are. */
export interface PartFile {
  readonly part: BenchmarkPart;
  readonly file: string;
}

/** The files of a benchmark as a user has them: a folder, or one file, which is the test part. */
export class BenchmarkFolder {
  /** The folder; that of the file where one file was given. */
  readonly path: string;
  /** The one file that was given; null for a folder. */
  readonly single: string | null;
  readonly #files: readonly string[];

  private constructor(path: string, files: readonly string[], single: string | null) {
    this.path = path;
    this.#files = files;
    this.single = single;
  }

  /** @throws DATA_NOT_FOUND where there is nothing at the path, or it may not be read */
  static async open(path: string): Promise<BenchmarkFolder> {
    const full = resolve(path);
    try {
      if (!(await stat(full)).isDirectory())
        return new BenchmarkFolder(dirname(full), [basename(full)], basename(full));
      const names = await readdir(full, { recursive: true });
      return new BenchmarkFolder(full, names.map((name) => name.split(sep).join("/")).sort(), null);
    } catch (error) {
      throw await missingFile(full, "DATA_NOT_FOUND", error);
    }
  }

  /** Files whose path in the folder ends like the pattern, `.gz` apart, in order. */
  files(pattern: RegExp): string[] {
    return this.#files.filter((file) => pattern.test(file.replace(/\.gz$/iu, "")));
  }

  /** The first file of the pattern that is nearest to the top; null for none. */
  file(pattern: RegExp): string | null {
    const depth = (file: string): number => file.split("/").length;
    return this.files(pattern).sort((a, b) => depth(a) - depth(b))[0] ?? null;
  }

  /**
   * The file of each part that there is; one file that was given by itself is the test part.
   * @throws DATA_NOT_FOUND where there is none at all
   */
  parts(
    patterns: Readonly<Partial<Record<BenchmarkPart, RegExp>>>,
    expected: readonly string[],
  ): PartFile[] {
    if (this.single !== null) return [{ part: "test", file: this.single }];
    const found = BENCHMARK_PARTS.flatMap((part): PartFile[] => {
      const file = patterns[part] === undefined ? null : this.file(patterns[part]);
      return file === null ? [] : [{ part, file }];
    });
    if (found.length === 0) throw this.missing(expected);
    return found;
  }

  /** The error where none of the files of a benchmark is there. */
  missing(expected: readonly string[]): DatawrightError {
    const holds = this.#files.slice(0, 8).join(", ");
    return new DatawrightError({
      code: "DATA_NOT_FOUND",
      message: `${this.path}: none of the benchmark's files is here (${expected.join(", ")})`,
      hint:
        this.#files.length === 0
          ? "The folder is empty: put the files into it as they are distributed."
          : `The folder holds ${holds}${this.#files.length > 8 ? " …" : ""}.`,
      details: { file: this.path, expected },
    });
  }

  /** Rows of a table or of JSON lines. @throws what readRows throws: the first bad row, with its line */
  async *rows(
    file: string,
    options: { readonly format?: DataFormat; readonly header?: boolean } = {},
  ): AsyncGenerator<FileRow> {
    for await (const { values, line } of readRows(
      { path: file, ...options },
      { folder: this.path },
    ))
      yield { values, file, line };
  }

  /** The text of a file. @throws DATA_NOT_FOUND, DATA_ENCODING, DATA_TOO_LARGE */
  async text(file: string): Promise<string> {
    const path = join(this.path, file);
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of readBytes(path)) {
      size += chunk.length;
      if (size > LARGEST_JSON)
        throw new DatawrightError({
          code: "DATA_TOO_LARGE",
          message: `${path}: more than ${LARGEST_JSON / 1024 / 1024} MiB, which no file of a benchmark has`,
          details: { file: path },
        });
      chunks.push(chunk);
    }
    const bytes = Buffer.concat(chunks);
    if (!isUtf8(bytes)) throw notUtf8(path, firstBadLine(bytes), bytes);
    return bytes.toString("utf8").replace(/^\uFEFF/u, "");
  }

  /** A JSON file of a given shape. @throws DATA_FORMAT with file and field */
  async json<S extends z.ZodType>(file: string, schema: S): Promise<z.output<S>> {
    const path = join(this.path, file);
    const wrong = (message: string, field?: string): DatawrightError =>
      new DatawrightError({
        code: "DATA_FORMAT",
        message: `${path}: ${message}`,
        hint: "Give the file as it is distributed.",
        details: { file: path, ...(field === undefined ? {} : { field }) },
      });
    const text = await this.text(file);
    if (isTooDeep(text)) throw wrong(`nested more than ${DEEPEST_JSON} deep`);
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch (error) {
      throw wrong(`not valid JSON: ${(error as Error).message}`);
    }
    const parsed = schema.safeParse(value);
    if (parsed.success) return parsed.data;
    const [issue] = parsed.error.issues;
    const field = formatFieldPath(issue!.path as (string | number)[]);
    throw wrong(`${field === "" ? "the whole" : field}: ${issue!.message}`, field);
  }
}
