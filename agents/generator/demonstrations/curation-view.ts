import type { CurationContext, CurationRow } from "../../../tools/curation/contract.js";
import { Random } from "../../../base/statistics/random.js";
import type { AgentContext } from "../../contract.js";
import type { Demonstration } from "../contract.js";

/** Rows as curation strategies read them. */
export function curationRows(
  rows: readonly Demonstration[],
  { task }: Pick<AgentContext, "task">,
): CurationRow[] {
  const [first, second, third] = task.textFields;
  const isPair = second !== undefined && third === undefined;
  return rows.map(({ id, text, fields, label, line }) => ({
    id,
    text,
    fields,
    label,
    line,
    weight: 1,
    scores: {},
    pair: isPair
      ? ([String(fields[first!] ?? ""), String(fields[second] ?? "")] as const)
      : undefined,
  }));
}

/**
 * What curation strategies may use when they score demonstrations. Nothing in it depends on the
 * order that asks.
 */
export function curationView({
  task,
  embeddings,
  signal,
  log,
}: Pick<AgentContext, "task" | "embeddings" | "signal" | "log">): CurationContext {
  const { seed, multiLabel, language } = task.spec;
  return {
    labels: task.labels.map((label) => label.name),
    multiLabel,
    support: [],
    random: new Random(seed).derive("demonstrations"),
    seed,
    language,
    embed: (texts) => embeddings.embed(texts),
    signal,
    progress: (step, share) => log.debug("scoring demonstrations", { step, share }),
  };
}
