import type { DataFileOptions } from "../graphs/commands/data-file.js";
import { budgetOf, type SpendingFlags } from "./flags.js";
import { texts } from "./language/texts.js";
import { printable } from "./print/print-table.js";
import type { StepProgress } from "./print/step-progress.js";

/** Flags of the commands that work on a data file. */
export interface DataFileFlags extends SpendingFlags {
  readonly text?: string;
  readonly label?: string;
  readonly header: boolean;
  readonly support?: string;
  readonly out?: string;
  readonly fresh: boolean;
  readonly seed: number;
  readonly plugin?: readonly string[];
}

/** Column names as the flags give them; a number is a position from 0. */
export function columnsOf(
  flags: Pick<DataFileFlags, "text" | "label">,
): Record<string, string | number> | undefined {
  const column = (value: string): string | number => (/^\d+$/u.test(value) ? Number(value) : value);
  const columns = {
    ...(flags.text === undefined ? {} : { text: column(flags.text) }),
    ...(flags.label === undefined ? {} : { label: column(flags.label) }),
  };
  return Object.keys(columns).length === 0 ? undefined : columns;
}

/** What the flags mean for a command. */
export function dataFileOptions(
  flags: DataFileFlags,
  progress: StepProgress,
): DataFileOptions & { readonly support?: string } {
  return {
    columns: columnsOf(flags),
    header: flags.header ? undefined : false,
    support: flags.support,
    out: flags.out,
    model: flags.model,
    baseUrl: flags.baseUrl,
    concurrency: flags.concurrency,
    budget: budgetOf(flags),
    workspace: flags.workspace,
    cache: flags.fresh ? false : undefined,
    seed: flags.seed,
    plugins: flags.plugin,
    onProgress: (step, share) => progress.show(step, share),
  };
}

/** How many rows were read, and the first of those that could not be used. */
export function rowsReadLines(report: {
  readonly rows: number;
  readonly unusable: number;
  readonly encoding: string | null;
  readonly problems: readonly string[];
}): string[] {
  const { data, validate } = texts();
  return [
    data.read(report.rows, report.encoding, report.unusable),
    ...report.problems.slice(0, 5).map((problem) => `  ${validate.notUsed(printable(problem))}`),
  ];
}
