import { DatawrightError } from "../../base/errors.js";
import type { Exporter } from "../rows/contract.js";
import { didYouMean } from "../../base/text/nearest-name.js";

/** Export formats by name, each loaded when it is asked for. */
export const EXPORTERS = {
  jsonl: async (): Promise<Exporter> => (await import("./export-jsonl.js")).jsonlExporter,
  csv: async (): Promise<Exporter> => (await import("./export-csv.js")).csvExporter,
  parquet: async (): Promise<Exporter> => (await import("./export-parquet.js")).parquetExporter,
  openai: async (): Promise<Exporter> => (await import("./export-openai.js")).openaiExporter,
  alpaca: async (): Promise<Exporter> => (await import("./export-alpaca.js")).alpacaExporter,
  sharegpt: async (): Promise<Exporter> => (await import("./export-sharegpt.js")).sharegptExporter,
  hf: async (): Promise<Exporter> => (await import("./export-hf.js")).hfExporter,
} as const;

type ExportFormat = keyof typeof EXPORTERS;

/** The exporter of a format. @throws USAGE for an unknown name, with the nearest one */
export async function loadExporter(name: string): Promise<Exporter> {
  if (Object.hasOwn(EXPORTERS, name)) return EXPORTERS[name as ExportFormat]();
  const names = Object.keys(EXPORTERS);
  throw new DatawrightError({
    code: "USAGE",
    message: `no export format ${JSON.stringify(name)}${didYouMean(name, names)}`,
    hint: `formats: ${names.join(", ")}`,
  });
}
