import { Slot, type SlotEntry } from "../../base/slots/slot.js";
import type { Exporter } from "../rows/contract.js";

const entries = {
  jsonl: {
    about: "One JSON object a line, as dataset.jsonl has it.",
    load: async () => (await import("./export-jsonl.js")).jsonlExporter,
  },
  csv: {
    about: "CSV as RFC 4180 has it, in UTF-8.",
    load: async () => (await import("./export-csv.js")).csvExporter,
  },
  parquet: {
    about: "A Parquet file of the same columns.",
    load: async () => (await import("./export-parquet.js")).parquetExporter,
  },
  openai: {
    about: "Chat messages a line, for OpenAI fine-tuning.",
    load: async () => (await import("./export-openai.js")).openaiExporter,
  },
  alpaca: {
    about: "A JSON list of { instruction, input, output }.",
    load: async () => (await import("./export-alpaca.js")).alpacaExporter,
  },
  sharegpt: {
    about: "A JSON list of conversations.",
    load: async () => (await import("./export-sharegpt.js")).sharegptExporter,
  },
  hf: {
    about: "A folder for the Hugging Face hub: Parquet files and a data card.",
    load: async () => (await import("./export-hf.js")).hfExporter,
  },
} satisfies Record<string, SlotEntry<Exporter>>;

/** Export formats by name. */
export const EXPORTERS = new Slot<Exporter>("exporter", entries);
