import { join } from "node:path";
import { writeFileAtomic } from "../../memory/atomic-file.js";
import { DatawrightError } from "../../base/errors.js";
import { detectLanguage } from "../../base/text/language.js";
import { labelKey } from "../../schema/label.js";
import type { Exporter } from "../rows/contract.js";
import { dataCard } from "./data-card.js";
import { exportCells, exportColumns } from "./export-columns.js";
import { ParquetFile } from "./parquet-file.js";

/**
 * A Hugging Face dataset folder: data/SPLIT.parquet for each split, and README.md, the data card
 * with the run's figures.
 */
export const hfExporter: Exporter = {
  name: "hf",
  extension: "",
  export: async (samples, target, { task, summary, report, options }) => {
    const columns = exportColumns(task);
    const names = options.splits ? Object.keys(options.splits) : ["train"];
    const files = new Map<string, ParquetFile>();
    const labels = new Map<string, number>();
    const languages = new Map<string, number>();
    const splitOf = (id: string): string => {
      if (!options.splits) return "train";
      const name = names.find((split) => options.splits?.[split]?.has(id));
      if (name === undefined)
        throw new DatawrightError({
          code: "USAGE",
          message: `the sample ${id} is in none of the splits ${names.join(", ")}`,
          hint: "divide all samples that are exported",
        });
      return name;
    };
    try {
      for (const name of names)
        files.set(name, await ParquetFile.create(join(target, "data", `${name}.parquet`), columns));
      for await (const sample of samples) {
        await files.get(splitOf(sample.id))?.add(exportCells(sample, columns));
        const language = detectLanguage(sample.text);
        languages.set(language, (languages.get(language) ?? 0) + 1);
        const { current } = sample.label;
        if (current !== null)
          for (const label of Array.isArray(current) ? current : [labelKey(current)])
            labels.set(label, (labels.get(label) ?? 0) + 1);
      }
      for (const file of files.values()) await file.close();
    } catch (error) {
      for (const file of files.values()) await file.discard();
      throw error;
    }
    const splits = names.map((name) => ({ name, rows: files.get(name)?.rows ?? 0 }));
    await writeFileAtomic(
      join(target, "README.md"),
      dataCard({
        task,
        summary,
        report: report ?? null,
        license: options.license ?? task.spec.license ?? null,
        splits,
        labels,
        languages,
        columns: columns.map((column) => column.name),
      }),
    );
    return {
      files: [
        ...names.map((name) => join(target, "data", `${name}.parquet`)),
        join(target, "README.md"),
      ],
      rows: splits.reduce((sum, split) => sum + split.rows, 0),
    };
  },
};
