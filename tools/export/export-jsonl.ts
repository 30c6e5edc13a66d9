import type { Exporter } from "../rows/contract.js";
import { exportFile } from "./export-file.js";
import { datasetRow } from "./write-dataset-row.js";

/**
 * One JSON object a line: every field, the label with its provenance, weight and conditions. Holds
 * every kind.
 */
export const jsonlExporter: Exporter = {
  name: "jsonl",
  extension: ".jsonl",
  export: (samples, target) =>
    exportFile(samples, target, { piece: (sample) => `${JSON.stringify(datasetRow(sample))}\n` }),
};
