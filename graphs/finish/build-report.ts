import { packageVersion } from "../../base/package-version.js";
import { shellQuote } from "../../base/text/shell-quote.js";
import { agentFailures } from "./agent-failures.js";
import { runEntries, type EvaluationFigures } from "../runtime/run-entries.js";
import type { RunConfig } from "../runtime/run-config.js";
import type { RunRuntime } from "../runtime/runtime.js";
import { coverageOf, type CoverageMap } from "../../schema/coverage.js";
import type { Plan } from "../../schema/plan.js";
import { REASON_CODES, type ReasonCode } from "../../schema/reasons.js";
import type { Report, StopReason, Summary } from "../../schema/report.js";
import type { UsageRow } from "../../memory/trace-store.js";
import type { Sample, SampleStatus } from "../../schema/sample.js";
import { emptyCoverage } from "../../tools/coverage/empty-coverage.js";
import { grownTree } from "../../tools/coverage/grown-tree.js";
import { runVerdict } from "../../tools/reporting/verdict/run-verdict.js";
import { reportNotes } from "./report-notes.js";
import { runFigures } from "./run-figures.js";
import {
  FILTER_REASONS,
  type FilterReason,
} from "../../tools/curation/filters/measures/filter-reasons.js";

const EMPTY: EvaluationFigures = {
  diversity: {
    vocabulary: null,
    distinct1: null,
    distinct2: null,
    averagePairwiseSimilarity: null,
  },
  copies: { verbatim: null, near: null },
  labelAgreement: null,
  labelAgreementRows: null,
  measuredRows: null,
  downstream: { synthetic: null, real: null, majority: null, testSize: 0, removedFromTest: 0 },
  leakage: null,
  metrics: {},
  notes: [],
};

/** How a run stands when its report is made. */
export interface ReportState {
  readonly sealed: number;
  readonly stop: StopReason;
  readonly stopDetail: string;
}

/** Puts a run's report together from the store: figures, funnel, coverage, usage and examples. */
export async function buildReport(runtime: RunRuntime, state: ReportState): Promise<Report> {
  const evaluation = (await runtime.store.get(runEntries.evaluation)) ?? EMPTY;
  const coverage = (await runtime.rounds.sealedOrNull(state.sealed))?.coverage ?? emptyCoverage([]);
  const counts = await runtime.samples.countByReason();
  const certification = await runtime.store.get(runEntries.certification);
  const usage = await runtime.trace.usage();
  const plans = await runtime.rounds.plans();
  const config = await runtime.folder.readJson<RunConfig>("config");
  const { spec } = runtime.task;
  const accepted = await runtime.samples.samples({
    status: "accepted",
    order: "accepted",
    limit: 20,
  });
  const rejected = await runtime.samples.samples({ status: "rejected", limit: 20 });
  const measured = {
    summary: await summaryOf(runtime, state, { evaluation, coverage, counts, usage }),
    task: {
      name: spec.name,
      kind: spec.kind,
      description: spec.description,
      language: spec.language,
      labels: runtime.task.labels.map((label) => label.name),
      supportRows: runtime.task.support.length,
      validationRows: runtime.validation.length > 0 ? runtime.validation.length : undefined,
      seed: spec.seed,
      models: modelNames(runtime),
    },
    thresholds: {
      ...spec.critique,
      plan: spec.plan,
      curate: spec.curate,
      demonstrations: spec.generate.demonstrations,
    },
    funnel: funnelOf(counts),
    coverage: coverage.cells.map((cell) => ({
      cell: cell.path.join(" / ") || cell.id,
      quota: cell.quota,
      accepted: cell.accepted,
      rejected: cell.rejected,
      duplicates: cell.duplicates,
      inReview: cell.inReview,
      misplaced: cell.misplaced,
      unseenMass: cell.unseenMass,
      studentError: cell.studentError,
    })),
    tree: plans.length === 0 ? null : grownTree(plans[0]!.plan.tree, coverage.growth),
    growth: coverage.growth,
    replans: planHistory(plans),
    usage,
    leakage: evaluation.leakage,
    certificate: certification?.certificate ?? null,
    metrics: evaluation.metrics,
    agentFailures: await agentFailures(runtime),
    examples: { accepted: accepted.map(exampleOf), rejected: rejected.map(exampleOf) },
    figures: await runFigures(runtime, { sealed: state.sealed, coverage, evaluation }),
    reproduction: reproductionOf(runtime, config),
    notes: await reportNotes(runtime, {
      own: evaluation.notes,
      growth: coverage.growth,
      data: config?.data,
    }),
  };
  return { ...measured, verdict: runVerdict(measured) };
}

/** The command that makes the run again: the task file has the rest. */
function reproductionOf(
  { task, models }: RunRuntime,
  config: RunConfig | null,
): Report["reproduction"] {
  const { seed, target } = task.spec;
  const names = new Set(
    Object.entries(models).flatMap(([role, { info }]) => (role === "stage" ? [] : [info.name])),
  );
  const model = names.size === 1 ? ` --model ${shellQuote([...names][0]!)}` : "";
  return {
    command: `datawright run ${shellQuote(config?.specFile ?? "task.yaml")} --seed ${seed} --target ${target}${model}`,
    seed,
    version: packageVersion(),
    node: process.versions.node,
  };
}

type ReasonCounts = Awaited<ReturnType<RunRuntime["samples"]["countByReason"]>>;
interface Measured {
  readonly evaluation: EvaluationFigures;
  readonly coverage: CoverageMap;
  readonly counts: ReasonCounts;
  readonly usage: readonly UsageRow[];
}

async function summaryOf(
  runtime: RunRuntime,
  state: ReportState,
  { evaluation, coverage, counts, usage }: Measured,
): Promise<Summary> {
  const count = (status: SampleStatus): number =>
    counts.filter((row) => row.status === status).reduce((sum, row) => sum + row.count, 0);
  const total = (of: (row: UsageRow) => number): number =>
    usage.reduce((sum, row) => sum + of(row), 0);
  return {
    runId: runtime.runId,
    folder: runtime.folder.folder,
    stop: state.stop,
    stopDetail: state.stopDetail,
    target: runtime.task.spec.target,
    accepted: count("accepted"),
    rejected: count("rejected"),
    inReview: count("in-review"),
    rounds: await finishedRounds(runtime, state.sealed),
    modelCalls: total((row) => row.calls),
    cachedCalls: total((row) => row.cached),
    tokens: { input: total((row) => row.inputTokens), output: total((row) => row.outputTokens) },
    costUsd: usage.some((row) => row.costUsd === null)
      ? null
      : usage.length === 0
        ? runtime.ledger.spent().usd
        : total((row) => row.costUsd ?? 0),
    coverage: coverageOf(coverage),
    diversity: evaluation.diversity,
    copies: evaluation.copies,
    labelAgreement: evaluation.labelAgreement,
    labelAgreementRows: evaluation.labelAgreementRows ?? null,
    measuredRows: evaluation.measuredRows ?? null,
    downstream: evaluation.downstream,
    seconds: runtime.clock.seconds,
  };
}

/** Rounds that came to their gate. */
async function finishedRounds({ rounds }: RunRuntime, last: number): Promise<number> {
  let finished = 0;
  for (let round = 0; round <= last; round++) {
    const sealed = await rounds.sealedOrNull(round);
    if (sealed && !sealed.cancelled) finished += 1;
  }
  return finished;
}

/** How many samples ended for which reason, the most frequent first. */
function funnelOf(counts: ReasonCounts): Report["funnel"] {
  const funnel = new Map<string, { reason: string; meaning: string; count: number }>();
  for (const { status, reason: given, count } of counts) {
    const reason = status === "accepted" ? "accepted" : given;
    const meaning =
      REASON_CODES[given as ReasonCode] ?? FILTER_REASONS[given as FilterReason] ?? "";
    const row = funnel.get(reason) ?? { reason, meaning, count: 0 };
    row.count += count;
    funnel.set(reason, row);
  }
  return [...funnel.values()].sort((a, b) => b.count - a.count);
}

function modelNames(runtime: RunRuntime): Record<string, string> {
  return Object.fromEntries(
    Object.entries(runtime.models)
      .filter(([role]) => role !== "stage")
      .map(([role, model]) => [role, model.info.name]),
  );
}

function exampleOf(sample: Sample): Record<string, unknown> {
  return {
    id: sample.id,
    fields: sample.fields,
    label: sample.label.current,
    conditions: sample.conditions.map((condition) => `${condition.name}: ${condition.value}`),
    reasons: sample.reasons,
    why: sample.history.map(({ failed, note, reason }) =>
      failed === undefined ? (note ?? reason) : `${failed}: ${note ?? reason}`,
    ),
    revisions: sample.revisions,
  };
}

/**
 * What was planned again, revision by revision: the sub-tasks whose own revision rose, with the
 * reasons that were new.
 */
function planHistory(
  plans: readonly { readonly plan: Plan; readonly revision: number }[],
): Report["replans"] {
  return plans.slice(1).flatMap(({ plan, revision }, index) =>
    plan.subTasks.flatMap((subTask) => {
      const before = plans[index]!.plan.subTasks.find((other) => other.id === subTask.id);
      if (!before || before.revision === subTask.revision) return [];
      return [
        {
          revision,
          subTask: subTask.id,
          because: subTask.revisedBecause.slice(before.revisedBecause.length),
        },
      ];
    }),
  );
}
