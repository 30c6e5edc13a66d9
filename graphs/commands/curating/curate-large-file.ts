import { createHash, type Hash } from "node:crypto";
import { mkdir } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, resolve } from "node:path";
import { DatawrightError } from "../../../base/errors.js";
import { TimeSlices } from "../../../base/workers/time-slices.js";
import { RowSpool } from "../../../memory/spool/row-spool.js";
import { resolveTask, type Task } from "../../../schema/task.js";
import type { DataSource } from "../../../schema/task-file/data-source.js";
import { checkOptions, integerFrom } from "../../../base/settings/check-options.js";
import type { CuratedRow } from "../../../tools/curation/contract.js";
import { loadSteps } from "../../../tools/curation/load-steps.js";
import { curateSpooled } from "../../../tools/curation/spooled/curate-spooled.js";
import type { Spool, SpooledRow } from "../../../tools/curation/spooled/spooled-row.js";
import { taskNotation } from "../../../tools/dedup/task-notation.js";
import { eachTaskRow, type RowsRead } from "../../../tools/rows/read-task-rows.js";
import { withCommandModels } from "../command-models.js";
import type { CurateOptions, CurateReport } from "./curate-options.js";
import { leakageInto, type TestLeakage } from "../curation-findings.js";
import { withColumns } from "../curation-columns.js";
import {
  curationContext,
  curationRow,
  curationRows,
  outputFolder,
  problemLines,
  rowsHash,
} from "../data-file.js";
import { curationStepsOf, curationTask } from "./curation-task.js";
import { unlimited } from "./rows-that-fit.js";
import { writeSpooledCuration } from "./write-spooled-curation.js";

/** Options that need all rows in memory. */
const WHOLE = ["answers", "annotators", "diagnose", "repeats"] as const;

/** The rows of a file on disk, and what reading them came to. */
interface Spooled {
  readonly spool: Spool;
  readonly read: RowsRead;
  readonly columns: readonly string[];
  readonly problems: readonly string[];
  readonly hash: string;
}

/**
 * Curates a file that does not fit the memory: rows are kept on disk meanwhile, and steps see parts of them that
 * are drawn at random; equal and near rows are found over all. The files are those of `curateData`.
 *
 * @throws DATA_TOO_LARGE for options and steps that need all rows in memory; what `curateData` throws
 */
export async function curateLargeFile(
  data: string,
  options: CurateOptions,
  rowsAtOnce: number,
): Promise<CurateReport> {
  checkOptions({ rowsAtOnce }, { of: "curateData", rules: { rowsAtOnce: integerFrom(100) } });
  refuseWhole(data, options, rowsAtOnce);
  const { spec, source, slots } = await curationTask(data, options);
  const folder = dirname(resolve(data));
  const task = resolveTask(spec, []);
  const rowsOf = async (path: string | undefined) =>
    path === undefined ? [] : curationRows({ path: resolve(path) }, task, folder);
  const [support, test] = [await rowsOf(options.support), await rowsOf(options.test)];
  const { chosen, from } = curationStepsOf(spec, options);
  const features = options.features ?? spec.curate.features;
  const steps = await loadSteps(chosen, options.slots ?? slots, from === "task" ? ["curate"] : []);
  const out = options.out === null ? null : outputFolder(data, "curated", options.out);
  if (out !== null) await mkdir(out, { recursive: true });
  const seed = options.seed ?? spec.seed;
  const spool = new RowSpool<SpooledRow>(out ?? tmpdir(), seed);
  try {
    const { read, columns, problems, hash } = await spooled({ spool, source, task, folder });
    const { figures, spent } = await withCommandModels(
      {
        spec,
        role: "curator",
        asks:
          options.model !== undefined ||
          spec.models.curator !== undefined ||
          (from !== "default" && spec.models.default !== undefined),
        seed,
        out,
        work: [
          ...["curate", hash, rowsHash(support), { ...spec, budget: {} }],
          ...[chosen, options.seed ?? null, rowsAtOnce, features],
        ],
        texts: features === "words" ? 0 : 2 * (rowsAtOnce + support.length + test.length),
      },
      options,
      async (models) => ({
        figures: await curateSpooled(
          spool,
          steps,
          [
            ...(chosen.filters ?? []),
            ...(chosen.relabel ?? []),
            ...(chosen.reweight ? [chosen.reweight] : []),
          ],
          {
            context: {
              ...curationContext(task, models, { ...options, support, features }),
              testTexts: test.map((row) => row.text),
              askPeople: options.askPeople,
            },
            rowsAtOnce,
            folder: out ?? tmpdir(),
          },
        ),
        spent: models.ledger.spent(),
      }),
    );
    const counts = await countsOf(spool);
    const report: CurateReport = {
      data: resolve(data),
      rows: read.total,
      unusable: read.problemCount,
      ...counts,
      steps: figures,
      columns,
      rowsAtOnce,
      answers: null,
      stability: null,
      diagnosis: null,
      leakage:
        options.test === undefined
          ? null
          : leakageOf(spool, { path: options.test, test, rowsAtOnce, task }),
      encoding: read.encoding,
      problems: [...problemLines(read), ...problems],
      modelCalls: spent.calls,
      cachedCalls: spent.cachedCalls,
      costUsd: spent.usd,
      folder: out,
    };
    if (out !== null)
      await writeSpooledCuration(out, spool, {
        report,
        task,
        figures,
        format: options.format ?? "jsonl",
      });
    return report;
  } finally {
    spool.close();
  }
}

function refuseWhole(data: string, options: CurateOptions, rowsAtOnce: number): void {
  const wanted = WHOLE.find((name) => {
    const value = options[name];
    return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
  });
  if (wanted === undefined || (wanted === "repeats" && options.repeats === 1)) return;
  throw new DatawrightError({
    code: "DATA_TOO_LARGE",
    message:
      `${data}: \`${wanted}\` needs all rows in memory, and the file is curated in parts of ` +
      `${rowsAtOnce} rows`,
    hint: `leave ${wanted} out, take a part of the file, or give more memory: NODE_OPTIONS=--max-old-space-size=16384 (MiB)`,
    details: { file: data, option: wanted, fit: rowsAtOnce },
  });
}

/** Puts the rows of a file on disk. */
async function spooled({
  spool,
  source,
  task,
  folder,
}: {
  readonly spool: Spool;
  readonly source: DataSource;
  readonly task: Task;
  readonly folder: string;
}): Promise<Omit<Spooled, "spool">> {
  const columns = new Set<string>();
  const hash: Hash = createHash("sha256");
  let problem: string | undefined;
  const read = await eachTaskRow(
    {
      source: unlimited(source),
      task,
      folder,
      set: "support",
      beside: "all",
    },
    (row, cells) => {
      const beside = Object.fromEntries(cells);
      const found = withColumns([curationRow(row, task)], { beside: new Map([[row.id, beside]]) });
      for (const name of found.columns) columns.add(name);
      problem ??= found.problems[0];
      hash.update(`${row.id}\n${row.text.length}\n${row.text}`);
      spool.add({ item: untouched(found.rows[0]!), before: row.label, beside });
    },
  );
  // A column of weights that holds anything else is another thing: it is used of no row.
  if (problem !== undefined) {
    columns.delete("weight");
    for (const [n, value] of spool.all())
      spool.set(n, { ...value, item: untouched({ ...value.item.row, weight: 1 }) });
  }
  return {
    read,
    columns: [...columns].sort(),
    problems: problem === undefined ? [] : [problem],
    hash: hash.digest("hex"),
  };
}

function untouched(row: CuratedRow["row"]): CuratedRow {
  return {
    row,
    status: "kept",
    reason: null,
    note: null,
    step: null,
    mended: "kept",
    scores: {},
    text: row.text,
    label: row.label,
    weight: row.weight,
  };
}

async function countsOf(
  spool: Spool,
): Promise<Pick<CurateReport, "kept" | "removed" | "toPeople" | "relabelled">> {
  const counts = { kept: 0, removed: 0, toPeople: 0, relabelled: 0 };
  const slices = new TimeSlices();
  for (const [, { item }] of spool.all()) {
    if (slices.over) await slices.turn();
    counts[item.status === "people" ? "toPeople" : item.status] += 1;
    if (item.status === "kept" && item.mended !== "kept") counts.relabelled += 1;
  }
  return counts;
}

function leakageOf(
  spool: Spool,
  {
    path,
    test,
    rowsAtOnce,
    task,
  }: {
    readonly path: string;
    readonly test: Parameters<typeof leakageInto>[1];
    readonly rowsAtOnce: number;
    readonly task: Task;
  },
): TestLeakage {
  const parts = Math.max(1, Math.ceil(spool.size / rowsAtOnce));
  const sum = { exact: 0, containment: 0, near: 0, testRows: test.length };
  for (let part = 0; part < parts; part++) {
    const found = leakageInto(path, test, {
      rows: spool.part(part, parts).map(([, { item }]) => item),
      notation: taskNotation(task.spec) ?? "operators",
    });
    for (const name of ["exact", "containment", "near"] as const) sum[name] += found[name];
  }
  return sum;
}
