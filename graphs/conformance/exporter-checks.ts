import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Sample } from "../../schema/sample.js";
import { textOf, type Task } from "../../schema/task.js";
import type { Exporter } from "../../tools/rows/contract.js";
import { contractChecks, orRefusal } from "./conformance-check.js";

function samplesOf(task: Task): Sample[] {
  return task.support.map(({ fields, label }, ordinal) => ({
    id: `sample-${ordinal + 1}`,
    runId: "check",
    round: 0,
    ordinal,
    cell: "cell",
    fields,
    text: textOf(fields, task.textFields),
    conditions: [],
    label: {
      given: label,
      current: label,
      source: label === null ? "none" : "condition",
      confidence: null,
      student: null,
    },
    status: "accepted",
    reasons: [],
    weight: 1,
    scores: {},
    parents: [],
    revisions: 0,
    history: [],
  }));
}

/** What every Exporter must do, as checks; writes into a temporary folder and removes it. */
export const exporterChecks = contractChecks<Exporter>(["export"], (task, make) => {
  const exported = async (samples: readonly Sample[]): Promise<void> => {
    const exporter = await make();
    const folder = mkdtempSync(join(tmpdir(), "datawright-exporter-"));
    async function* stream(): AsyncIterable<Sample> {
      for (const sample of samples) yield await Promise.resolve(sample);
    }
    try {
      const target = join(folder, `out${exporter.extension}`);
      const result = await orRefusal(() =>
        exporter.export(stream(), target, { task, summary: null, options: {} }),
      );
      if (result === null) return;
      assert.equal(result.rows, samples.length, "rows is not the number of samples");
      for (const file of result.files) assert.ok(existsSync(file), `${file} was not written`);
      if (samples.length > 0) assert.ok(result.files.length > 0, "no file is named");
      const written = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) =>
        statSync(join(folder, name)).isFile(),
      );
      assert.ok(written.length >= result.files.length, "files are not where they were wanted");
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  };
  return [
    {
      name: "names the ending of its file",
      run: async () => {
        const { extension } = await make();
        assert.match(extension, /^(?:\.[\w.]+)?$/u, `"${extension}" is no ending`);
      },
    },
    { name: "writes every sample", run: () => exported(samplesOf(task)) },
    { name: "writes none where there are none", run: () => exported([]) },
  ];
});
