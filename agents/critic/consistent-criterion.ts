import { z } from "zod";
import { innerProduct } from "../../tools/embeddings/inner-product.js";
import type { AgentContext } from "../contract.js";
import type { Draft } from "../draft.js";
import type { Criterion } from "./contract.js";
import { criterionSettings } from "./criterion-settings.js";
import { labelledTexts } from "./labelled-texts.js";
import { supportClassifierOf } from "./support-classifier.js";
import { passes, refuses } from "./verdicts.js";

const NAME = "consistent";
const settingsSchema = z.strictObject({
  neighbours: z
    .number()
    .int()
    .min(1)
    .default(9)
    .describe(
      "Labelled texts whose labels are counted, each by its similarity, where there is no small model.",
    ),
});

interface Opinion {
  readonly label: string;
  readonly by: string;
}

/**
 * A small model of the real rows reads the label that the draft has (the consistency filter of ReGen, Yu et al. 2023). Where the rows
 * are too few for one, the nearest labelled texts, real or accepted, decide by their similarity; where these are too few as well, the
 * words and definition of the label that are nearest.
 */
export const consistentCriterion: Criterion = {
  name: NAME,
  question(task) {
    criterionSettings(settingsSchema, NAME, task);
    return null;
  },
  async decide(draft, _evidence, context) {
    const { task } = context;
    if (typeof draft.label !== "string" || task.labels.length < 2)
      return passes(NAME, { code: "label", reason: "The sample has no single label to check." });
    const opinion = (await ofSmallModel(draft, context)) ?? (await ofNeighbours(draft, context));
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
};

async function ofSmallModel({ text }: Draft, { task }: AgentContext): Promise<Opinion | null> {
  const small = await supportClassifierOf(task);
  return (
    small && {
      label: small.classifier.predict([text])[0]!.label,
      by: "A small model of the examples reads",
    }
  );
}

async function ofNeighbours({ text }: Draft, context: AgentContext): Promise<Opinion> {
  const { task, embeddings } = context;
  const { neighbours } = criterionSettings(settingsSchema, NAME, task);
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
