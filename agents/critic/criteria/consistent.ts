import { z } from "zod";
import { countSetting } from "../../../base/slots/number-setting.js";
import type { AgentContext } from "../../contract.js";
import type { Criterion } from "../contract.js";
import { configurable } from "../../../base/slots/configurable.js";
import { supportClassifierOf } from "../evidence/support-classifier.js";
import { passes, refuses } from "../verdicts.js";
import type { Draft } from "../../draft.js";
import type { Row } from "../../../schema/sample.js";
import { innerProduct } from "../../../base/statistics/inner-product.js";

/** A text whose label is known, with its vector. */
export interface LabelledText {
  readonly label: string;
  readonly vector: Float32Array;
}

/** Latest accepted samples beside the real rows. */
const MOST = 2000;
const ROUNDS_KEPT = 3;

/**
 * A run's list of real rows stands for what is visible; the rounds that are being judged are kept.
 */
const known = new WeakMap<readonly Row[], Map<number, Promise<readonly LabelledText[]>>>();

/**
 * Real rows and accepted samples of the visible rounds that have one label, read once for a round.
 */
function labelledTexts(context: AgentContext): Promise<readonly LabelledText[]> {
  const { memory } = context;
  let rounds = known.get(memory.demonstrations);
  if (!rounds)
    known.set(
      memory.demonstrations,
      (rounds = new Map<number, Promise<readonly LabelledText[]>>()),
    );
  let texts = rounds.get(memory.sealedThrough);
  if (!texts) {
    rounds.set(memory.sealedThrough, (texts = read(context)));
    for (const round of rounds.keys())
      if (round <= memory.sealedThrough - ROUNDS_KEPT) rounds.delete(round);
  }
  return texts;
}

async function read({ memory, embeddings }: AgentContext): Promise<LabelledText[]> {
  const texts = memory.demonstrations.flatMap((row, index) =>
    typeof row.label === "string"
      ? [{ label: row.label, vector: memory.demonstrationVectors[index]! }]
      : [],
  );
  const accepted: { readonly label: string; readonly text: string }[] = [];
  for await (const { label, text } of memory.accepted({ limit: MOST, latest: true }))
    if (typeof label.current === "string") accepted.push({ label: label.current, text });
  const vectors = await embeddings.embed(accepted.map(({ text }) => text));
  return [...texts, ...accepted.map(({ label }, index) => ({ label, vector: vectors[index]! }))];
}

const NAME = "consistent";
const settingsSchema = z.strictObject({
  neighbours: countSetting(
    { from: 1, usual: 9 },
    "Labelled texts whose labels are counted, each by its similarity, where there is no " +
      "small model.",
  ),
});

interface Opinion {
  readonly label: string;
  readonly by: string;
}

/**
 * A small model of the real rows reads the label that the draft has (the consistency filter of
 * ReGen, Yu et al. 2023). Where the rows are too few for one, the nearest labelled texts, real or
 * accepted, decide by their similarity; where these are too few as well, the words and definition
 * of the label that are nearest.
 */
export const consistentCriterion = configurable({
  settings: settingsSchema,
  make: ({ neighbours }): Criterion => ({
    name: NAME,
    async decide(draft, _evidence, context) {
      const { task } = context;
      if (typeof draft.label !== "string" || task.labels.length < 2)
        return passes(NAME, { code: "label", reason: "The sample has no single label to check." });
      const opinion =
        (await ofSmallModel(draft, context)) ?? (await ofNeighbours(draft, neighbours, context));
      const reason = `${opinion.by} "${opinion.label}"`;
      if (opinion.label === draft.label)
        return passes(NAME, { code: "label", score: 1, reason: `${reason}.` });
      return refuses(NAME, {
        code: "label",
        score: 0,
        evidence: [{ field: "label", text: opinion.label }, { text: draft.text }],
        reason: `${reason}, and the sample has "${draft.label}".`,
      });
    },
  }),
});

async function ofSmallModel({ text }: Draft, { task }: AgentContext): Promise<Opinion | null> {
  const small = await supportClassifierOf(task);
  return (
    small && {
      label: small.classifier.predict([text])[0]!.label,
      by: "A small model of the examples reads",
    }
  );
}

async function ofNeighbours(
  { text }: Draft,
  neighbours: number,
  context: AgentContext,
): Promise<Opinion> {
  const { task, embeddings } = context;
  const [vector] = await embeddings.embed([text]);
  const known = await labelledTexts(context);
  // Of one label alone, neighbours could say nothing else.
  if (known.length >= neighbours && new Set(known.map(({ label }) => label)).size > 1) {
    const nearest = known
      .map((one) => ({ label: one.label, similarity: innerProduct(one.vector, vector!) }))
      .sort((a, b) => b.similarity - a.similarity)
      .slice(0, neighbours);
    const votes = new Map<string, number>();
    for (const { label, similarity } of nearest)
      votes.set(label, (votes.get(label) ?? 0) + Math.max(0, similarity));
    return {
      label: [...votes].reduce((best, vote) => (vote[1] > best[1] ? vote : best))[0],
      by: `The ${neighbours} nearest labelled texts say`,
    };
  }
  const words = await embeddings.embed(
    task.labels.map(({ name, verbalizer, definition }) =>
      [verbalizer ?? name, definition].filter((part) => part !== undefined).join(": "),
    ),
  );
  const similarities = words.map((label) => innerProduct(label, vector!));
  return {
    label: task.labels[similarities.indexOf(Math.max(...similarities))]!.name,
    by: "The nearest of the labels' words say",
  };
}
