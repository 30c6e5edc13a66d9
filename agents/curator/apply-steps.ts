import { labelKey } from "../../schema/label.js";
import type { Row, Sample } from "../../schema/sample.js";
import type {
  CuratedRow,
  CurationContext,
  CurationRow,
  CurationSteps,
  StepFigures,
} from "../../tools/curation/contract.js";
import { curateRows } from "../../tools/curation/curate-rows.js";
import { modelAsker } from "../../tools/curation/allocation/model-asker.js";
import { taskNotation } from "../../tools/dedup/task-notation.js";
import { textPair } from "../../tools/rows/text-pair.js";
import type { AgentContext } from "../contract.js";
import type { CurationDecision } from "../roles.js";

/** Samples as curation strategies read them; what a person decided is left out by the caller. */
export function rowOf(sample: Sample, textFields: readonly string[]): CurationRow {
  return {
    id: sample.id,
    text: sample.text,
    fields: sample.fields,
    label: sample.label.current,
    weight: sample.weight,
    scores: sample.scores,
    line: null,
    pair: textPair(sample.fields, textFields),
  };
}

function supportRow(row: Row): CurationRow {
  return {
    id: row.id,
    text: row.text,
    fields: row.fields,
    label: row.label,
    weight: 1,
    scores: {},
    line: row.line,
  };
}

/**
 * What curation strategies may use in a run. The embedded model is not asked for labels: it writes
 * by chance and knows none.
 */
export function curationContext(context: AgentContext): CurationContext {
  const { task, memory, embeddings, model, random, signal } = context;
  const { multiLabel, description: about } = task.spec;
  return {
    labels: task.labels.map((label) => label.name),
    multiLabel,
    support: memory.demonstrations.map(supportRow),
    random,
    seed: task.spec.seed,
    language: task.spec.language,
    notation: taskNotation(task.spec) ?? undefined,
    features: task.spec.curate.features,
    embed: (texts) => embeddings.embed(texts),
    model,
    askModel:
      task.labels.length === 0 || model.info.name === "embedded"
        ? undefined
        : modelAsker({ model, labels: task.labels, multiLabel, about }),
    signal,
    progress: (step, share) => context.log.debug("curation", { step, share }),
  };
}

/**
 * Applies the filters, label mending and weights that the task names (`curate.filters`,
 * `curate.relabel`, `curate.reweight`) to the
 * accepted samples, as decisions. What a person decided stays as it is.
 */
export async function applySteps(
  samples: readonly Sample[],
  steps: CurationSteps,
  context: AgentContext,
): Promise<{ decisions: CurationDecision[]; figures: readonly StepFigures[] }> {
  const open = samples.filter((sample) => sample.label.source !== "person");
  const result = await curateRows(
    open.map((sample) => rowOf(sample, context.task.textFields)),
    steps,
    curationContext(context),
  );
  const asksPeople = context.task.spec.review !== "none";
  return {
    decisions: result.rows.flatMap((row, index) => decisionOf(row, open[index]!, asksPeople)),
    figures: result.steps,
  };
}

/**
 * Filters look at what no earlier pass kept: one that keeps a share would take it again each time.
 * Labels are mended and weights set over everything that is left; what an earlier pass kept is not
 * taken out for its label either.
 */
export async function applyToNew(
  left: readonly Sample[],
  { steps, since }: { readonly steps: CurationSteps; readonly since: number },
  context: AgentContext,
): Promise<Awaited<ReturnType<typeof applySteps>>> {
  if (since < 0) return applySteps(left, steps, context);
  const filtered = await applySteps(
    left.filter((sample) => sample.round > since),
    { filters: steps.filters, relabelers: [], reweighter: null },
    context,
  );
  const out = new Set(
    filtered.decisions
      .filter((decision) => decision.action === "reject" || decision.action === "review")
      .map((decision) => decision.id),
  );
  const rest = await applySteps(
    left.filter((sample) => !out.has(sample.id)),
    { ...steps, filters: [] },
    context,
  );
  const kept = new Set(left.filter((sample) => sample.round <= since).map((sample) => sample.id));
  const mended = rest.decisions.filter(
    (decision) =>
      !(kept.has(decision.id) && (decision.action === "reject" || decision.action === "review")),
  );
  return {
    decisions: [...filtered.decisions.filter((decision) => out.has(decision.id)), ...mended],
    figures: [...filtered.figures, ...rest.figures],
  };
}

/** What a curated row means for its sample; nothing where it is as it was. */
export function decisionOf(
  row: CuratedRow,
  sample: Sample,
  asksPeople: boolean,
): CurationDecision[] {
  const note = row.note === null ? (row.step ?? undefined) : `${row.step ?? ""}: ${row.note}`;
  if (row.status === "removed")
    return [{ id: sample.id, action: "reject", reason: row.reason ?? "curation-label", note }];
  if (row.status === "people" && asksPeople)
    return [{ id: sample.id, action: "review", reason: row.reason ?? "review-uncertain", note }];
  const weight = row.weight === sample.weight ? {} : { weight: row.weight };
  if (labelKey(row.label) !== labelKey(sample.label.current))
    return [
      { id: sample.id, action: "relabel", reason: "relabelled", note, label: row.label, ...weight },
    ];
  return "weight" in weight
    ? [{ id: sample.id, action: "accept", reason: "accepted", ...weight }]
    : [];
}
