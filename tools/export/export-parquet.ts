import type { Exporter } from "../rows/contract.js";
import { exportCells, exportColumns } from "./export-columns.js";
import { ParquetFile } from "./parquet-file.js";

/**
 * One Parquet file (SNAPPY): text, numbers, booleans and lists of text as themselves, records as
 * JSON text. Holds every kind.
 */
export const parquetExporter: Exporter = {
  name: "parquet",
  extension: ".parquet",
  export: async (samples, target, { task }) => {
    const columns = exportColumns(task);
    const file = await ParquetFile.create(target, columns);
    try {
      for await (const sample of samples) await file.add(exportCells(sample, columns));
      await file.close();
    } catch (error) {
      await file.discard();
      throw error;
    }
    return { files: [target], rows: file.rows };
  },
};
