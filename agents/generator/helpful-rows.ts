import { labelKey } from "../../schema/label.js";
import { influenceFilter } from "../../tools/curation/filters/influence.js";
import { countOf, groupsBy } from "../../tools/curation/filters/lowest-share.js";
import type { AgentContext, RunMemory } from "../contract.js";
import { acceptedRow } from "./accepted-rows.js";
import type { Demonstration } from "./contract.js";
import { curationRows, curationView } from "./curation-view.js";
import { PerList } from "./per-list.js";

/** Latest accepted samples that are scored: what the influence keeps exact features for. */
const MOST_SCORED = 5000;
const ROUNDS_KEPT = 3;

export interface HelpfulRows {
  /** The most helpful first, by label key. */
  readonly ofLabel: ReadonlyMap<string, readonly Demonstration[]>;
  /** Why no row could be scored, or null. */
  readonly note: string | null;
}

const rounds = new PerList<HelpfulRows>(ROUNDS_KEPT);

/**
 * The accepted samples of each label that help most: those whose influence lowers the noise-robust loss on other accepted samples
 * (ProGen, Ye et al. 2022, section 3.2), `generate.demonstrations.helpful` of a label. Scored once for each sealed round, in a worker thread.
 */
export function helpfulRows(context: AgentContext): Promise<HelpfulRows> {
  const { memory, task } = context;
  const { helpful: most } = task.spec.generate.demonstrations;
  return rounds.get(memory.demonstrations, `${memory.sealedThrough} ${most}`, async () => {
    const rows = await latest(memory);
    const { scores, figures } = await influenceFilter().apply(
      curationRows(rows, context),
      curationView(context),
    );
    const helpful = [...rows.keys()].filter((index) => scores[index]! < 0);
    const ofLabel = new Map<string, readonly Demonstration[]>();
    for (const group of groupsBy(helpful, (index) => labelKey(rows[index]!.label))) {
      group.sort((a, b) => scores[a]! - scores[b]! || a - b);
      const count = Math.max(1, countOf(most, group.length));
      ofLabel.set(
        labelKey(rows[group[0]!]!.label),
        group.slice(0, count).map((index) => rows[index]!),
      );
    }
    const { notApplied } = figures;
    return { ofLabel, note: typeof notApplied === "string" ? notApplied : null };
  });
}

async function latest(memory: RunMemory): Promise<Demonstration[]> {
  const rows: Demonstration[] = [];
  for await (const sample of memory.accepted({ limit: MOST_SCORED, latest: true }))
    rows.push(acceptedRow(sample));
  return rows;
}
