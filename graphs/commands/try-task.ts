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
import { ERROR_CODES, type ErrorCode } from "../../base/error-codes.js";
import { DatawrightError } from "../../base/errors.js";
import { launchRead } from "../run/launch.js";
import { readSpec, type ReadSpec } from "../run/read-spec.js";
import { openRun } from "./open-run.js";
import type { LaunchOptions } from "../runtime/run-options.js";

/** One sample with every agent turn that shaped it. */
export interface TriedSample {
  /** The sample. */
  readonly sample: Sample;
  /** Every verdict on it. */
  readonly verdicts: readonly StoredVerdict[];
  /** Every step behind it. */
  readonly spans: readonly Span[];
  /** Requests and answers of the spans, by hash. */
  readonly bodies: Readonly<Record<string, unknown>>;
}

/** A few samples that were made to be looked at. */
export interface Trial {
  /** The samples with every step. */
  readonly samples: readonly TriedSample[];
  /** What each agent asked of each model. */
  readonly usage: readonly UsageRow[];
  /** Orders of the first round of a whole run. */
  readonly firstRound: number;
  /** Figures of the trial. */
  readonly summary: Summary;
  /** What ended it before its end, such as a provider that refuses the key; null where nothing did. */
  readonly error: DatawrightError | null;
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
 * Makes the first samples of a task, with every agent, in a folder that is removed afterwards: what
 * `preview` shows. They are those that a run begins with, and it takes their answers from the cache.
 *
 * @param n how many samples to show; as many of the first round's orders are written
 * @throws what `launch` throws for a task that cannot be run
 */
export async function tryTask(
  task: string | TaskSpecInput,
  n: number,
  options: LaunchOptions = {},
): Promise<Trial> {
  return tryRead(await readSpec(task, options), n, options);
}

/** `tryTask` for a task that was read already, with the same options. */
export async function tryRead(read: ReadSpec, n: number, options: LaunchOptions): Promise<Trial> {
  const home = Workspace.open(options.workspace);
  return inTemporaryFolder(async (folder) => {
    const workspace = join(folder, "workspace");
    const handle = await launchRead(
      { ...read, spec: { ...read.spec, review: "none" } },
      {
        knowledgeCache: home.knowledgeFolder,
        cachePath: home.cachePath,
        mostOrders: n,
        isSent: false,
        ...options,
        workspace,
        store: undefined,
        out: join(folder, "trial"),
        runId: "trial",
      },
    );
    const { summary, error } = await handle.result;
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
      return {
        samples,
        usage: await run.usage(),
        firstRound: Number((await run.entry("first-round")) ?? samples.length),
        summary,
        error: error ?? neverAnswered(await run.spans({ operation: "chat" }), samples),
      };
    } finally {
      run.close();
    }
  });
}

/** Where no call was ever answered it is the provider that failed, and not the drafts. */
function neverAnswered(
  calls: readonly Span[],
  samples: readonly TriedSample[],
): DatawrightError | null {
  const codes = calls.map(({ status, errorCode }) => (status === "error" ? errorCode : null));
  const [code] = codes;
  if (!code || !codes.every((one) => one !== null && exitOf(one) === 4)) return null;
  const said = samples.flatMap(({ sample }) => sample.history).find(({ note }) => note)?.note;
  return new DatawrightError({
    code: code as ErrorCode,
    message: said ?? `none of ${calls.length} model calls was answered`,
    hint: "Check the server and the model's name: `datawright validate TASK --online` asks them.",
  });
}

function exitOf(code: string): number | null {
  return Object.hasOwn(ERROR_CODES, code) ? ERROR_CODES[code as ErrorCode].exit : null;
}
