import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { StoredVerdict } from "../../memory/contract.js";
import type { UsageRow } from "../../memory/trace-store.js";
import type { Summary } from "../../schema/report.js";
import type { Sample } from "../../schema/sample.js";
import type { Span } from "../../schema/span.js";
import type { TaskSpecInput } from "../../schema/task-file/task-spec.js";
import { Workspace } from "../../memory/workspace.js";
import { launch } from "../run/launch.js";
import { openRun } from "./open-run.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** One sample with every agent turn that shaped it. */
export interface TriedSample {
  readonly sample: Sample;
  readonly verdicts: readonly StoredVerdict[];
  readonly spans: readonly Span[];
  /** Requests and answers of the spans, by hash. */
  readonly bodies: Readonly<Record<string, unknown>>;
}

export interface Trial {
  readonly samples: readonly TriedSample[];
  readonly usage: readonly UsageRow[];
  readonly summary: Summary;
}

/** Does work in a folder of its own that is removed afterwards, whatever happens. */
export async function inTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), "datawright-"));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * Makes a few samples of a task, with every agent, in a folder that is removed afterwards: what
 * `preview` shows.
 *
 * @param n how many samples to show; one round of as many orders is run
 */
export async function tryTask(
  task: string | TaskSpecInput,
  n: number,
  options: LaunchOptions = {},
): Promise<Trial> {
  return inTemporaryFolder(async (folder) => {
    const workspace = join(folder, "workspace");
    const handle = await launch(task, {
      knowledgeCache: Workspace.open(options.workspace).knowledgeFolder,
      ...options,
      workspace,
      out: join(folder, "trial"),
      runId: "trial",
      target: n,
      review: "none",
      set: [
        ...(options.set ?? []),
        ...(typeof task === "string" ? [`plan.roundSize=${n}`, "plan.noProgressRounds=1"] : []),
      ],
    });
    const { summary } = await handle.result;
    const run = await openRun(handle.folder, { workspace });
    try {
      const samples: TriedSample[] = [];
      for (const sample of await run.samples({ order: "ordinal", limit: n })) {
        const spans = await run.spans({ sample: sample.id });
        const bodies: Record<string, unknown> = {};
        for (const span of spans)
          for (const hash of [span.inputHash, span.outputHash])
            if (hash !== null) bodies[hash] ??= await run.body(hash);
        samples.push({ sample, verdicts: await run.verdicts(sample.id), spans, bodies });
      }
      return { samples, usage: await run.usage(), summary };
    } finally {
      run.close();
    }
  });
}
