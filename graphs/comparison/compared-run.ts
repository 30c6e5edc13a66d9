import type { Report } from "../../schema/report.js";
import type { LabelValue } from "../../schema/label.js";
import type { Row } from "../../schema/sample.js";
import { resolveTask, type Task } from "../../schema/task.js";
import { metricTokens } from "../../tools/metrics/lexical/metric-tokens.js";
import type { OpenRun } from "../commands/open-run.js";
import type { RunConfig } from "../runtime/run-config.js";

/** A run as it is compared: read, and nothing of it changed. */
export interface ComparedRun {
  readonly id: string;
  readonly folder: string;
  readonly config: RunConfig;
  readonly task: Task;
  /** Null for one that has not written one yet. */
  readonly report: Report | null;
  readonly accepted: readonly ComparedSample[];
  /** Drafts that were judged by what they are: accepted or refused, not left over at the target. */
  readonly drafts: { readonly accepted: number; readonly decided: number };
  /** Tokens and dollars of each draft, with 1 for an accepted one; what is about none is beside. */
  readonly costs: {
    readonly tokens: readonly number[];
    readonly usd: readonly number[];
    readonly accepted: readonly number[];
    readonly beside: { readonly tokens: number; readonly usd: number };
    /** False where a price is not known, or answers came from the cache. */
    readonly isPriced: boolean;
  } | null;
  /** Criterion -> its scores of the accepted samples, with who judged. */
  readonly scores: ReadonlyMap<string, { readonly judges: string; readonly values: number[] }>;
  readonly heldOut: readonly Row[];
}

/** An accepted sample. */
export interface ComparedSample {
  readonly id: string;
  readonly text: string;
  readonly fields: Readonly<Record<string, unknown>>;
  readonly label: LabelValue;
  readonly weight: number;
  readonly tokens: readonly string[];
}

/** Reasons of drafts that nobody looked at for what they are. */
const LEFT_OVER = new Set(["surplus", "beyond-target", "beyond-quota"]);
/** Model calls whose costs are told apart by draft; of longer runs that would take too long. */
const MOST_CALLS = 50_000;

/** Reads a run that is open to look into. */
export async function comparedRun(run: OpenRun): Promise<ComparedRun> {
  const { config } = run;
  const accepted: ComparedSample[] = [];
  for await (const { id, text, fields, label, weight } of run.stream({
    status: "accepted",
    order: "accepted",
  }))
    accepted.push({ id, text, fields, label: label.current, weight, tokens: metricTokens(text) });
  const counts = await run.countByReason();
  const passed = sum(
    counts.filter(({ status }) => status === "accepted" || status === "in-review"),
  );
  const refused = sum(
    counts.filter(({ status, reason }) => status === "rejected" && !LEFT_OVER.has(reason)),
  );
  return {
    id: run.id,
    folder: run.folder,
    config,
    task: resolveTask(config.spec, []),
    report: await run.report().catch(() => null),
    accepted,
    drafts: { accepted: passed, decided: passed + refused },
    costs: await costsOf(run, new Set(accepted.map(({ id }) => id))),
    scores: await scoresOf(run, new Set(accepted.map(({ id }) => id))),
    heldOut: await run.rows("held-out"),
  };
}

const sum = (rows: readonly { readonly count: number }[]): number =>
  rows.reduce((total, { count }) => total + count, 0);

async function costsOf(run: OpenRun, accepted: ReadonlySet<string>): Promise<ComparedRun["costs"]> {
  const usage = await run.usage();
  const calls = usage.reduce((total, row) => total + row.calls + row.cached, 0);
  if (calls === 0 || calls > MOST_CALLS) return null;
  const drafts = new Map<string, { tokens: number; usd: number }>();
  const beside = { tokens: 0, usd: 0 };
  for (const { sampleIds, attributes } of await run.spans({ operation: "chat" })) {
    const number = (name: string): number => Number(attributes[name] ?? 0) || 0;
    const tokens = number("gen_ai.usage.input_tokens") + number("gen_ai.usage.output_tokens");
    const usd = number("datawright.cost_usd");
    for (const id of sampleIds) {
      const draft = drafts.get(id) ?? { tokens: 0, usd: 0 };
      draft.tokens += tokens / sampleIds.length;
      draft.usd += usd / sampleIds.length;
      drafts.set(id, draft);
    }
    if (sampleIds.length === 0) {
      beside.tokens += tokens;
      beside.usd += usd;
    }
  }
  const all = [...drafts];
  return {
    tokens: all.map(([, { tokens }]) => tokens),
    usd: all.map(([, { usd }]) => usd),
    accepted: all.map(([id]) => (accepted.has(id) ? 1 : 0)),
    beside,
    isPriced:
      usage.every(({ costUsd, cached }) => costUsd !== null && cached === 0) &&
      usage.some(({ costUsd }) => (costUsd ?? 0) > 0),
  };
}

async function scoresOf(
  run: OpenRun,
  accepted: ReadonlySet<string>,
): Promise<ComparedRun["scores"]> {
  // Of several versions of a sample the last one was accepted.
  const last = new Map<string, { criterion: string; score: number; judge: string }>();
  const page = 5000;
  for (let offset = 0; ; offset += page) {
    const verdicts = await run.verdicts(undefined, { limit: page, offset });
    for (const { sampleId, criterion, score, judge } of verdicts)
      if (score !== null && accepted.has(sampleId))
        last.set(JSON.stringify([sampleId, criterion]), { criterion, score, judge });
    if (verdicts.length < page) break;
  }
  const found = new Map<string, { judges: string; values: number[]; names: Set<string> }>();
  for (const { criterion, score, judge } of last.values()) {
    const own = found.get(criterion) ?? { judges: "", values: [], names: new Set<string>() };
    own.values.push(score);
    own.names.add(judge);
    found.set(criterion, own);
  }
  return new Map(
    [...found].map(([criterion, { values, names }]) => [
      criterion,
      { values, judges: [...names].sort().join(", ") },
    ]),
  );
}

/** Whether a run's files say that it is at work or was left in the middle. */
export function isUnfinished({ report }: ComparedRun): boolean {
  return report === null || ["interrupted", "provider-down", "error"].includes(report.summary.stop);
}
