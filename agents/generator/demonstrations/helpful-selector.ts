import { z } from "zod";
import { numberSetting } from "../../../base/slots/number-setting.js";
import { configurable } from "../../../base/slots/configurable.js";
import type { AgentContext, RunMemory } from "../../contract.js";
import { acceptedRow, learningView } from "./row-pool.js";
import type { DemoSelector, Demonstration, DemonstrationQuery } from "../contract.js";
import { PerList } from "./per-list.js";
import { drawRandomly } from "./random-selector.js";
import { selectDemonstrations } from "./select-demonstrations.js";
import { labelKey } from "../../../schema/label.js";
import { rowInfluence } from "../../../tools/learning/scores/row-influence.js";
import { groupsBy, highestOfEach } from "../../../base/statistics/lowest-share.js";

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
 * The accepted samples of each label that help most: those whose influence lowers the noise-robust
 * loss on other accepted samples (ProGen, Ye et al. 2022, section 3.2), `most` of a label (a share
 * up to 1, a count above). Scored once for each sealed round, in a worker thread.
 */
function helpfulRows(most: number, context: AgentContext): Promise<HelpfulRows> {
  const { memory } = context;
  return rounds.get(memory.demonstrations, `${memory.sealedThrough} ${most}`, async () => {
    const rows = await latest(memory);
    const { rows: learned, view } = learningView(rows, context);
    const { found, note } = await rowInfluence(learned, view);
    const helpfulness = new Float64Array(rows.length).fill(NaN);
    found?.labelled.indices.forEach((index, at) => (helpfulness[index] = -found.scores[at]!));
    const helpful = [...rows.keys()].filter((index) => helpfulness[index]! > 0);
    const groups = groupsBy(helpful, (index) => labelKey(rows[index]!.label));
    const ofLabel = new Map(
      highestOfEach(helpfulness, groups, most).map((group) => [
        labelKey(rows[group[0]!]!.label),
        group.map((index) => rows[index]!),
      ]),
    );
    return { ofLabel, note };
  });
}

async function latest(memory: RunMemory): Promise<Demonstration[]> {
  const rows: Demonstration[] = [];
  for await (const sample of memory.accepted({ limit: MOST_SCORED, latest: true }))
    rows.push(acceptedRow(sample));
  return rows;
}

/**
 * Accepted samples that helped a small model most, fed back as demonstrations (ProGen, Ye et al.
 * 2022): the share
 * `feedbackRatio` of the prompts shows rows of the order's label drawn from
 * its most helpful ones, the others show real rows drawn at random, where the task has any: in
 * ProGen's own setting it has none.
 */
export const helpfulSelector = configurable({
  settings: z.strictObject({
    helpful: numberSetting(
      { above: 0, usual: 50 },
      "The most helpful accepted samples of a label that are shown: a share up to 1, a count " +
        "above.",
    ),
    feedbackRatio: numberSetting(
      { from: 0, to: 1, usual: 0.5 },
      "Share of the prompts that show them.",
    ),
  }),
  make: (settings): DemoSelector => ({
    name: "helpful",
    async select(query, context) {
      const helpful = await feedback(query, settings, context);
      if (helpful.length > 0)
        return context.random
          .derive("demonstrations", "draw", query.revision)
          .sample(helpful, query.count);
      return selectDemonstrations(query, context, drawRandomly(query, context), 0);
    },
  }),
});

/**
 * The rows that this prompt may draw from; none for a prompt without feedback, and while nothing is
 * known to help.
 */
async function feedback(
  { order, revision }: DemonstrationQuery,
  { helpful, feedbackRatio }: { readonly helpful: number; readonly feedbackRatio: number },
  context: AgentContext,
): Promise<readonly Demonstration[]> {
  const { memory, random, span } = context;
  if (
    memory.sealedThrough < 0 ||
    random.derive("demonstrations", "feedback", revision).next() >= feedbackRatio
  )
    return [];
  const { ofLabel, note } = await helpfulRows(helpful, context);
  if (note !== null)
    span.set({ "datawright.demonstrations.note": `helpfulness is not known: ${note}` });
  return order.label === null
    ? [...ofLabel.values()].flat()
    : (ofLabel.get(labelKey(order.label)) ?? []);
}
