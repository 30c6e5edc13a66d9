import assert from "node:assert/strict";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { isDatawrightError } from "../../base/errors.js";
import { KINDS } from "../../schema/kind.js";
import { BENCHMARK_PARTS } from "../../tools/benchmarks/benchmark-part.js";
import type {
  Benchmark,
  BenchmarkData,
  BenchmarkRow,
  QuestionContext,
} from "../../tools/benchmarks/contract.js";
import { BenchmarkFolder } from "../../tools/benchmarks/folder/benchmark-folder.js";
import { namesOf } from "../../tools/benchmarks/metrics/label-scores.js";
import type { ConformanceCheck } from "../../tools/models/providers/chat-model-checks.js";
import { renderPrompt } from "../../tools/models/prompt/render-prompt.js";
import { assertSame, commonChecks, madeByDefault, type Create } from "./conformance-check.js";

/** What a benchmark is checked with. */
export interface BenchmarkCheckOptions {
  /** Folder of its files; without one only what needs no files is checked. */
  readonly folder?: string;
}

/** Rows whose questions and scores are looked at. */
const MOST_ROWS = 50;

/** What every Benchmark must do, as checks; with a folder of its files also that they are read well. */
export function benchmarkChecks(
  create: Create<Benchmark>,
  options: BenchmarkCheckOptions = {},
): ConformanceCheck[] {
  const make = (): Promise<Benchmark> => madeByDefault(create);
  return [
    ...commonChecks<Benchmark>(create, ["load"]),
    {
      name: "says what it asks, from where, by whose licence and by which protocol",
      run: async () => {
        const benchmark = await make();
        for (const key of [
          "title",
          "paper",
          "source",
          "licence",
          "description",
          "protocol",
        ] as const)
          assert.ok(
            typeof benchmark[key] === "string" && benchmark[key].trim() !== "",
            `it has no ${key}`,
          );
        const { kind, textFields, files, sizes, answers } = benchmark;
        assert.ok((KINDS as readonly string[]).includes(kind), `there is no kind "${kind}"`);
        assert.ok(textFields.length > 0, "it names no text field");
        assert.ok(files.length > 0, "it names no file");
        for (const part of BENCHMARK_PARTS)
          assert.ok(
            sizes[part] === null || Number.isSafeInteger(sizes[part]),
            `sizes.${part} is ${String(sizes[part])}, neither a number nor null`,
          );
        assert.ok(answers.metrics.length > 0, "it has no metric");
        for (const name of ["question", "read", "scores"] as const)
          assert.equal(typeof answers[name], "function", `answers.${name} is not a function`);
      },
    },
    {
      name: "tells of files that are missing by a coded error",
      run: async () => {
        const folder = mkdtempSync(join(tmpdir(), "datawright-benchmark-"));
        try {
          const data = await (await make()).load(await BenchmarkFolder.open(folder));
          assert.equal(
            BENCHMARK_PARTS.reduce((sum, part) => sum + data.parts[part].length, 0),
            0,
            "an empty folder has rows",
          );
        } catch (error) {
          if (!isDatawrightError(error)) throw error;
        } finally {
          rmSync(folder, { recursive: true, force: true });
        }
      },
    },
    ...(options.folder === undefined ? [] : folderChecks(make, options.folder)),
  ];
}

function folderChecks(make: () => Promise<Benchmark>, folder: string): ConformanceCheck[] {
  const load = async (): Promise<{
    readonly benchmark: Benchmark;
    readonly data: BenchmarkData;
    readonly rows: readonly BenchmarkRow[];
  }> => {
    const benchmark = await make();
    const data = await benchmark.load(await BenchmarkFolder.open(folder));
    return { benchmark, data, rows: BENCHMARK_PARTS.flatMap((part) => data.parts[part]) };
  };
  return [
    {
      name: "reads its files: rows with an id of their own, texts, and known labels",
      run: async () => {
        const { benchmark, data, rows } = await load();
        assert.ok(rows.length > 0, "the files hold no row");
        assert.equal(new Set(rows.map(({ id }) => id)).size, rows.length, "two rows have one id");
        const known = new Set(data.labels.map(({ name }) => name));
        for (const { fields, label, file, line } of rows) {
          const where = `${file}:${String(line)}`;
          for (const name of benchmark.textFields)
            assert.ok(fields[name] !== undefined, `${where}: the field "${name}" is missing`);
          for (const name of known.size === 0 ? [] : namesOf(label))
            assert.ok(known.has(name), `${where}: "${name}" is none of its labels`);
        }
        assertSame((await load()).data, data, "two readings of the files differ");
      },
    },
    {
      name: "asks and scores each row: the right answer well, none as nothing, all within 0 to 1",
      run: async () => {
        const { benchmark, data, rows } = await load();
        const { answers, description } = benchmark;
        const context: QuestionContext = {
          labels: data.labels,
          description,
          examples: data.parts.train,
          seed: 1,
        };
        for (const row of rows.slice(0, MOST_ROWS)) {
          const { sections } = answers.question(row, context);
          assert.ok(sections.length > 0, `${row.file}: no question is asked`);
          assertSame(
            renderPrompt({ sections: [...answers.question(row, context).sections] }),
            renderPrompt({ sections: [...sections] }),
            "the same row is asked in two ways",
          );
          assert.equal(answers.read(null, row), null, "an answer that is missing is not null");
          for (const answer of [null, answers.read(row.label ?? "something", row)])
            for (const [metric, score] of Object.entries(answers.scores({ row, answer }))) {
              assert.ok(answers.metrics.includes(metric), `the metric "${metric}" is not listed`);
              assert.ok(score >= 0 && score <= 1, `${metric} of one row is ${score}`);
            }
        }
      },
    },
  ];
}
