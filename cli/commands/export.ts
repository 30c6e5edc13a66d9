import { join } from "node:path";
import { DatawrightError } from "../../base/errors.js";
import { openRun } from "../../graphs/commands/open-run.js";
import { resolveTask } from "../../schema/task.js";
import type { Sample } from "../../schema/sample.js";
import { slotsOfRun } from "../../graphs/plugins/slots-of-run.js";
import type { RunConfig } from "../../graphs/runtime/run-config.js";
import type { Exporter, ExportOptions } from "../../tools/rows/contract.js";
import { stagedExport } from "../../tools/export/staged-export.js";
import { parseShares, splitDataset, type SplitSample } from "../../tools/export/split-dataset.js";
import { placeOf, type CommonFlags } from "../flags.js";
import { texts } from "../language/texts.js";
import { OpeningProgress } from "../print/opening-progress.js";
import { StepProgress } from "../print/step-progress.js";

interface ExportFlags extends CommonFlags {
  readonly format: string;
  readonly out?: string;
  readonly split?: string;
  readonly license?: string;
  readonly seed: number;
  readonly bom: boolean;
  readonly escapeFormulas: boolean;
  readonly force?: boolean;
  readonly plugin: readonly string[];
}

const ACCEPTED = { status: "accepted", order: "accepted" } as const;
/** Samples after which it is told how many were read. */
const TOLD = 1000;
const SPLIT_NAMES = ["train", "validation", "test"] as const;

/**
 * `datawright export RUN --format F`: one file, or with --split one for each share (the folder
 * format holds them together).
 */
export async function exportRun(run: string, flags: ExportFlags): Promise<number> {
  const shares = flags.split === undefined ? null : parseShares(flags.split);
  const opened = await openRun(run, placeOf(flags));
  try {
    const total = await opened.count({ status: "accepted" });
    if (!flags.json)
      new OpeningProgress(process.stderr).show({ step: "checking", done: 0, of: total });
    await opened.check();
    const exporter = await exporterOf(opened.config, flags);
    if ((flags.bom || flags.escapeFormulas) && exporter.name !== "csv")
      throw new DatawrightError({
        code: "USAGE",
        message: `--bom and --escape-formulas are for CSV, not for ${exporter.name}`,
        hint: "Leave them out, or take --format csv.",
      });
    const task = resolveTask(opened.config.spec, []);
    const report = await opened.report();
    const made = { task, summary: report?.summary ?? null, report };
    const progress = new StepProgress(process.stderr, flags.json);
    const accepted = (ids?: ReadonlySet<string>): AsyncIterable<Sample> =>
      filtered(opened.stream(ACCEPTED), ids, (read) =>
        progress.show(texts().exporting, read / Math.max(1, total)),
      );
    const options: ExportOptions = {
      license: flags.license,
      byteOrderMark: flags.bom,
      escapeFormulas: flags.escapeFormulas,
    };
    const wanted = flags.out ?? join(opened.folder, `export-${flags.format}${exporter.extension}`);
    // What lies in the run's own folder under that name is an earlier export.
    const force = flags.force === true || flags.out === undefined;
    const { files, rows } = await stagedExport(wanted, { force }, async (target) => {
      const files: string[] = [];
      let rows = 0;
      if (shares === null) {
        const result = await exporter.export(accepted(), target, { ...made, options });
        files.push(...result.files);
        rows = result.rows;
      } else {
        const all: SplitSample[] = [];
        for await (const { id, text, label, parents } of opened.stream(ACCEPTED))
          all.push({ id, text, label, parents });
        const parts = splitDataset(all, shares, flags.seed).map(
          (part, index) =>
            [
              SPLIT_NAMES[index] ?? `part${index + 1}`,
              new Set(part.map((sample) => sample.id)),
            ] as const,
        );
        if (exporter.extension === "") {
          const result = await exporter.export(accepted(), target, {
            ...made,
            options: { ...options, splits: Object.fromEntries(parts) },
          });
          files.push(...result.files);
          rows = result.rows;
        } else {
          for (const [name, ids] of parts) {
            const path = target.endsWith(exporter.extension)
              ? `${target.slice(0, -exporter.extension.length)}.${name}${exporter.extension}`
              : `${target}.${name}`;
            const result = await exporter.export(accepted(ids), path, {
              ...made,
              options,
            });
            files.push(...result.files);
            rows += result.rows;
          }
        }
      }
      return { files, rows };
    }).finally(() => progress.end());
    process.stdout.write(
      flags.json
        ? `${JSON.stringify({ format: flags.format, rows, files })}\n`
        : `${texts().exported(rows, files.length)}\n${files.join("\n")}\n`,
    );
    return 0;
  } finally {
    opened.close();
  }
}

/** The exporter that is named, of the run's own plug-ins too. */
async function exporterOf(config: RunConfig, flags: ExportFlags): Promise<Exporter> {
  const { exporters } = await slotsOfRun(config, flags.plugin);
  return (await exporters.choose(flags.format, ["--format"])).value;
}

async function* filtered(
  samples: AsyncIterable<Sample>,
  ids: ReadonlySet<string> | undefined,
  progress: (read: number) => void,
): AsyncGenerator<Sample> {
  let read = 0;
  for await (const sample of samples) {
    if (++read % TOLD === 0) progress(read);
    if (!ids || ids.has(sample.id)) yield sample;
  }
}
