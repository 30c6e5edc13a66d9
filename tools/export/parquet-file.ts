import { mkdir, rename, rm } from "node:fs/promises";
import { dirname } from "node:path";
import { fileWriter, ParquetWriter } from "hyparquet-writer";
import type { SchemaElement } from "hyparquet";
import { storeError } from "../../memory/database/store-error.js";
import { removeLeftovers, temporaryName } from "../../memory/temporary-name.js";
import type { ExportColumn } from "./export-columns.js";

const ROW_GROUP = 2000;

/**
 * A Parquet file under construction, written one row group at a time beside its place and moved
 * there by `close`.
 */
export class ParquetFile {
  readonly #path: string;
  readonly #temporary: string;
  readonly #columns: readonly ExportColumn[];
  readonly #writer: ParquetWriter;
  #rows: Record<string, unknown>[] = [];
  #count = 0;

  private constructor(path: string, columns: readonly ExportColumn[]) {
    this.#path = path;
    this.#temporary = temporaryName(path);
    this.#columns = columns;
    this.#writer = new ParquetWriter({
      writer: fileWriter(this.#temporary),
      schema: schemaOf(columns),
      createdBy: "datawright",
    });
  }

  /** @throws DISK_FULL, STORE_FAILED */
  static async create(path: string, columns: readonly ExportColumn[]): Promise<ParquetFile> {
    try {
      await mkdir(dirname(path), { recursive: true });
      await removeLeftovers(dirname(path));
      return new ParquetFile(path, columns);
    } catch (error) {
      throw storeError(error, path);
    }
  }

  get rows(): number {
    return this.#count;
  }

  async add(row: Record<string, unknown>): Promise<void> {
    this.#rows.push(row);
    this.#count++;
    if (this.#rows.length >= ROW_GROUP) await this.#flush();
  }

  async close(): Promise<void> {
    await this.#flush();
    await this.#guarded(async () => {
      await this.#writer.finish();
      await rename(this.#temporary, this.#path);
    });
  }

  /** Leaves no file behind. */
  async discard(): Promise<void> {
    await rm(this.#temporary, { force: true });
  }

  async #flush(): Promise<void> {
    const rows = this.#rows;
    this.#rows = [];
    const columnData = this.#columns.map(({ name, type }) => ({
      name,
      data: rows.map((row) => stored(row[name], type)),
    }));
    await this.#guarded(() =>
      Promise.resolve(this.#writer.write({ columnData, rowGroupSize: Math.max(1, rows.length) })),
    );
  }

  async #guarded(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      await this.discard();
      throw storeError(error, this.#path);
    }
  }
}

function stored(value: unknown, type: ExportColumn["type"]): unknown {
  if (value === null || value === undefined) return null;
  return type === "list" && !Array.isArray(value) ? [String(value)] : value;
}

function schemaOf(columns: readonly ExportColumn[]): SchemaElement[] {
  return [{ name: "root", num_children: columns.length }, ...columns.flatMap(elementsOf)];
}

function elementsOf({ name, type }: ExportColumn): SchemaElement[] {
  const text = { type: "BYTE_ARRAY", converted_type: "UTF8", repetition_type: "OPTIONAL" } as const;
  switch (type) {
    case "number":
      return [{ name, type: "DOUBLE", repetition_type: "OPTIONAL" }];
    case "boolean":
      return [{ name, type: "BOOLEAN", repetition_type: "OPTIONAL" }];
    case "list":
      return [
        { name, repetition_type: "OPTIONAL", converted_type: "LIST", num_children: 1 },
        { name: "list", repetition_type: "REPEATED", num_children: 1 },
        { name: "element", ...text },
      ];
    default:
      return [{ name, ...text }];
  }
}
